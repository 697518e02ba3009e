import { expect, test } from 'vitest'
import { readListedFile } from '../../../../main/engine/contents/read-listed-file.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { never, rewrite, seenAt } from './listed-file.ts'

const bytes = Buffer.alloc(2_500_000, 'abcdefg')

function disk() {
  const fs = new MemoryFs()
  plantTree(fs, '/d', { f: { file: bytes, modified: 5000 } })
  return fs
}

test('a file is read in pieces, in their order, and closed', async () => {
  const fs = disk()
  const pieces: Buffer[] = []
  await readListedFile(
    fs,
    { path: '/d/f', seen: await seenAt(fs, '/d/f') },
    (piece) => pieces.push(Buffer.from(piece)),
    never,
  )
  expect(pieces.length).toBe(3)
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
  expect(fs.openFiles).toBe(0)
})

test.each([
  ['before it is opened', 'openToRead', 1],
  ['when its first piece is read', 'read', 1],
  ['when its last piece was read', 'fstat', 2],
] as const)('a file that is changed %s is none of the listed', async (_, at, nth) => {
  const fs = disk()
  const seen = await seenAt(fs, '/d/f')
  let met = 0
  fs.before = (op) => {
    if (op === at && ++met === nth) rewrite(fs, '/d/f', Buffer.alloc(bytes.length, 'x'), seen)
  }
  const reading = readListedFile(fs, { path: '/d/f', seen }, () => undefined, never)
  await expect(reading).rejects.toMatchObject({ code: 'changed', subject: '/d/f' })
  expect(fs.openFiles).toBe(0)
})

test('a file that can not be opened is told by what the disk says', async () => {
  const fs = disk()
  const seen = await seenAt(fs, '/d/f')
  const reading = readListedFile(fs, { path: '/d/gone', seen }, () => undefined, never)
  await expect(reading).rejects.toMatchObject({ code: 'gone', subject: '/d/gone' })
})

test('a cancel is thrown, and the file closed', async () => {
  const fs = disk()
  const abort = new AbortController()
  const reason = new Error('cancelled')
  const take = (): void => {
    abort.abort(reason)
  }
  const reading = readListedFile(fs, { path: '/d/f', seen: await seenAt(fs, '/d/f') }, take, abort.signal)
  await expect(reading).rejects.toBe(reason)
  expect(fs.openFiles).toBe(0)
})
