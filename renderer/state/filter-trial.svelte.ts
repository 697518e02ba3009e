import type { ReplyOf } from '../../shared/bridge/calls.ts'
import type { FilterTrial, TriedFilters } from '../../shared/bridge/filters.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { errorOf, type Bridge } from './bridge.ts'

/** Typing settles for this long before anything is counted: milliseconds. */
const settle = 120

/** Filters as they are being written, tried on the rows of a plan: what each catches, and which rows on the screen. */
export class FilterTrialState {
  /** Of the filters that were tried last; null until there are some. */
  counts = $state.raw<{ readonly trial: FilterTrial; readonly of: TriedFilters } | null>(null)
  /** Rows on the screen that would be left out, by number. */
  caught = $state.raw<ReadonlySet<number>>(new Set())
  /** Why they could not be tried. */
  error = $state.raw<ErrorData | null>(null)
  #trial = $state.raw<FilterTrial | null>(null)
  readonly #bridge: Bridge
  readonly #planId: string
  #asking: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #seqs: readonly number[] = []

  constructor(bridge: Bridge, planId: string) {
    this.#bridge = bridge
    this.#planId = planId
  }

  /** Filters are being written. */
  get on(): boolean {
    return this.#trial !== null
  }

  /** The ignore file of the source's folder. */
  ignoreFile(): Promise<ReplyOf<'plan.ignoreFile'>> {
    return this.#bridge.ask('plan.ignoreFile', { planId: this.#planId })
  }

  /** @param was what was in it when it was read; null for no file */
  async saveIgnoreFile(text: string, was: string | null): Promise<void> {
    await this.#bridge.ask('plan.saveIgnoreFile', { planId: this.#planId, text, was })
  }

  /** Tries these from now on. */
  try(trial: FilterTrial): void {
    this.#trial = trial
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#asking?.abort()
      this.#asking = new AbortController()
      void this.#count(trial, this.#asking.signal)
      void this.#mark(trial, this.#asking.signal)
    }, settle)
  }

  /** These rows are on the screen. */
  look(seqs: readonly number[]): void {
    if (seqs.length === this.#seqs.length && seqs.every((seq, place) => seq === this.#seqs[place])) return
    this.#seqs = seqs
    if (this.#trial !== null && this.#asking !== null) void this.#mark(this.#trial, this.#asking.signal)
  }

  /** Nothing is tried any more. */
  end(): void {
    clearTimeout(this.#timer)
    this.#asking?.abort()
    this.#asking = null
    this.#trial = null
    this.counts = null
    this.caught = new Set()
    this.error = null
  }

  async #count(trial: FilterTrial, signal: AbortSignal): Promise<void> {
    try {
      const of = await this.#bridge.ask('plan.tryFilters', { planId: this.#planId, trial }, signal)
      if (signal.aborted) return
      this.counts = { trial, of }
      this.error = null
    } catch (error) {
      if (!signal.aborted) this.error = errorOf(error)
    }
  }

  async #mark(trial: FilterTrial, signal: AbortSignal): Promise<void> {
    const seqs = this.#seqs.slice(0, 500)
    try {
      const caught = await this.#bridge.ask(
        'plan.caught',
        { planId: this.#planId, trial, seqs: [...seqs] },
        signal,
      )
      if (!signal.aborted && seqs.every((seq, place) => seq === this.#seqs[place]))
        this.caught = new Set(caught.seqs)
    } catch (error) {
      if (!signal.aborted) this.error = errorOf(error)
    }
  }
}
