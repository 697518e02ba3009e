import type { BrowseEntry, Place } from '../../shared/bridge/places.ts'
import type { Facts, Link, ObjectFacts, ObjectVersions } from '../../shared/bridge/properties.ts'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { escapeName } from '../../shared/formats.ts'
import { errorOf, type Bridge } from './bridge.ts'
import { EditDraft } from './edit-draft.svelte.ts'
import { isRunning, isWaiting } from './jobs.svelte.ts'
import type { PaneState } from './pane.svelte.ts'
import { notices } from '../words/properties/panel.ts'

/** What properties are shown of: a name of a place, or the bucket that a place is in. */
export interface PropertiesOf {
  readonly kind: 'object' | 'file' | 'bucket'
  readonly place: Place
  /** Null for the bucket of the place. */
  readonly name: string | null
}

export const tabsOf = {
  object: ['properties', 'versions', 'link'],
  file: ['properties'],
  bucket: ['properties'],
} as const satisfies Record<PropertiesOf['kind'], readonly string[]>
export type PropertiesTab = (typeof tabsOf)['object'][number]

/** The cursor rests for this long before what it is on is asked for: milliseconds. */
const rest = 300

/** The properties of the row with the cursor, in a panel below the panes. */
export class PropertiesState {
  open = $state(false)
  tab = $state<PropertiesTab>('properties')
  of = $state.raw<PropertiesOf | null>(null)
  /** Of a file or a bucket. */
  facts = $state.raw<Facts | null>(null)
  /** Of an object. */
  draft = $state.raw<EditDraft | null>(null)
  /** What the object has now, where others have written it since something was typed. */
  newer = $state.raw<ObjectFacts | null>(null)
  versions = $state.raw<ObjectVersions | null>(null)
  link = $state.raw<Link | null>(null)
  error = $state.raw<ErrorData | null>(null)
  asking = $state(false)
  /** The panel is to have the focus, once. */
  wantsFocus = $state(false)
  /** Where the cursor has gone, or what was asked for, while what was typed kept the panel where it is. */
  missed = $state.raw<PropertiesOf | null>(null)
  readonly #bridge: Bridge
  readonly #say: (text: string) => void
  readonly #end: () => void
  #going: AbortController | null = null
  /** The row with the cursor, when it was last seen; undefined where it is to be seen first. */
  #row: PropertiesOf | undefined
  #resting: ReturnType<typeof setTimeout> | undefined

  /** @param say says something quietly, for a few seconds */
  constructor(bridge: Bridge, say: (text: string) => void) {
    this.#bridge = bridge
    this.#say = say
    this.#end = bridge.on('plan.changed', (status) => this.#followPlan(status))
  }

  end(): void {
    this.#end()
    clearTimeout(this.#resting)
    this.#going?.abort()
  }

  /** What was typed is not reviewed yet: the panel stays with it. */
  get isDirty(): boolean {
    return this.draft !== null && this.draft.stage === 'typed' && this.draft.edit !== null
  }

  /** Shows it, and moves the focus there. */
  show(of: PropertiesOf): void {
    if (!this.open) this.#row = undefined
    this.open = true
    this.wantsFocus = true
    if (!this.isDirty) return this.#take(of)
    this.tab = 'properties'
    this.missed = isSame(this.of, of) ? null : of
    if (this.missed !== null) this.#say(notices.held(this.#name))
  }

  /** Where the cursor is; what it has moved to is asked for where it rests there. */
  follow(of: PropertiesOf | null): void {
    if (!this.open || of === null) return
    const before = this.#row
    this.#row = of
    if (before === undefined || isSame(before, of)) return
    clearTimeout(this.#resting)
    if (isSame(this.of, of)) this.missed = null
    else this.#rest(of)
  }

  /** Goes to where the cursor is, where nothing that was typed keeps the panel any more. */
  catchUp(): void {
    if (this.missed !== null && !this.isDirty) this.#rest(this.missed)
  }

  choose(tab: PropertiesTab): void {
    this.tab = tab
    void this.ask()
  }

  /** Closes the panel. What was typed and is not reviewed yet is kept, and there when the panel is shown again. */
  close(): void {
    clearTimeout(this.#resting)
    this.#going?.abort()
    if (this.open && this.isDirty) this.#say(notices.kept(this.#name))
    this.open = false
    this.missed = null
    if (this.isDirty) return
    this.of = null
    this.#forget()
  }

  discard(): void {
    const { draft, missed, newer } = this
    if (draft === null) return
    if (missed !== null) return this.#take(missed)
    this.draft = new EditDraft(newer ?? draft.facts)
    this.newer = null
    if (this.error !== null) void this.ask()
  }

  /** Puts what was typed beside what others have written meanwhile. */
  takeOver(): void {
    if (this.draft !== null && this.newer !== null) this.draft = this.draft.onto(this.newer)
    this.newer = null
  }

  /** What was typed for an object is a plan now. */
  planned(of: PropertiesOf, planId: string): void {
    if (this.of === of && this.draft !== null) this.draft.planId = planId
  }

  /** Asks for what the tab shows, and keeps what was typed. */
  async ask(): Promise<void> {
    const { of, tab } = this
    this.#going?.abort()
    const going = new AbortController()
    this.#going = going
    this.asking = of !== null && tab !== 'link'
    this.error = null
    if (of === null || tab === 'link') return
    const { signal } = going
    try {
      await this.#askFor(of, tab, signal)
    } catch (error) {
      if (!signal.aborted) this.error = errorOf(error)
    } finally {
      if (this.#going === going) this.asking = false
    }
  }

  /**
   * Has an address made by which anybody can read the object, and copied. The page does not see it.
   * @param expiresIn seconds
   * @returns null where that failed, or the panel shows something else by now.
   */
  async makeLink(expiresIn: number): Promise<Link | null> {
    const { of } = this
    if (of?.name == null) return null
    const { place, name } = of
    this.error = null
    try {
      const link = await this.#bridge.ask('window.copyLink', { token: place.token, name, expiresIn })
      if (this.of !== of) return null
      this.link = link
      return link
    } catch (error) {
      if (this.of === of) this.error = errorOf(error)
      return null
    }
  }

  get #name(): string {
    return escapeName(this.of?.name ?? '')
  }

  async #askFor({ kind, place, name }: PropertiesOf, tab: PropertiesTab, signal: AbortSignal): Promise<void> {
    const { token } = place
    if (kind === 'bucket') {
      this.facts = await this.#bridge.ask('properties.bucket', { token, name }, signal)
    } else if (name === null) return
    else if (kind === 'file') this.facts = await this.#bridge.ask('properties.file', { token, name }, signal)
    else if (tab === 'versions')
      this.versions = await this.#bridge.ask('properties.versions', { token, name }, signal)
    else this.#hold(await this.#bridge.ask('properties.object', { token, name }, signal))
  }

  /**
   * The object was asked for again.
   *
   * | what was typed | the object                                | then what was typed             |
   * |----------------|-------------------------------------------|---------------------------------|
   * | nothing, or it is done | any                               | is gone                         |
   * | is applied     | any                                       | stays until that has ended      |
   * | is typed       | could not be asked                        | stays, and why is said          |
   * | is typed       | has the same ETag, or all that was typed  | stands beside what it has now   |
   * | is typed       | has another ETag                          | stays until it is taken over    |
   */
  #hold(facts: ObjectFacts): void {
    const { draft } = this
    if (draft === null || draft.stage === 'done' || (!this.isDirty && facts.error !== null)) {
      this.draft = new EditDraft(facts)
    } else if (draft.stage === 'applied') return
    else if (facts.error !== null) {
      this.error = facts.error
      return
    } else {
      const next = draft.onto(facts)
      const isOther = this.isDirty && draft.facts.etag !== facts.etag && next.edit !== null
      this.newer = isOther ? facts : null
      if (isOther) return
      this.draft = next
    }
    this.newer = null
    this.catchUp()
  }

  /** What was typed goes the way of the plan that was made of it. */
  #followPlan(status: PlanStatus): void {
    const { draft } = this
    if (draft === null || draft.planId !== status.planId || draft.stage === 'done') return
    const isApplied = isRunning(status) || isWaiting(status)
    const isDone = status.phase === 'ended' && status.report?.exit === 0 && status.states.done.count > 0
    draft.stage = isDone ? 'done' : isApplied ? 'applied' : 'typed'
    if (status.phase === 'ended') void this.ask()
  }

  #rest(of: PropertiesOf): void {
    clearTimeout(this.#resting)
    this.#resting = setTimeout(() => {
      if (!this.open) return
      if (this.isDirty) this.missed = of
      else this.#take(of)
    }, rest)
  }

  #take(of: PropertiesOf): void {
    clearTimeout(this.#resting)
    this.of = of
    this.#forget()
    if (of.kind !== 'object') this.tab = 'properties'
    void this.ask()
  }

  #forget(): void {
    this.facts = null
    this.draft = null
    this.versions = null
    this.link = null
    this.newer = null
    this.missed = null
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
