import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import type { Clock } from '../../engine/index.ts'

/** How many runs go on at once at most, where more are wanted. */
export const mostAtOnce = 4

/** How long a run that another one keeps out waits before it is tried again, at most: milliseconds. */
const lookAgainAfter = 5_000

/** A run as the queue knows it. */
export interface Queued {
  readonly planId: string
  /** It goes on, and a person holds it: it needs no share of the limit. */
  readonly isHeld: boolean
  /** Looks once more whether it may run at all, right before it does. @throws SluiceError where it may not */
  checkAgain(): Promise<void>
  /** @throws SluiceError `locked` where another run keeps it out; anything else where it can't run as it is. */
  begin(): void
  /** It is out of the queue, and was not begun. @param error why it could not; null where a person took it out */
  turnedAway(error: ErrorData | null): void
  /** Its place, or what it waits for, is another one now. */
  onPlace(): void
  /** Holds what it moves to so many bytes a second from now on; null for no limit. */
  limitBandwidth(perSecond: number | null): void
}

/** Where a run waits. */
export interface Place {
  /** From 1. */
  readonly place: number
  /** How many runs go on before it. */
  readonly runs: number
  /** What keeps it out although its turn had come. */
  readonly blocked: ErrorData | null
}

interface Waiting {
  readonly run: Queued
  blocked: ErrorData | null
  isStarting: boolean
}

/**
 * The runs of a window: those that go on, at most so many at once, and those that wait for their turn.
 *
 * | what a run meets                                        | what becomes of it                                   |
 * |---------------------------------------------------------|------------------------------------------------------|
 * | fewer go on than may                                    | it begins                                            |
 * | as many go on as may                                    | it waits at the end                                  |
 * | its turn, and another run keeps it out (`locked`)       | it keeps its place; others pass; it is tried again   |
 * | the same, and no run of this window goes on             | asked for just now: refused; waiting: as above       |
 * | its turn, and it can't run as it is                     | it leaves the queue, and says why                    |
 */
export class RunQueue {
  readonly #clock: Clock
  readonly #running = new Set<Queued>()
  #waiting: Waiting[] = []
  /** Those whose turn it was since the queue was last gone through from its start. */
  readonly #tried = new Set<Waiting>()
  #atOnce = 1
  #perSecond: number | null = null
  #closed = false
  #cancelLook = (): void => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /**
   * Begins a run, or lets it wait for its turn.
   * @throws SluiceError `locked` where another run than those of this window keeps it out; what `begin` throws.
   */
  join(run: Queued): 'begun' | 'waits' {
    if (this.#closed) throw leaving(run.planId)
    let blocked: ErrorData | null = null
    if (this.#running.size < this.#atOnce) {
      try {
        this.#begin(run)
        return 'begun'
      } catch (error) {
        if (!isLocked(error) || this.#running.size === 0) throw error
        blocked = error.toData()
      }
    }
    this.#waiting.push({ run, blocked, isStarting: false })
    this.#lookSoon()
    return 'waits'
  }

  /** A run has come to its end: the next one begins. */
  ended(run: Queued): void {
    if (!this.#running.delete(run)) return
    this.share()
    this.#next()
  }

  /** Takes a run out that waits. @returns whether it did. */
  leave(run: Queued): boolean {
    const before = this.#waiting.length
    this.#waiting = this.#waiting.filter((waiting) => waiting.run !== run)
    if (this.#waiting.length === before) return false
    run.turnedAway(null)
    this.#sayPlaces()
    return true
  }

  /** Puts a run that waits to another place, from 0; what is beyond the end is the end. */
  move(planId: string, place: number): void {
    const moved = this.#waiting.find(({ run }) => run.planId === planId)
    if (moved === undefined) return
    const others = this.#waiting.filter((waiting) => waiting !== moved)
    this.#waiting = [...others.slice(0, place), moved, ...others.slice(place)]
    this.#sayPlaces()
    this.#next()
  }

  /** Begins a run that waits, however many go on. @throws SluiceError as `Queued.checkAgain` and `Queued.begin` do */
  async beginNow(planId: string): Promise<void> {
    const found = this.#waiting.find(({ run }) => run.planId === planId)
    if (found === undefined || found.isStarting) return
    found.isStarting = true
    try {
      await found.run.checkAgain()
      if (this.#waiting.includes(found)) this.#beginWaiting(found)
    } finally {
      found.isStarting = false
    }
  }

  /** Where a run waits; null for one that does not. */
  placeOf(run: Queued): Place | null {
    const index = this.#waiting.findIndex((waiting) => waiting.run === run)
    const found = this.#waiting[index]
    return found === undefined ? null : { place: index + 1, runs: this.#running.size, blocked: found.blocked }
  }

  /** So many runs go on at once from now on; those that go on already do, whatever it is. */
  setAtOnce(runs: number): void {
    this.#atOnce = Math.max(1, Math.min(mostAtOnce, runs))
    this.#next()
  }

  /**
   * Holds all runs together to so many bytes a second from now on, each to its share of it; null for no limit. Runs that
   * are held have none: what they still have in flight moves as fast as the others.
   */
  limitBandwidth(perSecond: number | null): void {
    this.#perSecond = perSecond
    this.share()
  }

  /** Deals out the limit anew: which runs are held is another now. */
  share(): void {
    const sharing = [...this.#running].filter(({ isHeld }) => !isHeld).length
    const share =
      this.#perSecond === null ? null : Math.max(1, Math.floor(this.#perSecond / Math.max(1, sharing)))
    for (const run of this.#running) run.limitBandwidth(share)
  }

  /** Nothing begins any more: what waits leaves the queue. */
  close(): void {
    this.#closed = true
    this.#cancelLook()
    for (const { run } of this.#waiting.splice(0)) run.turnedAway(null)
  }

  #begin(run: Queued): void {
    run.begin()
    this.#running.add(run)
    this.share()
    this.#sayPlaces()
  }

  #beginWaiting(waiting: Waiting): void {
    const before = this.#waiting
    this.#waiting = before.filter((other) => other !== waiting)
    try {
      this.#begin(waiting.run)
    } catch (error) {
      this.#waiting = before
      throw error
    }
  }

  #sayPlaces(): void {
    for (const { run } of this.#waiting) run.onPlace()
  }

  /** Begins as many as may, the first ones first. */
  #next(): void {
    const starting = this.#waiting.filter(({ isStarting }) => isStarting)
    let free = this.#atOnce - this.#running.size - starting.length
    this.#tried.clear()
    for (const waiting of starting) this.#tried.add(waiting)
    for (const waiting of [...this.#waiting]) {
      if (free <= 0 || this.#closed) break
      if (waiting.isStarting) continue
      free--
      void this.#tryToBegin(waiting)
    }
    this.#sayPlaces()
    this.#lookSoon()
  }

  async #tryToBegin(waiting: Waiting): Promise<void> {
    waiting.isStarting = true
    this.#tried.add(waiting)
    try {
      await waiting.run.checkAgain()
      const isFree = this.#running.size < this.#atOnce
      if (isFree && this.#waiting.includes(waiting)) this.#beginWaiting(waiting)
    } catch (error) {
      if (!this.#waiting.includes(waiting)) return
      const told = toErrorData(error)
      if (told.code === 'locked') this.#passOver(waiting, told)
      else this.#turnAway(waiting, told)
    } finally {
      waiting.isStarting = false
    }
  }

  /** It keeps its place, and the first one whose turn has not been yet takes its own. */
  #passOver(waiting: Waiting, error: ErrorData): void {
    waiting.blocked = error
    waiting.run.onPlace()
    const next = this.#waiting.find((other) => !this.#tried.has(other) && !other.isStarting)
    if (next !== undefined && this.#running.size < this.#atOnce) void this.#tryToBegin(next)
    this.#lookSoon()
  }

  #turnAway(waiting: Waiting, error: ErrorData): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting)
    waiting.run.turnedAway(error)
    this.#next()
  }

  /** Whoever is kept out by a run of another process hears nothing of its end. */
  #lookSoon(): void {
    this.#cancelLook()
    this.#cancelLook = () => undefined
    if (this.#closed || !this.#waiting.some(({ blocked }) => blocked !== null)) return
    this.#cancelLook = this.#clock.after(lookAgainAfter, () => {
      this.#next()
    })
  }
}

const isLocked = (error: unknown): error is SluiceError =>
  error instanceof SluiceError && error.code === 'locked'

const toErrorData = (error: unknown): ErrorData =>
  error instanceof SluiceError
    ? error.toData()
    : {
        code: 'internal',
        message: `The run could not begin: ${error instanceof Error ? error.message : String(error)}`,
        advice: 'Please report this. Nothing was done by it.',
      }

const leaving = (planId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'Sluice is being closed.',
    subject: planId,
    advice: 'Start it again, and preview anew.',
  })
