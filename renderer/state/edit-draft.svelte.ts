import type { ObjectFacts } from '../../shared/bridge/properties.ts'
import { escapeName } from '../../shared/formats.ts'
import {
  editedHeaders,
  largestMetadata,
  metadataName,
  mostTags,
  type EditedHeader,
  type ObjectEdit,
} from '../../shared/object-edit.ts'
import { storageClasses } from '../../shared/write-properties.ts'
import { problems } from '../words/properties/edit.ts'

/** A name and its value, as they are typed. */
export interface TypedPair {
  readonly id: number
  name: string
  value: string
}

const headerNames = Object.keys(editedHeaders) as EditedHeader[]

let lastId = 0

const pairsOf = (named: Readonly<Record<string, string>>): TypedPair[] =>
  Object.entries(named).map(([name, value]) => ({ id: ++lastId, name, value }))

/** The properties of one object as a person types them, beside those that it has. */
export class EditDraft {
  readonly facts: ObjectFacts
  headers = $state<Record<EditedHeader, string>>({} as Record<EditedHeader, string>)
  metadata = $state<TypedPair[]>([])
  tags = $state<TypedPair[]>([])
  storageClass = $state('')
  /** What was typed is only typed, is being applied or waits for that, or was applied and is done. */
  stage = $state<'typed' | 'applied' | 'done'>('typed')
  /** The plan that it was last reviewed as; null where there was none. */
  planId: string | null = null

  constructor(facts: ObjectFacts) {
    this.facts = facts
    this.headers = Object.fromEntries(headerNames.map((name) => [name, facts.headers[name] ?? ''])) as Record<
      EditedHeader,
      string
    >
    this.metadata = pairsOf(facts.metadata)
    this.tags = pairsOf(facts.tags ?? {})
    this.storageClass = facts.storageClass
  }

  /**
   * What was typed, beside what the object has now. What was not touched is as the object has it now. Where its tags
   * are not known now, those that were typed stay beside the ones that were known.
   */
  onto(facts: ObjectFacts): EditDraft {
    const { facts: was } = this
    const tags = facts.tags ?? (this.edit?.tags == null ? null : was.tags)
    const draft = new EditDraft({ ...facts, tags })
    for (const name of headerNames)
      if (this.headers[name] !== (was.headers[name] ?? '')) draft.headers[name] = this.headers[name]
    draft.metadata = carriedOver(this.metadata, was.metadata, facts.metadata)
    if (tags !== null && was.tags !== null) draft.tags = carriedOver(this.tags, was.tags, tags)
    if (this.storageClass !== was.storageClass) draft.storageClass = this.storageClass
    draft.stage = this.stage
    draft.planId = this.planId
    return draft
  }

  add(to: 'metadata' | 'tags'): void {
    this[to] = [...this[to], { id: ++lastId, name: '', value: '' }]
  }

  remove(from: 'metadata' | 'tags', id: number): void {
    this[from] = this[from].filter((pair) => pair.id !== id)
  }

  /** What is to be otherwise; null where nothing is. */
  get edit(): ObjectEdit | null {
    const { facts } = this
    const headers: ObjectEdit['headers'] = {}
    for (const name of headerNames) {
      const to = this.headers[name].trim()
      if (to !== (facts.headers[name] ?? '')) headers[name] = to === '' ? null : to
    }
    const metadata = otherThan(named(this.metadata, true), facts.metadata)
    const tags = facts.tags === null ? null : otherThan(named(this.tags), facts.tags)
    const storageClass =
      this.storageClass === facts.storageClass
        ? null
        : (storageClasses.find((name) => name === this.storageClass) ?? null)
    const nothing =
      Object.keys(headers).length === 0 && metadata === null && tags === null && storageClass === null
    return nothing ? null : { headers, metadata, tags, storageClass }
  }

  /** Whether only tags are other: then no copy is made. */
  get onlyTags(): boolean {
    const { edit } = this
    if (edit === null) return false
    return Object.keys(edit.headers).length === 0 && edit.metadata === null && edit.storageClass === null
  }

  /**
   * Why it can't be done as it was typed, in words; null where it can.
   *
   * | typed                                | because                                        |
   * |--------------------------------------|------------------------------------------------|
   * | a name that is there twice, or empty | each value needs one name                      |
   * | a name of metadata that is no token  | it becomes a header                            |
   * | a value beyond printable ASCII       | a header carries no other; tags do             |
   * | an Expires that is no date           | whoever reads it could make nothing of it      |
   * | too much                             | S3 takes 2,048 bytes of metadata, and ten tags |
   *
   * But for names, only what would be written is looked at: what the object has already may be as it is.
   */
  get problem(): string | null {
    const metadata = this.metadata.filter(isTyped)
    const tags = this.tags.filter(isTyped)
    for (const [pairs, what] of [
      [metadata, 'metadata'],
      [tags, 'tag'],
    ] as const) {
      if (pairs.some(({ name }) => name.trim() === '')) return problems.noName[what]
      const names = pairs.map(({ name }) => (what === 'metadata' ? name.trim().toLowerCase() : name.trim()))
      const twice = names.find((name, place) => names.indexOf(name) !== place)
      if (twice !== undefined) return problems.twice[what](escapeName(twice))
    }
    const { edit } = this
    if (edit === null) return null
    for (const [name, label] of Object.entries(editedHeaders))
      if (!isPlain(edit.headers[name as EditedHeader] ?? '')) return problems.plainHeader(label)
    const { expires } = edit.headers
    if (expires != null && Number.isNaN(Date.parse(expires))) return problems.expires
    if (edit.tags !== null && tags.length > mostTags) return problems.tooManyTags
    return edit.metadata === null ? null : problemOf(metadata)
  }
}

/** Why metadata can't be written, in words; null where they can. */
function problemOf(metadata: readonly TypedPair[]): string | null {
  const badName = metadata.find(({ name }) => !metadataName.test(name.trim()))
  if (badName !== undefined) return problems.badName(escapeName(badName.name))
  const other = metadata.find(({ value }) => !isPlain(value))
  if (other !== undefined) return problems.plainMetadata(escapeName(other.name.trim()))
  const size = metadata.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
  return size > largestMetadata ? problems.tooMuchMetadata : null
}

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** A row without anything in it is none. */
export const isTyped = ({ name, value }: TypedPair): boolean => name.trim() !== '' || value !== ''

const named = (pairs: readonly TypedPair[], lower = false): Record<string, string> =>
  Object.fromEntries(
    pairs
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value }) => [lower ? name.trim().toLowerCase() : name.trim(), value]),
  )

/** Null where both say the same. */
function otherThan(
  typed: Record<string, string>,
  has: Readonly<Record<string, string>>,
): Record<string, string> | null {
  const names = Object.keys(typed)
  const same = names.length === Object.keys(has).length && names.every((name) => typed[name] === has[name])
  return same ? null : typed
}

/**
 * Pairs as they were typed, beside those that are there now.
 *
 * | typed                       | was there   | is there now | then                 |
 * |-----------------------------|-------------|--------------|----------------------|
 * | another value, or no name   | or not      | or not       | as it is typed       |
 * | the same value              | yes         | yes          | the value of now     |
 * | the same value              | yes         | no           | goes                 |
 * | no more                     | yes         | or not       | stays away           |
 * | no                          | no          | yes          | comes                |
 */
function carriedOver(
  typed: readonly TypedPair[],
  was: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): TypedPair[] {
  const names = new Set(typed.map(({ name }) => name.trim()))
  const kept = typed.flatMap((pair) => {
    const name = pair.name.trim()
    if (!Object.hasOwn(was, name) || was[name] !== pair.value) return [{ ...pair }]
    const value = now[name]
    return value === undefined ? [] : [{ ...pair, value }]
  })
  return [...kept, ...pairsOf(now).filter(({ name }) => !names.has(name) && !Object.hasOwn(was, name))]
}
