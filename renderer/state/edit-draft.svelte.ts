import type { ObjectFacts } from '../../shared/bridge/properties.ts'
import {
  editedHeaders,
  largestMetadata,
  metadataName,
  mostTags,
  type EditedHeader,
  type ObjectEdit,
} from '../../shared/object-edit.ts'
import { storageClasses } from '../../shared/write-properties.ts'

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

  /** The same that was typed, beside what the object has now. */
  onto(facts: ObjectFacts): EditDraft {
    const draft = new EditDraft(facts)
    draft.headers = { ...this.headers }
    draft.metadata = this.metadata.map((pair) => ({ ...pair }))
    if (this.facts.tags !== null) draft.tags = this.tags.map((pair) => ({ ...pair }))
    draft.storageClass = this.storageClass
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
   */
  get problem(): string | null {
    const metadata = this.metadata.filter(isTyped)
    const tags = this.tags.filter(isTyped)
    for (const [pairs, what] of [
      [metadata, 'metadata'],
      [tags, 'tag'],
    ] as const) {
      if (pairs.some(({ name }) => name.trim() === '')) return `A value of ${what} has no name.`
      const names = pairs.map(({ name }) => (what === 'metadata' ? name.trim().toLowerCase() : name.trim()))
      const twice = names.find((name, place) => names.indexOf(name) !== place)
      if (twice !== undefined) return `The ${what} ${twice} is there twice.`
    }
    const badName = metadata.find(({ name }) => !metadataName.test(name.trim()))
    if (badName !== undefined)
      return `${badName.name} can be no name of metadata: letters, digits and - only.`
    const texts = [...Object.values(this.headers), ...metadata.map(({ value }) => value)]
    if (texts.some((text) => !/^[\x20-\x7e]*$/.test(text)))
      return 'Headers and metadata take plain ASCII letters only.'
    const { expires } = this.headers
    if (
      expires !== (this.facts.headers['expires'] ?? '') &&
      expires !== '' &&
      Number.isNaN(Date.parse(expires))
    )
      return 'Expires is a date: Wed, 21 Oct 2026 07:28:00 GMT.'
    const size = metadata.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
    if (size > largestMetadata) return 'Metadata are 2,048 bytes at most, names and values together.'
    return tags.length > mostTags ? 'An object has ten tags at most.' : null
  }
}

/** A row without anything in it is none. */
const isTyped = ({ name, value }: TypedPair): boolean => name.trim() !== '' || value !== ''

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
