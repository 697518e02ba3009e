import { expect, test } from 'vitest'
import type { ObjectFacts } from '../../../shared/bridge/properties.ts'
import { EditDraft } from '../../../renderer/state/edit-draft.svelte.ts'

const facts: ObjectFacts = {
  address: 's3://b/k',
  etag: 'e',
  headers: { contentType: 'text/plain', cacheControl: 'no-cache' },
  metadata: { owner: 'ada' },
  storageClass: 'STANDARD',
  facts: [],
  error: null,
  tags: { team: 'web' },
  tagsError: null,
}

test('what is as it was is no edit', () => {
  const draft = new EditDraft(facts)
  expect(draft.edit).toBeNull()
  draft.headers.contentType = 'text/html'
  draft.headers.contentType = 'text/plain'
  draft.add('tags')
  expect(draft.edit).toBeNull()
})

test('an edit has what is other, and nothing else', () => {
  const draft = new EditDraft(facts)
  draft.headers.contentType = 'text/html'
  draft.headers.cacheControl = ''
  expect(draft.edit).toEqual({
    headers: { contentType: 'text/html', cacheControl: null },
    metadata: null,
    tags: null,
    storageClass: null,
  })
  draft.add('metadata')
  const [, added] = draft.metadata
  if (added !== undefined) Object.assign(added, { name: 'Kind', value: 'page' })
  draft.storageClass = 'STANDARD_IA'
  expect(draft.edit).toMatchObject({
    metadata: { owner: 'ada', kind: 'page' },
    storageClass: 'STANDARD_IA',
  })
  expect(draft.onlyTags).toBe(false)
})

test('tags alone are put by themselves', () => {
  const draft = new EditDraft(facts)
  draft.remove('tags', draft.tags[0]?.id ?? 0)
  expect(draft.edit?.tags).toEqual({})
  expect(draft.onlyTags).toBe(true)
})

test('what is typed stays beside what the object has now', () => {
  const draft = new EditDraft(facts)
  draft.headers.contentType = 'text/html'
  expect(draft.onto(facts).edit).toEqual(draft.edit)
  const now = { ...facts, headers: { ...facts.headers, contentType: 'text/html' } }
  expect(draft.onto(now).edit).toBeNull()
})

test('what was not touched is as others have it now', () => {
  const draft = new EditDraft({ ...facts, metadata: { owner: 'ada', kind: 'page', old: '1' } })
  const [owner] = draft.metadata
  if (owner !== undefined) owner.value = 'bob'
  draft.add('tags')
  const [, added] = draft.tags
  if (added !== undefined) Object.assign(added, { name: 'mine', value: '1' })
  const next = draft.onto({
    ...facts,
    headers: { contentType: 'text/css', contentLanguage: 'de' },
    metadata: { owner: 'ada', kind: 'sheet', fresh: '2' },
    tags: { team: 'app' },
    storageClass: 'STANDARD_IA',
  })
  expect(next.edit).toEqual({
    headers: {},
    metadata: { owner: 'bob', kind: 'sheet', fresh: '2' },
    tags: { team: 'app', mine: '1' },
    storageClass: null,
  })
  expect(next.metadata[0]?.id).toBe(owner?.id)
})

test('what was removed stays away, and tags that are not known now keep what was typed', () => {
  const draft = new EditDraft(facts)
  draft.remove('metadata', draft.metadata[0]?.id ?? 0)
  draft.remove('tags', draft.tags[0]?.id ?? 0)
  const next = draft.onto({ ...facts, metadata: { owner: 'ada', kind: 'page' }, tags: null })
  expect(next.edit).toMatchObject({ metadata: { kind: 'page' }, tags: {} })
})

test('what the object has already may be beyond ASCII, as long as it is not written', () => {
  const draft = new EditDraft({
    ...facts,
    headers: { contentDisposition: 'é', expires: 'soon' },
    metadata: { owner: 'Adé' },
  })
  draft.tags = []
  expect(draft.problem).toBeNull()
  draft.add('metadata')
  const [, added] = draft.metadata
  if (added !== undefined) Object.assign(added, { name: 'kind', value: 'page' })
  expect(draft.problem).toBe('The value of metadata owner takes plain ASCII letters only.')
})

test('a name that would turn the words around is escaped where it is said', () => {
  const draft = new EditDraft(facts)
  draft.metadata = [{ id: 1, name: 'a\u202eb', value: '' }]
  expect(draft.problem).toContain('a\\u202eb')
  draft.metadata = []
  draft.tags = [1, 2].map((id) => ({ id, name: 'a\u202eb', value: '' }))
  expect(draft.problem).toContain('a\\u202eb')
})

test.each<[(draft: EditDraft) => void, RegExp]>([
  [(draft) => (draft.headers.expires = 'soon'), /Expires is a date/],
  [(draft) => (draft.headers.contentLanguage = 'é'), /^Content-Language takes plain ASCII/],
  [(draft) => (draft.metadata = [{ id: 1, name: 'a b', value: '' }]), /no name of metadata/],
  [(draft) => (draft.metadata = [{ id: 1, name: '', value: 'x' }]), /has no name/],
  [(draft) => (draft.metadata = [{ id: 1, name: 'a', value: 'x'.repeat(2048) }]), /2,048 bytes/],
  [
    (draft) =>
      (draft.tags = [
        { id: 1, name: 'a', value: '1' },
        { id: 2, name: 'a', value: '2' },
      ]),
    /there twice/,
  ],
  [
    (draft) => (draft.tags = Array.from({ length: 11 }, (_, id) => ({ id, name: `t${id}`, value: '' }))),
    /ten tags/,
  ],
])('what can not be done is said: %#', (type, words) => {
  const draft = new EditDraft(facts)
  type(draft)
  expect(draft.problem).toMatch(words)
})
