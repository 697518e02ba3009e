import type { BrowseEntry, BrowseSort, Place } from '../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../shared/errors.ts'
import { nameShown } from '../../shared/name-filter.ts'
import { errorOf, type Bridge } from './bridge.ts'
import { BrowseView } from './browse-view.svelte.ts'
import { allNames, markedNames, markedUnseen, markRange, nothingSelected } from './choose-names.ts'
import { LookState } from './look.svelte.ts'
import { mostSelected, Selection } from './selection.svelte.ts'
import { Visits, type Visit } from './visits.svelte.ts'
import { opening } from '../words/panes/acts.ts'

const typingPause = 1000

/** One pane: a place, its listing, where one stands in it and what is marked. */
export class PaneState {
  readonly id: string
  place = $state.raw<Place | null>(null)
  view = $state.raw<BrowseView | null>(null)
  /** The row with the cursor; -1 for none. */
  cursor = $state(-1)
  readonly selection = new Selection()
  /** Why the last step was not taken: what is shown is still the place before it. */
  error = $state.raw<ErrorData | null>(null)
  /** Where the table is to go, once: pixels from its top, or a row to be seen. */
  goal = $state.raw<{ readonly top: number } | { readonly row: number } | null>(null)
  /** Letters typed to find a name. */
  typed = $state('')
  /** The path is being typed. */
  editing = $state(false)
  /** The row whose name is being typed anew. */
  renaming = $state.raw<Pick<BrowseEntry, 'name' | 'kind'> | null>(null)
  /** What names have to match to be shown; null while no filter is open. */
  filterText = $state<string | null>(null)
  /** The filter was asked for, and its field is to have the focus, once. */
  filterWanted = $state(false)
  /** A pattern is being typed, to mark what is like it or to take those marks away. */
  marking = $state<'add' | 'remove' | null>(null)
  /** The widths of the columns are being set, by keys. */
  sizing = $state(false)
  /** The name of a new folder is being typed. */
  making = $state(false)
  /** The menu of connections is open. */
  choosing = $state(false)
  /** Keys for another S3 are being typed in the place of the table. */
  connecting = $state(false)
  /** Where the table stands, in pixels from its top. */
  top = 0

  readonly #bridge: Bridge
  readonly #look: LookState
  readonly #visits = new Visits()
  #cursorName: string | null = null
  /** Where a range of marks begins. */
  #anchor = 0
  #going: AbortController | null = null
  #typing: ReturnType<typeof setTimeout> | undefined

  constructor(bridge: Bridge, id: string, look: LookState = new LookState()) {
    this.#bridge = bridge
    this.#look = look
    this.id = id
  }

  close(): void {
    this.#going?.abort()
    clearTimeout(this.#typing)
    this.view?.close()
  }

  /** How many rows are shown. */
  get total(): number {
    return this.view?.rows.total ?? 0
  }

  /** How many names are marked, shown or not. */
  get marked(): number {
    return this.selection.count(this.view?.status.count ?? 0)
  }

  /** How many of those are not shown. */
  get markedUnseen(): number {
    return markedUnseen(this)
  }

  get isListing(): boolean {
    return this.view?.ended === false
  }

  at(index: number): BrowseEntry | undefined {
    return this.view?.rows.at(index)
  }

  get canGoBack(): boolean {
    return this.#visits.before !== undefined
  }

  get canGoForward(): boolean {
    return this.#visits.after !== undefined
  }

  get canGoUp(): boolean {
    return (this.place?.crumbs.length ?? 0) > 1
  }

  /** Shows a place, and remembers the one before. @param cursorName what the cursor goes to. */
  async open(place: Place, cursorName: string | null = null): Promise<void> {
    const from = this.#visit()
    if (!(await this.#show({ place, top: 0, cursorName }))) return
    if (from !== null && from.place.token !== place.token) this.#visits.wentOn(from)
  }

  /** Typed text, as `places.open` takes it. @throws SluiceError where it leads nowhere. */
  async openText(text: string, connectionId: string): Promise<void> {
    const base = this.place?.connectionId === connectionId ? this.place.token : null
    await this.open(await this.#bridge.ask('places.open', { connectionId, text, base }))
  }

  async openCrumb(token: string): Promise<void> {
    const crumbs = this.place?.crumbs ?? []
    // Where one came from is where the cursor belongs.
    const cameFrom = crumbs[crumbs.findIndex((crumb) => crumb.token === token) + 1]?.name ?? null
    await this.attempt(async () => {
      await this.open(await this.#bridge.ask('places.at', { token }), cameFrom)
    })
  }

  async up(): Promise<void> {
    const parent = this.place?.crumbs.at(-2)
    if (parent !== undefined) await this.openCrumb(parent.token)
  }

  /** Opens the folder or bucket at a place of the table; false where it is neither. */
  async enter(index: number): Promise<boolean> {
    const entry = this.at(index)
    if (entry === undefined) return true
    if (entry.kind !== 'folder' && entry.kind !== 'bucket') return false
    await this.attempt(async () => {
      await this.open(await this.child(entry.name))
    })
    return true
  }

  /** The place of a folder or bucket that is shown. @throws SluiceError */
  async child(name: string): Promise<Place> {
    if (this.place === null) throw new SluiceError({ code: 'usage', ...opening.noPlace })
    return await this.#bridge.ask('places.child', { token: this.place.token, name })
  }

  async back(): Promise<void> {
    const to = this.#visits.before
    const from = this.#visit()
    if (to !== undefined && (await this.#show(to))) this.#visits.wentBack(from)
  }

  async forward(): Promise<void> {
    const to = this.#visits.after
    const from = this.#visit()
    if (to !== undefined && (await this.#show(to))) this.#visits.wentForward(from)
  }

  /** Lists anew. Marks, cursor and scroll stay. @param cursorName what the cursor goes to instead. */
  async refresh(cursorName: string | null = null): Promise<void> {
    const { place, view } = this
    if (place === null) return
    this.error = null
    if (cursorName !== null) this.#cursorName = cursorName
    await this.attempt(async () => {
      if (view === null) await this.#show({ place, top: 0, cursorName: null })
      else await view.refresh()
    })
  }

  /** Lists no further. What was found stays. */
  async stop(): Promise<void> {
    await this.attempt(async () => this.view?.stop())
  }

  /** Shows only names that match a text; null closes the filter. */
  async filter(text: string | null): Promise<void> {
    this.filterText = text
    await this.narrow()
  }

  /** Opens the filter, or goes back to it. */
  openFilter(): void {
    this.filterText ??= ''
    this.filterWanted = true
    this.marking = null
  }

  /** Shows what the filter and the look of the window have it show; the cursor stays with its name, where that is shown. */
  async narrow(): Promise<void> {
    const { view } = this
    const filter = this.#filter
    if (view === null || (view.filter.text === filter.text && view.filter.dotNames === filter.dotNames))
      return
    view.filterBy(filter)
    if (!this.selection.names().every(nameShown(filter))) this.selection.letGo()
    this.cursor = 0
    this.#anchor = 0
    this.goal = { top: 0 }
    await this.attempt(() => this.#followCursor())
  }

  async sortBy(by: BrowseSort['by']): Promise<void> {
    this.view?.sortBy(by)
    if (this.view !== null && this.place !== null) this.#look.setSort(this.place.kind, this.view.sort)
    await this.attempt(() => this.#followCursor())
  }

  /**
   * The cursor was moved to a row.
   *
   * | how      | marks                                          |
   * |----------|------------------------------------------------|
   * | `move`   | stay, but for the one that a plain click made  |
   * | `click`  | only this row                                  |
   * | `keep`   | stay                                           |
   * | `toggle` | this row is taken in or out                    |
   * | `extend` | from where the last other move ended, to here  |
   */
  async moveTo(index: number, how: 'move' | 'click' | 'keep' | 'toggle' | 'extend'): Promise<void> {
    const entry = this.at(index)
    this.cursor = index
    this.#cursorName = entry?.name ?? null
    if (how === 'extend') {
      await this.attempt(() => markRange(this, this.#anchor))
      return
    }
    this.#anchor = index
    if (how === 'move') this.selection.letGo()
    if (entry === undefined) return
    if (how === 'click') this.selection.only(entry.name, entry.size ?? 0)
    if (how === 'toggle') this.selection.toggle(entry.name, entry.size ?? 0)
  }

  /** Marks the row with the cursor, or takes its mark away, and goes on to the next. */
  markAndGoOn(): void {
    const entry = this.at(this.cursor)
    if (entry === undefined) return
    this.selection.toggle(entry.name, entry.size ?? 0)
    this.#stand(Math.min(this.total - 1, this.cursor + 1))
  }

  /**
   * What a copy takes: the marked names, else the one with the cursor; null for everything.
   * @throws SluiceError `usage` where nothing is there, or more is marked than can be named.
   */
  async chosen(): Promise<string[] | null> {
    if (this.marked > 0) return markedNames(this)
    const entry = this.at(this.cursor)
    if (entry === undefined) throw new SluiceError(nothingSelected)
    return [entry.name]
  }

  /** A letter of a name to find; letters within a second of each other belong together. */
  async type(letter: string): Promise<void> {
    clearTimeout(this.#typing)
    this.typed += letter
    this.#typing = setTimeout(() => (this.typed = ''), typingPause)
    // The first letter goes on to the next name; the others narrow down.
    const from = Math.max(0, this.typed.length === 1 ? this.cursor + 1 : this.cursor)
    await this.attempt(async () => {
      const index = (await this.view?.find(this.typed, from)) ?? null
      if (index === null) return
      if (index !== this.cursor) this.selection.letGo()
      this.#stand(index)
    })
  }

  /** Does something that may fail, and shows in this pane how it did. */
  async attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      this.error = errorOf(error)
    }
  }

  get #filter() {
    return { text: this.filterText ?? '', dotNames: this.#look.dotNames }
  }

  #visit(): Visit | null {
    return this.place === null ? null : { place: this.place, top: this.top, cursorName: this.#cursorName }
  }

  /** Begins to list a place; what was shown stays until it has. @returns whether it has. */
  async #show({ place, top, cursorName }: Visit): Promise<boolean> {
    this.#going?.abort()
    const going = new AbortController()
    this.#going = going
    try {
      const status = await this.#bridge.ask('browse.start', { token: place.token }, going.signal)
      const isLikeBefore = this.view !== null && (this.place?.kind === 'local') === (place.kind === 'local')
      const sort = (isLikeBefore ? this.view?.sort : null) ?? this.#look.columnsOf(place.kind).sort
      this.view?.close()
      this.filterText = this.marking = null
      this.filterWanted = this.sizing = this.making = false
      const look = { sort, filter: this.#filter }
      this.view = new BrowseView(this.#bridge, status, look, () => void this.attempt(() => this.#settle()))
      this.place = place
      this.renaming = null
      this.selection.clear()
      this.error = null
      this.top = top
      this.goal = { top }
      this.cursor = 0
      this.#anchor = 0
      this.#cursorName = cursorName
      if (status.complete) await this.#followCursor()
      return true
    } catch (error) {
      if (going.signal.aborted) return false
      // Without a place there is nothing to go back to: the pane stands at the one that failed.
      this.place ??= place
      this.error = errorOf(error)
      return false
    }
  }

  /** A listing goes on no more: the cursor goes where its name is now; marks of what has gone go too. */
  async #settle(): Promise<void> {
    const { view, selection } = this
    await this.#followCursor()
    if (view?.status.complete !== true || selection.names().length === 0) return
    if (view.status.count > mostSelected) return
    const names = await allNames(view)
    if (view === this.view) selection.keepOnly(new Set(names))
  }

  /** The cursor stays with its name when rows have changed places. */
  async #followCursor(): Promise<void> {
    const { view } = this
    const name = this.#cursorName
    if (view === null || name === null || this.at(this.cursor)?.name === name) return
    const index = await view.locate(name)
    if (index === null || view !== this.view || name !== this.#cursorName) return
    this.#stand(index)
    // What is held of that row may still be what was there before.
    this.#cursorName = name
  }

  #stand(index: number): void {
    this.cursor = index
    this.#anchor = index
    this.#cursorName = this.at(index)?.name ?? this.#cursorName
    this.goal = { row: index }
  }
}
