import { expect, test } from 'vitest'
import { compareObjects } from '../../../../main/engine/contents/object-against-object.ts'
import { compareScene, type Stored } from './comparing.ts'
import { never } from './listed-file.ts'

const text = 'twenty bytes are here'
const edited = 'twenty bytes were her'
/** Tells parts, and keeps no checksums. */
const plain = { aws: false, headsParts: true }
const parts = [8, 8, 5]

test.each<[string, 'aws' | 'radosgw' | typeof plain, Stored, Stored, string, number]>([
  ['equal MD5s', plain, { text }, { text }, 'same', 0],
  ['equal ETags of parts', plain, { text, parts }, { text, parts }, 'same', 0],
  ['other MD5s', plain, { text }, { text: edited }, 'differs MD5', 2],
  ['other MD5s, and checksums', 'aws', { text }, { text: edited }, 'differs SHA256', 2],
  ['MD5 and parts, and checksums', 'aws', { text }, { text, parts }, 'same', 2],
  ['other parts, and checksums', 'aws', { text, parts }, { text, parts: [9, 9, 3] }, 'same', 2],
  ['MD5 and parts', plain, { text }, { text, parts }, 'unverified', 2],
  ['more parts', plain, { text, parts }, { text, parts: [5, 5, 5, 6] }, 'unverified', 2],
  ['as many parts of other sizes', plain, { text, parts }, { text, parts: [9, 9, 3] }, 'unverified', 8],
  ['parts of equal sizes', plain, { text, parts }, { text: edited, parts }, 'differs MD5 of parts', 8],
  ['parts that nobody tells', 'radosgw', { text, parts }, { text: edited, parts }, 'unverified', 4],
  ['an MD5 under SSE-KMS', plain, { text }, { text, hidden: true }, 'unverified', 2],
  ['SSE-KMS, and checksums', 'aws', { text, hidden: true }, { text }, 'same', 2],
  [
    'ETags of another kind, equal',
    plain,
    { text, etag: 'v1' },
    { text: edited, etag: 'v1' },
    'unverified',
    2,
  ],
])('two objects with %s, on %s', async (_, quirks, source, destination, verdict, heads) => {
  const { asked, put, tools } = compareScene(quirks)
  const found = await compareObjects(put('a', source), put('z', destination), tools.retry, never)
  expect(`${found.kind}${found.kind === 'differs' ? ` ${found.by}` : ''}`).toBe(verdict)
  expect(asked().heads).toBe(heads)
})

test('an object that is gone was changed after it was listed', async () => {
  const { put, s3, tools } = compareScene()
  const [a, z] = [put('a', { text }), put('z', { text: edited })]
  s3.buckets.get('b')?.remove('z')
  await expect(compareObjects(a, z, tools.retry, never)).rejects.toMatchObject({
    code: 'changed',
    subject: 's3://b/z',
  })
})
