import type {
  BrowseEntry,
  BrowseSort,
  BrowseStatus,
  FolderCount,
  Mark,
} from '../../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import type { NameFilter } from '../../../shared/name-filter.ts'
import { FoundNames } from './found-names.ts'
import { listNames, type Listed } from './listed-names.ts'

type Source = Parameters<typeof listNames>[1]
type Address = Parameters<typeof listNames>[0]

/** How a view is looked at. */
export interface Look {
  readonly sort: BrowseSort
  readonly filter: NameFilter
}

/** Some of the names a view shows, and how many that is in all. */
interface ViewPage {
  readonly revision: number
  readonly total: number
  readonly bytes: number
  readonly hidden: number
  readonly entries: BrowseEntry[]
}

/**
 * One pane's listing: what it has found so far, in whatever order it is looked at. What an earlier listing of it has found
 * stays until the next one has found something, or has come to its end.
 */
export class BrowseView {
  readonly viewId: string
  readonly token: string
  readonly address: Address
  readonly source: Source
  readonly #onChange: (view: BrowseView, what: 'listing' | 'counts') => void
  #listing = new AbortController()
  #found = new FoundNames()
  #marks: (Mark | null)[] = []
  /** By the name of a folder. */
  readonly #counts = new Map<string, FolderCount>()
  #revision = 0
  /** Nothing of the listing that goes on, or was the last, has come: what is held is of the one before. */
  #old = false
  #complete = false
  #stopped = false
  #error: ErrorData | null = null

  constructor(
    viewId: string,
    place: { readonly token: string; readonly address: Address },
    source: Source,
    onChange: (view: BrowseView, what: 'listing' | 'counts') => void,
  ) {
    this.viewId = viewId
    this.token = place.token
    this.address = place.address
    this.source = source
    this.#onChange = onChange
    void this.#list()
  }

  get entries(): readonly Listed[] {
    return this.#found.entries
  }

  get complete(): boolean {
    return this.#complete
  }

  /** It lists no more: it has come to its end, has failed, or was stopped. */
  get ended(): boolean {
    return this.#complete || this.#stopped || this.#error !== null
  }

  status(): BrowseStatus {
    return {
      viewId: this.viewId,
      revision: this.#revision,
      count: this.#found.entries.length,
      bytes: this.#found.bytes,
      complete: this.#complete,
      stopped: this.#stopped,
      old: this.#old && this.ended,
      counting: this.#counting(),
      error: this.#error,
    }
  }

  get counts(): ReadonlyMap<string, FolderCount> {
    return this.#counts
  }

  /** What is in a folder, as far as it is counted; null forgets it. */
  counted(name: string, count: FolderCount | null): void {
    if (count === null) this.#counts.delete(name)
    else this.#counts.set(name, count)
    this.#revision++
    this.#onChange(this, 'counts')
  }

  /** Lists anew; what was counted is forgotten. */
  refresh(): void {
    this.#counts.clear()
    this.#listing.abort(new Error('Listed anew.'))
    this.#listing = new AbortController()
    void this.#list()
  }

  /** Lists no further; what was found stays. A listing that has ended is as it was. */
  stop(): void {
    if (this.ended) return
    this.#listing.abort(new Error('Stopped by a person.'))
    this.#stopped = true
    this.#changed()
  }

  /** Marks each entry, in the order they were found in. @returns whether any mark is another now. */
  setMarks(marks: (Mark | null)[]): boolean {
    const same = this.entries.every((_, place) => (this.#marks[place] ?? null) === (marks[place] ?? null))
    this.#marks = marks
    if (!same) this.#revision++
    return !same
  }

  page({ sort, filter }: Look, offset: number, limit: number): ViewPage {
    const { places, bytes, hidden } = this.#found.shown(sort, filter, !this.ended)
    const page = places.subarray(offset, offset + limit)
    const entries = Array.from(page, (place) => this.#entryAt(place)).filter((entry) => entry !== null)
    return { revision: this.#revision, total: places.length, bytes, hidden, entries }
  }

  /** The first shown name at or after a place, and then from the start, that begins with a text, in either case. */
  find({ sort, filter }: Look, text: string, from: number): number | null {
    const { places } = this.#found.shown(sort, filter, !this.ended)
    const wanted = text.toLowerCase()
    for (let step = 0; step < places.length; step++) {
      const index = (from + step) % places.length
      const name = this.entries[places[index] ?? -1]?.name.toLowerCase()
      if (name?.startsWith(wanted) === true) return index
    }
    return null
  }

  /** The shown names that match a pattern: how many, and the first of them with their bytes. */
  names(
    filter: NameFilter,
    pattern: string,
    limit: number,
  ): { total: number; names: { name: string; size: number }[] } {
    const found = this.#found.matching(filter, pattern)
    const names = found.slice(0, limit).map(({ name, size }) => ({ name, size: size ?? 0 }))
    return { total: found.length, names }
  }

  close(): void {
    this.#listing.abort(new Error('The pane has gone elsewhere.'))
  }

  async #list(): Promise<void> {
    const { signal } = this.#listing
    this.#complete = false
    this.#stopped = false
    this.#error = null
    this.#old = this.entries.length > 0
    this.#changed()
    try {
      for await (const page of listNames(this.address, this.source, signal)) {
        if (signal.aborted) return
        if (this.#old) this.#begin()
        this.#found.add(page)
        this.#changed()
      }
      if (signal.aborted) return
      if (this.#old) this.#begin()
      this.#complete = true
    } catch (error) {
      if (signal.aborted) return
      this.#error = toData(error)
    }
    this.#changed()
  }

  #begin(): void {
    this.#old = false
    this.#found = new FoundNames()
    this.#marks = []
  }

  #changed(): void {
    this.#revision++
    this.#onChange(this, 'listing')
  }

  #entryAt(place: number): BrowseEntry | null {
    const entry = this.entries[place]
    if (entry === undefined) return null
    const isFolder = entry.kind === 'folder' || entry.kind === 'bucket'
    const counted = isFolder ? (this.#counts.get(entry.name) ?? null) : null
    return { ...entry, mark: this.#marks[place] ?? null, counted }
  }

  #counting(): BrowseStatus['counting'] {
    const counts = [...this.#counts]
    const current = counts.find(([, { state }]) => state === 'counting')
    if (current === undefined) return null
    const [name, count] = current
    return { name, count, waiting: counts.filter(([, { state }]) => state === 'waiting').length }
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
