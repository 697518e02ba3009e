import { describe, expect, it, test } from 'vitest'
import { compareFileWithObject } from '../../../../main/engine/contents/file-against-object.ts'
import type { MemoryS3Options } from '../../../fakes/memory-s3.ts'
import { compareScene, type Stored } from './comparing.ts'
import { never } from './listed-file.ts'

const text = 'twenty bytes are here'
const edited = 'twenty bytes were her'
const radosgw = 'radosgw'
/** Tells parts, and keeps no checksums. */
const plainServer = { aws: false, headsParts: true }

/** Of a first look, and of a second at what has not changed. */
type Asked = readonly [reads: number, heads: number]

interface Row {
  readonly what: string
  readonly quirks?: MemoryS3Options['quirks']
  readonly stored: Stored
  readonly verdict: string
  readonly first: Asked
  readonly second: Asked
}

const rows: readonly Row[] = [
  { what: 'an MD5 that fits', stored: { text }, verdict: 'same', first: [1, 0], second: [0, 0] },
  {
    what: 'an MD5 that does not',
    stored: { text: edited },
    verdict: 'differs MD5',
    first: [1, 1],
    // A difference is read anew.
    second: [1, 1],
  },
  {
    what: 'parts of the size of its first',
    stored: { text, parts: [8, 8, 5] },
    verdict: 'same',
    first: [1, 1],
    second: [0, 0],
  },
  {
    what: 'one part',
    stored: { text, parts: [21] },
    verdict: 'same',
    first: [1, 1],
    second: [0, 0],
  },
  {
    what: 'parts of one size, of other bytes',
    stored: { text: edited, parts: [8, 8, 5] },
    verdict: 'differs MD5 of parts',
    first: [1, 3],
    second: [1, 3],
  },
  {
    what: 'parts of other sizes, as many as of one',
    stored: { text, parts: [8, 6, 7] },
    verdict: 'same',
    first: [2, 3],
    second: [0, 0],
  },
  {
    what: 'parts of other sizes, more than of one',
    stored: { text, parts: [9, 3, 3, 6] },
    verdict: 'same',
    first: [1, 4],
    second: [0, 0],
  },
  {
    what: 'parts of other sizes, of other bytes',
    stored: { text: edited, parts: [9, 3, 3, 6] },
    verdict: 'differs MD5 of parts',
    first: [1, 4],
    second: [1, 4],
  },
  {
    what: 'parts of a likely size that nobody tells',
    quirks: radosgw,
    stored: { text, parts: [8, 8, 5] },
    verdict: 'same',
    first: [1, 1],
    second: [0, 0],
  },
  {
    what: 'parts of sizes that nobody tells',
    quirks: radosgw,
    stored: { text, parts: [9, 9, 3] },
    verdict: 'unverified, parts untold',
    first: [1, 2],
    second: [1, 2],
  },
  {
    what: 'parts of a size that nobody tells, beside a checksum',
    quirks: { aws: true, headsParts: false },
    stored: { text, parts: [9, 9, 3] },
    verdict: 'same',
    first: [2, 2],
    second: [1, 2],
  },
  {
    what: 'an ETag under SSE-KMS, and a checksum that fits',
    stored: { text, hidden: true },
    verdict: 'same',
    first: [2, 1],
    second: [0, 1],
  },
  {
    what: 'an ETag under SSE-KMS, and a checksum that does not',
    stored: { text: edited, hidden: true },
    verdict: 'differs SHA256',
    first: [2, 1],
    second: [1, 1],
  },
  {
    what: 'an ETag under SSE-KMS, and no checksum',
    quirks: plainServer,
    stored: { text, hidden: true },
    verdict: 'unverified',
    first: [1, 1],
    second: [0, 1],
  },
  {
    what: 'parts under SSE-KMS, and no checksum',
    quirks: plainServer,
    stored: { text, parts: [8, 8, 5], hidden: true, etag: `${'a'.repeat(32)}-3` },
    verdict: 'unverified',
    first: [0, 2],
    second: [0, 2],
  },
  {
    what: 'an ETag of another kind, and a checksum that fits',
    stored: { text, etag: 'v1.0-abc' },
    verdict: 'same',
    first: [1, 1],
    second: [0, 1],
  },
  {
    what: 'an ETag of another kind, and no checksum',
    quirks: plainServer,
    stored: { text, etag: 'v1.0-abc' },
    verdict: 'unverified',
    first: [0, 1],
    second: [0, 1],
  },
]

describe('a file against an object with', () => {
  it.each(rows)('$what: $verdict', async ({ quirks, stored, verdict, first, second }) => {
    const { asked, put, file, tools } = compareScene(quirks)
    const look = await file(text)
    const object = put('k', stored)
    asked()
    for (const [reads, heads] of [first, second]) {
      const found = await compareFileWithObject(look(), object, tools, never)
      const more = found.kind === 'differs' ? ` ${found.by}` : ''
      const untold = found.kind === 'unverified' && found.partsUntold ? ', parts untold' : ''
      expect(`${found.kind}${more}${untold}`).toBe(verdict)
      expect(asked()).toEqual({ reads, heads })
    }
  })
})

test('once the size of its parts was found, an object is told from a changed file though nobody tells it', async () => {
  const { asked, put, file, tools } = compareScene(radosgw)
  const object = put('k', { text, parts: [8, 8, 5] })
  const before = await file(text, 'before')
  await compareFileWithObject(before(), object, tools, never)
  const after = await file(edited, 'after')
  asked()
  expect(await compareFileWithObject(after(), object, tools, never)).toEqual({
    kind: 'differs',
    by: 'MD5 of parts',
  })
  expect(asked()).toEqual({ reads: 1, heads: 0 })
})

test.each([
  ['replaced', { text: edited }],
  ['replaced by parts', { text: edited, parts: [8, 8, 5] }],
])('an object that was %s after it was listed is another', async (_, stored) => {
  const { put, file, tools } = compareScene()
  const look = await file(text)
  const object = put('k', { text: 'something else before', parts: [8, 8, 5] })
  put('k', stored)
  await expect(compareFileWithObject(look(), object, tools, never)).rejects.toMatchObject({
    code: 'changed',
    subject: 's3://b/k',
  })
})
