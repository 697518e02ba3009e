import { expect, test } from 'vitest'
import { defaultSyncOptions } from '../../../../../shared/sync-options.ts'
import { compareMeaning, moreWords } from '../../../../../renderer/words/preview/options.ts'
import { noWriteProperties } from '../../../../../shared/write-properties.ts'

test.each([
  [
    'content',
    'copy',
    'Copies what has another size or other contents, whatever the times say. Files are read to know, each once.',
  ],
  ['any-time', 'upload', 'Copies what has another size, or is newer here than there.'],
  ['any-time', 'download', 'Copies what has another size, or a time that differs by a second or more.'],
  ['size-only', 'copy', 'Copies only what has another size. A change that keeps the size is missed.'],
  ['default', 'download', 'Copies what has another size, or is older in the bucket.'],
] as const)('says what comparing by %s means in an %s', (compare, direction, words) => {
  expect(compareMeaning(compare, direction)).toBe(words)
})

test('says that exact times make no difference where S3 sets the time', () => {
  expect(compareMeaning('exact-timestamps', 'upload')).toContain('The same as size and time')
})

test.each([
  [{}, {}, []],
  [{}, { followLinks: false }, ['links left out']],
  [{}, { trash: false }, ['past the trash']],
  [{ storageClass: 'GLACIER_IR' }, {}, ['class GLACIER_IR']],
  [{ encryption: 'AES256', acl: 'private' }, {}, ['encrypted', 'ACL private']],
  [{ encryption: 'aws:kms' }, {}, ['encrypted with KMS']],
] as const)('the sentence names what is set and nothing else', (properties, options, words) => {
  const chosen = { ...defaultSyncOptions, ...options, properties: { ...noWriteProperties, ...properties } }
  expect(moreWords(chosen, 'download')).toEqual(words)
})

test('a trash of this computer is no matter of a bucket', () => {
  expect(moreWords({ ...defaultSyncOptions, trash: false }, 'upload')).toEqual([])
})

test.each([
  [{ moves: true, deleteExtras: true }, 'upload', ['moves']],
  [{ moves: true, deleteExtras: false }, 'upload', []],
  [{ compareProperties: true }, 'copy', ['properties too']],
  [{ compareProperties: true }, 'download', []],
] as const)('the sentence names %o where it counts (%s)', (changes, direction, words) => {
  expect(moreWords({ ...defaultSyncOptions, ...changes }, direction)).toEqual(words)
})
