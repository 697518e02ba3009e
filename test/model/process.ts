import { hashInline } from '../../main/engine/transfer/hashing.ts'
import type { FileSystem } from '../../main/engine/local/file-system.ts'
import type { ObjectStore } from '../../main/engine/s3/object-store.ts'
import type { Clock, Log, Random, World } from '../../main/engine/world.ts'

/** What never comes: the answer to a call of a process that is dead. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** What happens to a process at its steps; a step is the moment before, or after, one call to the outside. */
export interface Fate {
  /** Milliseconds that a call takes, at random up to this. */
  readonly latency: number
  /** Called at each step, counted from 1. */
  readonly onStep: (step: number) => void
  /** The step at which it is killed; null for none. */
  readonly killAt: number | null
}

/**
 * One process of the engine in a simulated world: all that it does outside goes through here, so that it can be killed
 * at any step. What it had asked for before is done or not done, its timers never fire, and nothing it asks after is
 * answered. The disk and the servers outlive it.
 */
export class SimulatedProcess {
  readonly world: World
  /** Settles when it is killed. */
  readonly killed: Promise<'killed'>
  steps = 0
  dead = false
  readonly #clock: Clock
  readonly #random: Random
  readonly #fate: Fate
  readonly #die: (how: 'killed') => void

  constructor(outside: { fs: FileSystem; clock: Clock; random: Random; log: Log }, fate: Fate) {
    this.#clock = outside.clock
    this.#random = outside.random
    this.#fate = fate
    const { promise, resolve } = Promise.withResolvers<'killed'>()
    this.killed = promise
    this.#die = resolve
    this.world = {
      fs: this.#seen(outside.fs),
      platform: 'posix',
      umask: 0o022,
      clock: this.#ownClock(),
      random: outside.random,
      log: outside.log,
      createHashing: () => hashInline,
    }
  }

  /** A server as this process sees it. */
  store(store: ObjectStore): ObjectStore {
    return this.#seen(store, new Set(['close']))
  }

  /** An object whose calls are steps, and so are those of what they answer: open files, open folders, bodies. */
  #seen<T extends object>(target: T, atOnce: ReadonlySet<string | symbol> = new Set(['cancel'])): T {
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (name === 'bytes' && value instanceof Object)
          return this.#seenBytes(value as AsyncIterable<Uint8Array>)
        if (typeof value !== 'function') return value
        const call = value.bind(target) as (...args: unknown[]) => unknown
        if (atOnce.has(name)) return (...args: unknown[]) => (this.dead ? undefined : call(...args))
        return (...args: unknown[]) => this.#through(() => call(...args))
      },
    })
  }

  async #through(call: () => unknown): Promise<unknown> {
    await this.#wait()
    await this.#step()
    try {
      const answer = await call()
      await this.#step()
      return isHandle(answer) ? this.#seen(answer) : answer
    } catch (error) {
      await this.#step()
      throw error
    }
  }

  async *#seenBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      await this.#step()
      yield chunk
    }
  }

  async #wait(): Promise<void> {
    const { latency } = this.#fate
    // Cut short by nobody: an answer on its way arrives though nobody waits for it.
    if (!this.dead && latency > 0)
      await this.#clock.sleep(this.#random() * latency, new AbortController().signal)
    if (this.isDead()) await never()
  }

  isDead(): boolean {
    return this.dead
  }

  #step(): Promise<void> | undefined {
    if (this.dead) return never()
    this.steps++
    this.#fate.onStep(this.steps)
    if (this.steps !== this.#fate.killAt) return undefined
    this.dead = true
    this.#die('killed')
    return never()
  }

  #ownClock(): Clock {
    const clock = this.#clock
    return {
      now: () => clock.now(),
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal)
        if (this.dead) await never()
      },
      after: (ms, callback) =>
        clock.after(ms, () => {
          if (!this.dead) callback()
        }),
    }
  }
}

/** Something with calls of its own that are to be seen too. */
const isHandle = (answer: unknown): answer is object =>
  typeof answer === 'object' &&
  answer !== null &&
  ('close' in answer || ('bytes' in answer && 'cancel' in answer))
