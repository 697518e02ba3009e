import type { BrowseEntry, BrowseSort, Place } from '../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../shared/errors.ts'
import { formatCount } from '../../shared/formats.ts'
import { errorOf, type Bridge } from './bridge.ts'
import { BrowseView } from './browse-view.svelte.ts'
import { mostSelected, Selection } from './selection.svelte.ts'

/** A place that was shown, and how it was looked at. */
interface Visit {
  readonly place: Place
  readonly top: number
  readonly cursorName: string | null
}

const placesKept = 100
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
  /** The name of a new folder is being typed. */
  making = $state(false)
  /** The menu of connections is open. */
  choosing = $state(false)
  /** Keys for another S3 are being typed in the place of the table. */
  connecting = $state(false)
  /** Where the table stands, in pixels from its top. */
  top = 0

  readonly #bridge: Bridge
  #past = $state.raw<readonly Visit[]>([])
  #future = $state.raw<readonly Visit[]>([])
  #cursorName: string | null = null
  /** Where a range of marks begins. */
  #anchor = 0
  #going: AbortController | null = null
  #typing: ReturnType<typeof setTimeout> | undefined

  constructor(bridge: Bridge, id: string) {
    this.#bridge = bridge
    this.id = id
  }

  close(): void {
    this.#going?.abort()
    clearTimeout(this.#typing)
    this.view?.close()
  }

  get total(): number {
    return this.view?.rows.total ?? 0
  }

  at(index: number): BrowseEntry | undefined {
    return this.view?.rows.at(index)
  }

  get canGoBack(): boolean {
    return this.#past.length > 0
  }

  get canGoForward(): boolean {
    return this.#future.length > 0
  }

  get canGoUp(): boolean {
    return (this.place?.crumbs.length ?? 0) > 1
  }

  /** Shows a place, and remembers the one before. @param cursorName what the cursor goes to. */
  async open(place: Place, cursorName: string | null = null): Promise<void> {
    const from = this.#visit()
    if (!(await this.#show({ place, top: 0, cursorName }))) return
    if (from === null || from.place.token === place.token) return
    this.#past = [...this.#past, from].slice(-placesKept)
    this.#future = []
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
    if (this.place === null) throw new SluiceError({ code: 'usage', message: 'No place is open here.' })
    return await this.#bridge.ask('places.child', { token: this.place.token, name })
  }

  async back(): Promise<void> {
    const to = this.#past.at(-1)
    const from = this.#visit()
    if (to === undefined || !(await this.#show(to))) return
    this.#past = this.#past.slice(0, -1)
    if (from !== null) this.#future = [...this.#future, from]
  }

  async forward(): Promise<void> {
    const to = this.#future.at(-1)
    const from = this.#visit()
    if (to === undefined || !(await this.#show(to))) return
    this.#future = this.#future.slice(0, -1)
    if (from !== null) this.#past = [...this.#past, from]
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

  async sortBy(by: BrowseSort['by']): Promise<void> {
    this.view?.sortBy(by)
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
      await this.attempt(() => this.#markRange())
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
    const { selection, total } = this
    if (selection.count(total) === 0) {
      const entry = this.at(this.cursor)
      if (entry === undefined) throw new SluiceError(nothingSelected)
      return [entry.name]
    }
    const names = selection.names()
    if (selection.everything && names.length === 0) return null
    if (selection.count(total) > mostSelected) throw new SluiceError(tooManySelected)
    if (!selection.everything) return names
    const entries = (await this.view?.entries(0, total)) ?? []
    return entries.map(({ name }) => name).filter((name) => selection.has(name))
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
      if (index !== null) this.#stand(index)
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
      const sort = this.view?.sort ?? { by: 'name', descending: false }
      this.view?.close()
      this.view = new BrowseView(this.#bridge, status, sort, () => void this.attempt(() => this.#settle()))
      this.place = place
      this.renaming = null
      this.making = false
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

  /** A listing has come to its end: the cursor goes where its name is now; marks of what has gone go too. */
  async #settle(): Promise<void> {
    const { view, selection } = this
    await this.#followCursor()
    if (view === null || view.status.error !== null || selection.names().length === 0) return
    if (view.status.count > mostSelected) return
    const entries = await view.entries(0, view.status.count)
    if (view === this.view) selection.keepOnly(new Set(entries.map(({ name }) => name)))
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

  async #markRange(): Promise<void> {
    const { cursor } = this
    const first = Math.min(this.#anchor, cursor)
    const last = Math.max(this.#anchor, cursor)
    if (last - first >= mostSelected) throw new SluiceError(tooManySelected)
    const entries = (await this.view?.entries(first, last + 1)) ?? []
    if (cursor !== this.cursor) return
    this.selection.replace(entries.map((entry) => [entry.name, entry.size ?? 0]))
  }
}

const nothingSelected: ErrorData = {
  code: 'usage',
  message: 'Nothing is selected.',
  advice: 'Choose a row first, or use Preview for everything that is here.',
}

const tooManySelected: ErrorData = {
  code: 'usage',
  message: `More than ${formatCount(mostSelected)} names are selected.`,
  advice: 'Select fewer, or everything with Ctrl+A: that needs no names.',
}
