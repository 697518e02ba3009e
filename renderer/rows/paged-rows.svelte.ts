/** One answer to a page asked for. */
export interface Page<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

export type FetchPage<Row> = (offset: number, limit: number, signal: AbortSignal) => Promise<Page<Row>>

export const pageSize = 200
const pagesKept = 40

/**
 * Rows that live elsewhere, of which the page holds a few pages around what it shows. It asks only for where the window
 * is now: pages that were passed over on the way are not waited for. What it has stays on screen until newer rows come.
 */
export class PagedRows<Row> {
  /** How many there are. */
  total = $state(0)
  /** Why the last page did not come, if it did not. */
  error = $state.raw<unknown>(null)
  /** Raised when rows have come: what shows them reads it. */
  #version = $state(0)
  readonly #fetch: FetchPage<Row>
  readonly #pages = new Map<number, { rows: readonly Row[]; stale: boolean }>()
  #first = 0
  #last = 0
  #asking: AbortController | null = null
  #closed = false

  constructor(fetch: FetchPage<Row>) {
    this.#fetch = fetch
  }

  /** The row at a place; undefined while it is on its way. */
  at(index: number): Row | undefined {
    // Read for Svelte's sake: what shows a row is drawn again when rows have come.
    if (this.#version < 0) return undefined
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize]
  }

  /** The window shows these places, the last one included. */
  show(first: number, last: number): void {
    this.#first = Math.max(0, first)
    this.#last = Math.max(this.#first, last)
    this.#ask()
  }

  /** What is held may be out of date: it is asked for again, the shown pages first, and shown until then. */
  refresh(): void {
    for (const page of this.#pages.values()) page.stale = true
    this.#asking?.abort()
    this.#asking = null
    this.#ask()
  }

  /** Everything held belongs to another view. */
  reset(): void {
    this.#pages.clear()
    this.#version++
    this.refresh()
  }

  /** As `reset`, and the window goes to the top of the other view, which its table has to be told. */
  resetToTop(): void {
    this.#last -= this.#first
    this.#first = 0
    this.reset()
  }

  close(): void {
    this.#closed = true
    this.#asking?.abort()
    this.#pages.clear()
  }

  #wanted(): number | null {
    const first = Math.floor(this.#first / pageSize)
    const last = Math.floor(this.#last / pageSize)
    for (let page = first; page <= last; page++) {
      const held = this.#pages.get(page)
      if (held === undefined || held.stale) return page
    }
    return null
  }

  #ask(): void {
    if (this.#asking !== null || this.#closed) return
    const page = this.#wanted()
    if (page === null) return
    const asking = new AbortController()
    this.#asking = asking
    this.#fetch(page * pageSize, pageSize, asking.signal).then(
      ({ total, rows }) => {
        if (this.#asking !== asking) return
        this.#asking = null
        this.#keep(page, rows)
        this.error = null
        this.total = total
        this.#version++
        // The place may have become shorter than where the window stood.
        if (total <= this.#first && total > 0) this.#first = this.#last = total - 1
        this.#ask()
      },
      (error: unknown) => {
        if (this.#asking !== asking) return
        this.#asking = null
        if (!asking.signal.aborted) this.error = error
      },
    )
  }

  #keep(page: number, rows: readonly Row[]): void {
    this.#pages.delete(page)
    this.#pages.set(page, { rows, stale: false })
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= pagesKept) break
      this.#pages.delete(oldest)
    }
  }
}
