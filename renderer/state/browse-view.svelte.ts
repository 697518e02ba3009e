import type { BrowseEntry, BrowseSort, BrowseStatus } from '../../shared/bridge/places.ts'
import { everyName, type NameFilter } from '../../shared/name-filter.ts'
import { PagedRows } from '../rows/paged-rows.svelte.ts'
import type { Bridge } from './bridge.ts'

/** Rows of one call. */
const many = 500
/** Names of one call. */
const manyNames = 10_000

/** One listing of one place, which the engine's process holds and the page looks at in pages. */
export class BrowseView {
  /** Stays as it is, unlike the status: what depends on which listing this is must not run at each of its changes. */
  readonly id: string
  status: BrowseStatus = $state.raw() as BrowseStatus
  sort = $state.raw<BrowseSort>({ by: 'name', descending: false })
  filter = $state.raw<NameFilter>(everyName)
  /** Of what the filter shows: bytes of the files, and how many names it leaves out only for their dot. */
  shown = $state.raw({ bytes: 0, hidden: 0 })
  readonly rows: PagedRows<BrowseEntry>
  readonly #bridge: Bridge
  readonly #onEnd: () => void
  readonly #end: () => void

  /** @param onEnd the listing goes on no more, again after each refresh. */
  constructor(
    bridge: Bridge,
    status: BrowseStatus,
    look: { readonly sort: BrowseSort; readonly filter: NameFilter },
    onEnd: () => void,
  ) {
    this.id = status.viewId
    this.#bridge = bridge
    this.#onEnd = onEnd
    this.status = status
    this.sort = look.sort
    this.filter = look.filter
    this.rows = new PagedRows(async (offset, limit, signal) => {
      const page = await bridge.ask('browse.page', { ...this.#look, offset, limit }, signal)
      const { bytes, hidden } = page
      if (bytes !== this.shown.bytes || hidden !== this.shown.hidden) this.shown = { bytes, hidden }
      return { total: page.total, rows: page.entries }
    })
    this.#end = bridge.on('browse.changed', (changed) => {
      if (changed.viewId === this.id) this.#follow(changed)
    })
  }

  close(): void {
    this.#end()
    this.rows.close()
    // One that is gone already is as closed as can be.
    this.#bridge.ask('browse.close', { viewId: this.id }).catch(() => undefined)
  }

  /** Lists anew; what was found before stays until then. */
  async refresh(): Promise<void> {
    this.#follow(await this.#bridge.ask('browse.refresh', { viewId: this.id }))
  }

  /** Lists no further; what was found stays. */
  async stop(): Promise<void> {
    this.#follow(await this.#bridge.ask('browse.stop', { viewId: this.id }))
  }

  /** It goes on no more: it has come to its end, has failed, or was stopped. */
  get ended(): boolean {
    return hasEnded(this.status)
  }

  /** All that is there was found, as far as the listing has come, and is shown. */
  get showsAll(): boolean {
    return this.filter.text === '' && this.shown.hidden === 0
  }

  /** It has ended and not found all: what else is there is not known. */
  get isPartial(): boolean {
    return this.ended && !this.status.complete
  }

  filterBy(filter: NameFilter): void {
    this.filter = filter
    this.rows.resetToTop()
  }

  sortBy(by: BrowseSort['by']): void {
    const largestFirst = by === 'size' || by === 'modified'
    this.sort = { by, descending: this.sort.by === by ? !this.sort.descending : largestFirst }
    this.rows.reset()
  }

  /** The place of the first entry at or after `from`, and then from the start, that begins with `text`. */
  async find(text: string, from: number): Promise<number | null> {
    const asked = { ...this.#look, text: text.slice(0, 200), from }
    return (await this.#bridge.ask('browse.find', asked)).index
  }

  /** The place of an entry of this very name; null where there is none. */
  async locate(name: string): Promise<number | null> {
    const index = name === '' ? null : await this.find(name, 0)
    if (index === null) return null
    // Others may begin with the same letters; and rows that are held may be out of date.
    const asked = { ...this.#look, offset: index, limit: 50 }
    const { entries } = await this.#bridge.ask('browse.page', asked)
    const at = entries.findIndex((entry) => entry.name === name)
    return at < 0 ? null : index + at
  }

  /** Entries from `first` up to, not including, `end`. */
  async entries(first: number, end: number): Promise<readonly BrowseEntry[]> {
    const held: BrowseEntry[] = []
    for (let index = first; index < end; index++) {
      const entry = this.rows.at(index)
      if (entry === undefined) break
      held.push(entry)
    }
    if (held.length === end - first) return held
    const entries: BrowseEntry[] = []
    for (let offset = first; offset < end; offset += many) {
      const limit = Math.min(many, end - offset)
      const page = await this.#bridge.ask('browse.page', { ...this.#look, offset, limit })
      entries.push(...page.entries)
      if (page.entries.length < limit) break
    }
    return entries
  }

  /** Names that match a pattern, all of them where it is empty: at most ten thousand, and how many there are. */
  async names(
    filter: NameFilter,
    pattern: string,
  ): Promise<{ readonly total: number; readonly names: readonly { name: string; size: number }[] }> {
    const asked = { viewId: this.id, filter, pattern, limit: manyNames }
    return await this.#bridge.ask('browse.names', asked)
  }

  get #look() {
    return { viewId: this.id, sort: this.sort, filter: this.filter }
  }

  #follow(status: BrowseStatus): void {
    const before = this.status
    if (status.revision < before.revision) return
    this.status = status
    if (status.revision !== before.revision) this.rows.refresh()
    if (hasEnded(status) && !hasEnded(before)) this.#onEnd()
  }
}

const hasEnded = ({ complete, stopped, error }: BrowseStatus): boolean =>
  complete || stopped || error !== null
