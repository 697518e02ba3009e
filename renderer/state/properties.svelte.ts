import type { BrowseEntry, Place } from '../../shared/bridge/places.ts'
import type { Facts, Link, ObjectFacts, ObjectVersions } from '../../shared/bridge/properties.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { errorOf, type Bridge } from './bridge.ts'
import { EditDraft } from './edit-draft.svelte.ts'
import type { PaneState } from './pane.svelte.ts'

/** What properties are shown of: a name of a place, or the bucket that a place is in. */
export interface PropertiesOf {
  readonly kind: 'object' | 'file' | 'bucket'
  readonly place: Place
  /** Null for the bucket of the place. */
  readonly name: string | null
}

export const tabsOf = {
  object: ['Properties', 'Versions', 'Link'],
  file: ['Properties'],
  bucket: ['Properties'],
} as const satisfies Record<PropertiesOf['kind'], readonly string[]>
export type PropertiesTab = (typeof tabsOf)['object'][number]

/** The cursor rests for this long before what it is on is asked for: milliseconds. */
const rest = 300

/** The properties of the row with the cursor, in a panel below the panes. */
export class PropertiesState {
  open = $state(false)
  tab = $state<PropertiesTab>('Properties')
  of = $state.raw<PropertiesOf | null>(null)
  /** Of a file or a bucket. */
  facts = $state.raw<Facts | null>(null)
  /** Of an object. */
  draft = $state.raw<EditDraft | null>(null)
  versions = $state.raw<ObjectVersions | null>(null)
  link = $state.raw<Link | null>(null)
  error = $state.raw<ErrorData | null>(null)
  asking = $state(false)
  /** The panel is to have the focus, once. */
  wantsFocus = $state(false)
  readonly #bridge: Bridge
  #going: AbortController | null = null
  /** The row with the cursor, when it was last seen; undefined where it is to be seen first. */
  #row: PropertiesOf | undefined
  #resting: ReturnType<typeof setTimeout> | undefined

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  /** What was typed is not reviewed yet: the panel stays with it. */
  get isDirty(): boolean {
    return this.draft !== null && this.draft.edit !== null
  }

  /** Shows it, and moves the focus there. */
  show(of: PropertiesOf): void {
    this.open = true
    this.wantsFocus = true
    this.#row = undefined
    if (this.isDirty) return
    this.#take(of)
  }

  /** Where the cursor is; what it has moved to is asked for where it rests there. */
  follow(of: PropertiesOf | null): void {
    if (!this.open || of === null) return
    const before = this.#row
    this.#row = of
    if (before === undefined || isSame(before, of)) return
    clearTimeout(this.#resting)
    if (isSame(this.of, of)) return
    this.#resting = setTimeout(() => {
      if (this.open && !this.isDirty) this.#take(of)
    }, rest)
  }

  choose(tab: PropertiesTab): void {
    this.tab = tab
    void this.ask()
  }

  close(): void {
    clearTimeout(this.#resting)
    this.#going?.abort()
    this.open = false
    this.of = null
    this.#forget()
  }

  discard(): void {
    if (this.draft !== null) this.draft = new EditDraft(this.draft.facts)
  }

  /** Asks for what the tab shows. What was typed stays, where the object is still the same. */
  async ask(): Promise<void> {
    const { of, tab } = this
    this.#going?.abort()
    const going = new AbortController()
    this.#going = going
    if (of === null || tab === 'Link') return
    const { signal } = going
    this.asking = true
    this.error = null
    try {
      await this.#askFor(of, tab, signal)
    } catch (error) {
      if (!signal.aborted) this.error = errorOf(error)
    } finally {
      if (this.#going === going) this.asking = false
    }
  }

  /** Makes an address by which anybody can read the object. @param expiresIn seconds */
  async makeLink(expiresIn: number): Promise<Link | null> {
    const { of } = this
    if (of?.name == null) return null
    this.error = null
    try {
      this.link = await this.#bridge.ask('properties.link', {
        token: of.place.token,
        name: of.name,
        expiresIn,
      })
      await this.#bridge.ask('window.copyText', { text: this.link.url })
      return this.link
    } catch (error) {
      this.error = errorOf(error)
      return null
    }
  }

  async #askFor({ kind, place, name }: PropertiesOf, tab: PropertiesTab, signal: AbortSignal): Promise<void> {
    const { token } = place
    if (kind === 'bucket') {
      this.facts = await this.#bridge.ask('properties.bucket', { token, name }, signal)
    } else if (name === null) return
    else if (kind === 'file') this.facts = await this.#bridge.ask('properties.file', { token, name }, signal)
    else if (tab === 'Versions')
      this.versions = await this.#bridge.ask('properties.versions', { token, name }, signal)
    else this.#hold(await this.#bridge.ask('properties.object', { token, name }, signal))
  }

  #hold(facts: ObjectFacts): void {
    const { draft } = this
    const isStill = draft !== null && this.isDirty && draft.facts.etag === facts.etag
    this.draft = isStill ? draft.onto(facts) : new EditDraft(facts)
  }

  #take(of: PropertiesOf): void {
    clearTimeout(this.#resting)
    this.of = of
    this.#forget()
    if (of.kind !== 'object') this.tab = 'Properties'
    void this.ask()
  }

  #forget(): void {
    this.facts = null
    this.draft = null
    this.versions = null
    this.link = null
    this.error = null
  }
}

const isSame = (one: PropertiesOf | null, other: PropertiesOf): boolean =>
  one !== null && one.kind === other.kind && one.name === other.name && one.place.token === other.place.token

/**
 * | place   | row              | properties of           |
 * |---------|------------------|-------------------------|
 * | a disk  | anything         | the file or folder      |
 * | S3      | an object        | it                      |
 * | S3      | a folder, or none| the bucket              |
 * | buckets | a bucket         | it                      |
 */
export function propertiesOf(
  place: Place | null,
  entry: Pick<BrowseEntry, 'kind' | 'name'> | undefined,
): PropertiesOf | null {
  if (place === null) return null
  if (place.kind === 's3')
    return entry?.kind === 'file'
      ? { kind: 'object', place, name: entry.name }
      : { kind: 'bucket', place, name: null }
  if (entry === undefined) return null
  return { kind: place.kind === 'local' ? 'file' : 'bucket', place, name: entry.name }
}

/** Shows the properties of the row with the cursor. */
export function showProperties(properties: PropertiesState, pane: PaneState): void {
  const of = propertiesOf(pane.place, pane.at(pane.cursor))
  if (of !== null) properties.show(of)
}
