import type { BrowseEntry, BrowseSort, BrowseStatus, Mark } from '../../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { listNames, type Listed } from './listed-names.ts'
import { nameKey, orderOf } from './pane-order.ts'

type Source = Parameters<typeof listNames>[1]
type Address = Parameters<typeof listNames>[0]

/** One pane's listing: what it has found so far, in whatever order it is looked at. */
export class BrowseView {
  readonly viewId: string
  readonly token: string
  readonly address: Address
  readonly #source: Source
  readonly #onChange: (view: BrowseView) => void
  #listing = new AbortController()
  #entries: Listed[] = []
  /** Of the names, made as they come, so that putting them in order is quick. */
  #keys: string[] = []
  #marks: (Mark | null)[] = []
  #bytes = 0
  #revision = 0
  #complete = false
  #error: ErrorData | null = null
  #order: { readonly sort: string; readonly count: number; readonly places: Uint32Array } | null = null

  constructor(
    viewId: string,
    place: { readonly token: string; readonly address: Address },
    source: Source,
    onChange: (view: BrowseView) => void,
  ) {
    this.viewId = viewId
    this.token = place.token
    this.address = place.address
    this.#source = source
    this.#onChange = onChange
    void this.#list()
  }

  get entries(): readonly Listed[] {
    return this.#entries
  }

  get complete(): boolean {
    return this.#complete
  }

  status(): BrowseStatus {
    return {
      viewId: this.viewId,
      revision: this.#revision,
      count: this.#entries.length,
      bytes: this.#bytes,
      complete: this.#complete,
      error: this.#error,
    }
  }

  /** Lists anew. */
  refresh(): void {
    this.#listing.abort(new Error('Listed anew.'))
    this.#listing = new AbortController()
    void this.#list()
  }

  /** Marks each entry, in the order they were found in. @returns whether any mark is another now. */
  setMarks(marks: (Mark | null)[]): boolean {
    const same = this.#entries.every((_, place) => (this.#marks[place] ?? null) === (marks[place] ?? null))
    this.#marks = marks
    if (!same) this.#revision++
    return !same
  }

  page(
    sort: BrowseSort,
    offset: number,
    limit: number,
  ): { revision: number; total: number; entries: BrowseEntry[] } {
    const places = this.#ordered(sort).subarray(offset, offset + limit)
    const entries = Array.from(places, (place) => this.#entryAt(place)).filter((entry) => entry !== null)
    return { revision: this.#revision, total: this.#order?.count ?? 0, entries }
  }

  /** The first name at or after a place, and then from the start, that begins with a text, in either case. */
  find(sort: BrowseSort, text: string, from: number): number | null {
    const places = this.#ordered(sort)
    const wanted = text.toLowerCase()
    for (let step = 0; step < places.length; step++) {
      const index = (from + step) % places.length
      const name = this.#entries[places[index] ?? -1]?.name.toLowerCase()
      if (name?.startsWith(wanted) === true) return index
    }
    return null
  }

  close(): void {
    this.#listing.abort(new Error('The pane has gone elsewhere.'))
  }

  async #list(): Promise<void> {
    const { signal } = this.#listing
    let fresh: Listed[] | null = []
    this.#complete = false
    this.#error = null
    this.#changed()
    try {
      for await (const page of listNames(this.address, this.#source, signal)) {
        if (signal.aborted) return
        // What was there before stays until the first names have come.
        if (fresh !== null) this.#begin(fresh)
        fresh = null
        for (const entry of page) {
          this.#entries.push(entry)
          this.#keys.push(nameKey(entry.name))
          this.#bytes += entry.size ?? 0
        }
        this.#changed()
      }
      if (signal.aborted) return
      if (fresh !== null) this.#begin(fresh)
      this.#complete = true
    } catch (error) {
      if (signal.aborted) return
      if (fresh !== null) this.#begin(fresh)
      this.#error = toData(error)
    }
    this.#changed()
  }

  #begin(entries: Listed[]): void {
    this.#entries = entries
    this.#keys = []
    this.#marks = []
    this.#bytes = 0
    this.#order = null
  }

  #changed(): void {
    this.#revision++
    this.#onChange(this)
  }

  #entryAt(place: number): BrowseEntry | null {
    const entry = this.#entries[place]
    return entry === undefined ? null : { ...entry, mark: this.#marks[place] ?? null }
  }

  /** While names still come, they are put in order anew only when there are a third more of them. */
  #ordered(sort: BrowseSort): Uint32Array {
    const name = `${sort.by} ${sort.descending}`
    const enough = this.#complete || this.#error !== null ? 1 : 4 / 3
    const kept = this.#order
    const { length } = this.#entries
    if (kept?.sort !== name || (kept.count !== length && length >= kept.count * enough)) {
      this.#order = { sort: name, count: length, places: orderOf(this.#entries, this.#keys, sort) }
    }
    return this.#order?.places ?? new Uint32Array()
  }
}

const toData = (error: unknown): ErrorData =>
  error instanceof SluiceError
    ? error.toData()
    : {
        code: 'internal',
        message: `Sluice met an error it does not know: ${error instanceof Error ? error.message : String(error)}`,
        advice: 'Please report this.',
      }
