import { SluiceError } from '../../../shared/errors.ts'
import type { SideName } from '../../../shared/job.ts'
import type { Entry } from '../listing/entry.ts'
import { compareKeys } from '../listing/key-order.ts'
import type { ContentVerdict } from './compare-pair.ts'
import type { PropertyVerdict } from './property-verdict.ts'

/** One key and what each side has under it; never null on both. */
export interface Pair {
  readonly key: string
  readonly source: Entry | null
  readonly destination: Entry | null
  /** Where contents were compared. */
  readonly contents?: ContentVerdict
  /** Where properties were. */
  readonly properties?: PropertyVerdict
}

const pairsPerBatch = 1000

/**
 * Walks two listings in lock step and pairs them by key, in key order, holding one page a side while the next ones are
 * on their way. It knows neither S3 nor copying (MRG-1).
 *
 * | source key against destination key | pair |
 * |---|---|
 * | equal | both |
 * | smaller, or the destination has ended | source only |
 * | greater, or the source has ended | destination only |
 *
 * @throws SluiceError `listing-not-proved` when a side goes backwards or repeats a key, and whatever a listing throws.
 */
export async function* mergeJoin(
  source: AsyncIterable<readonly Entry[]>,
  destination: AsyncIterable<readonly Entry[]>,
): AsyncGenerator<Pair[], void, undefined> {
  const left = new Cursor(source, 'source')
  const right = new Cursor(destination, 'destination')
  let batch: Pair[] = []
  try {
    await Promise.all([left.fill(), right.fill()])
    for (;;) {
      const a = left.entry
      const b = right.entry
      if (a === null && b === null) break
      const order = a === null ? 1 : b === null ? -1 : compareKeys(a.key, b.key)
      if (order < 0 && a !== null) batch.push({ key: a.key, source: a, destination: null })
      else if (order > 0 && b !== null) batch.push({ key: b.key, source: null, destination: b })
      else if (a !== null && b !== null) batch.push({ key: a.key, source: a, destination: b })
      // A batch goes out before either side has to wait, so that work starts while listing goes on.
      const mustWait = (order <= 0 && left.atPageEnd) || (order >= 0 && right.atPageEnd)
      if (batch.length >= pairsPerBatch || (mustWait && batch.length > 0)) {
        yield batch
        batch = []
      }
      // Awaited only where a page must come: a promise for each key would cost more than the join. Both at once: the
      // failure of one side would else go unhandled while the other one is slow.
      const leftPage = order <= 0 ? left.step() : undefined
      const rightPage = order >= 0 ? right.step() : undefined
      if (leftPage !== undefined || rightPage !== undefined) await Promise.all([leftPage, rightPage])
    }
    if (batch.length > 0) yield batch
  } finally {
    await Promise.all([left.close(), right.close()])
  }
}

/** A place in a listing, with the next page asked for as soon as the current one is begun. */
class Cursor {
  /** The entry at this place; null at the end. */
  entry: Entry | null = null
  readonly #pages: AsyncIterator<readonly Entry[]>
  readonly #side: SideName
  #page: readonly Entry[] = []
  #index = 0
  #next: Promise<IteratorResult<readonly Entry[]>> | null = null
  #previous: string | null = null

  constructor(listing: AsyncIterable<readonly Entry[]>, side: SideName) {
    this.#pages = listing[Symbol.asyncIterator]()
    this.#side = side
    this.#askForNext()
  }

  get atPageEnd(): boolean {
    return this.#index + 1 >= this.#page.length
  }

  /** Moves on by one entry; a promise only where a page has to be awaited. */
  step(): Promise<void> | undefined {
    this.#index++
    if (this.#index < this.#page.length) {
      this.#take()
      return undefined
    }
    return this.fill()
  }

  /** Waits for the next page that has entries, and stands on its first. */
  async fill(): Promise<void> {
    for (;;) {
      const pending = this.#next
      if (pending === null) {
        this.entry = null
        return
      }
      const result = await pending
      if (result.done === true) {
        this.#next = null
        continue
      }
      this.#askForNext()
      if (result.value.length === 0) continue
      this.#page = result.value
      this.#index = 0
      this.#take()
      return
    }
  }

  async close(): Promise<void> {
    const pending = this.#next
    this.#next = null
    const returned = this.#pages.return?.()
    await Promise.allSettled([pending, returned])
  }

  #askForNext(): void {
    this.#next = this.#pages.next()
    // The failure is met when the page is awaited; until then it must not count as unhandled.
    this.#next.catch(() => undefined)
  }

  #take(): void {
    const entry = this.#page[this.#index] ?? null
    if (entry !== null && this.#previous !== null && compareKeys(this.#previous, entry.key) >= 0) {
      throw new SluiceError({
        code: 'listing-not-proved',
        message: `The ${this.#side} listing is out of order: ${JSON.stringify(entry.key)} came after ${JSON.stringify(this.#previous)}.`,
        subject: entry.key,
        advice: 'Nothing was deleted. A server that lists out of order cannot be synced safely.',
      })
    }
    this.#previous = entry?.key ?? this.#previous
    this.entry = entry
  }
}
