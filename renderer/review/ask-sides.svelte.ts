import type { PlanRow } from '../../shared/plan-row.ts'

type Which = 'source' | 'destination'

/** What was found of the sides of a row; null until it was asked for. */
export type FoundSides<Found> = Readonly<Partial<Record<Which, Found>>> | null

/** Asks for something of both sides of a row, where a person asks: it may cost requests. */
export class AskedSides<Found> {
  found = $state.raw<FoundSides<Found>>(null)
  asking = $state(false)
  readonly #row: () => PlanRow
  readonly #ask: (seq: number, which: Which, signal: AbortSignal) => Promise<Found>
  readonly #failed: (error: unknown) => Found
  readonly #end = new AbortController()

  /** @param failed what is shown in the place of a side that could not be had */
  constructor(
    row: () => PlanRow,
    ask: (seq: number, which: Which, signal: AbortSignal) => Promise<Found>,
    failed: (error: unknown) => Found,
  ) {
    this.#row = row
    this.#ask = ask
    this.#failed = failed
  }

  /** The sides that have something. */
  get there(): readonly Which[] {
    const row = this.#row()
    return (['destination', 'source'] as const).filter((which) => row[which] !== null)
  }

  async ask(): Promise<void> {
    this.asking = true
    const { signal } = this.#end
    const { seq } = this.#row()
    const entries = await Promise.all(
      this.there.map(async (which): Promise<[Which, Found]> => [
        which,
        await this.#ask(seq, which, signal).catch((error: unknown) => this.#failed(error)),
      ]),
    )
    if (signal.aborted) return
    this.asking = false
    this.found = Object.fromEntries(entries)
  }

  /** What comes from now on is nobody's. */
  end(): void {
    this.#end.abort()
  }
}
