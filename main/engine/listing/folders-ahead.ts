import type { LocalListing, WalkedFolder } from './local-listing.ts'
import { readNames, type ReadFolder } from './read-names.ts'

/** What became of reading a folder. */
export type Outcome =
  { readonly ok: true; readonly folder: ReadFolder } | { readonly ok: false; readonly error: unknown }

/** How many folders of one are read before the walk comes to them. */
const mostAhead = 8

/** How many names those may have, all together, if none has more than the largest so far: else one is read ahead. */
const mostNamesAhead = 4000

/** The folders in one folder, some of them read before the walk comes to them, each taken once and in order. */
export class FoldersAhead {
  readonly #listing: LocalListing
  readonly #through: readonly WalkedFolder[]
  readonly #signal: AbortSignal
  readonly #coming = new Map<number, Promise<Outcome>>()
  /** Names in the largest of them so far; taken for very many before one is read. */
  #largest = mostNamesAhead
  #isMeasured = false

  /** @param through the folders the walk came through, the root first and this one last. */
  constructor(listing: LocalListing, through: readonly WalkedFolder[], signal: AbortSignal) {
    this.#listing = listing
    this.#through = through
    this.#signal = signal
  }

  get isFull(): boolean {
    const { size } = this.#coming
    return size >= mostAhead || (size > 0 && (size + 1) * this.#largest > mostNamesAhead)
  }

  /** Begins to read the folder in a place of the order. */
  begin(place: number, below: WalkedFolder): void {
    this.#coming.set(place, this.#read(below))
  }

  /** The folder in a place, read before or now. */
  async take(place: number, below: WalkedFolder): Promise<Outcome> {
    const outcome = await (this.#coming.get(place) ?? this.#read(below))
    this.#coming.delete(place)
    if (outcome.ok) this.#measure(outcome.folder.names.length)
    return outcome
  }

  /** Waits for what is being read, and lets go of it. */
  async close(): Promise<void> {
    for (const outcome of await Promise.all(this.#coming.values()))
      if (outcome.ok) outcome.folder.names.close()
    this.#coming.clear()
  }

  #measure(names: number): void {
    this.#largest = this.#isMeasured ? Math.max(this.#largest, names) : names
    this.#isMeasured = true
  }

  async #read(below: WalkedFolder): Promise<Outcome> {
    try {
      return { ok: true, folder: await readNames(this.#listing, this.#through, below, this.#signal) }
    } catch (error) {
      return { ok: false, error }
    }
  }
}
