import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { DigestCache } from '../../../../main/engine/contents/digest-cache.ts'
import {
  FileDigests,
  likeChecksum,
  partsLike,
  partsOf,
  wholeMd5,
} from '../../../../main/engine/contents/file-digests.ts'
import { storedChecksum } from '../../../../main/engine/s3/checksums.ts'
import { checksumAlgorithms } from '../../../../shared/checksum-algorithms.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { nodeAt, plantTree } from '../../../fakes/memory-tree.ts'
import { never, seenAt } from './listed-file.ts'

const text = 'one two three four five'
const md5 = (bytes: string | Uint8Array): Buffer => createHash('md5').update(bytes).digest()
const composite = (...parts: string[]): string =>
  `${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}`

/** A file that was there for a while. */
async function scene(content: string | Uint8Array = text) {
  const world = createMemoryWorld()
  plantTree(world.fs, '/d', { f: { file: content, modified: 1234 } })
  const seen = await seenAt(world.fs, '/d/f')
  await world.clock.advance(60_000)
  world.fs.effects.length = 0
  const reads = (): number => world.fs.effects.filter(({ op }) => op === 'openToRead').length
  return { world, file: { path: '/d/f', seen }, reads }
}

test.each([
  ['its MD5', md5(text).toString('hex'), wholeMd5],
  ['parts of one size', composite('one two ', 'three fo', 'ur five'), partsOf(8)],
  ['parts of other sizes', composite('one ', 'two three four ', 'five'), partsLike([4, 15, 4])],
  ['one part', composite(text), partsLike([23])],
])('a file has %s', async (_, value, kind) => {
  const { world, file } = await scene()
  const digests = new FileDigests(world, file, null)
  expect(await digests.have(value, [kind], never)).toBe(true)
  expect(await digests.have(md5('x').toString('hex'), [kind], never)).toBe(false)
})

test.each(checksumAlgorithms)('a file of many pieces has its %s', async (algorithm) => {
  const bytes = Buffer.alloc(2_300_000, 'all these bytes')
  const { world, file } = await scene(bytes)
  const stored = storedChecksum({ [`x-amz-checksum-${algorithm.toLowerCase()}`]: 'AAAA' })
  if (stored === null) throw new Error('It is known.')
  const running = stored.start()
  running.update(bytes)
  const value = Buffer.from(await running.digest()).toString('base64')
  expect(await new FileDigests(world, file, null).have(value, [likeChecksum(stored)], never)).toBe(true)
})

test('several digests take one reading, and each is told in the trace', async () => {
  const { world, file, reads } = await scene()
  const digests = new FileDigests(world, file, null)
  expect(await digests.have('no', [wholeMd5, partsOf(8)], never)).toBe(false)
  expect(await digests.have(composite('one two ', 'three fo', 'ur five'), [partsOf(8)], never)).toBe(true)
  expect(reads()).toBe(1)
  expect(world.log.events).toEqual([
    { what: 'read-to-compare', path: '/d/f', digests: ['MD5', 'parts of 8'] },
  ])
})

test('what is remembered saves the reading', async () => {
  const { world, file, reads } = await scene()
  const cache = new DigestCache(':memory:', world.clock, world.log)
  const value = md5(text).toString('hex')
  await new FileDigests(world, file, cache).have(value, [wholeMd5], never)
  const again = new FileDigests(world, file, cache)
  expect(again.remembers(value)).toBe(true)
  expect(await again.have(value, [wholeMd5], never)).toBe(true)
  expect(reads()).toBe(1)
  cache.close()
})

test('a difference is told from the bytes, and not from what is remembered', async () => {
  const { world, file, reads } = await scene()
  const cache = new DigestCache(':memory:', world.clock, world.log)
  cache.keep(file.seen, new Map([['MD5', 'wrong']]), world.clock.now())
  const digests = new FileDigests(world, file, cache)
  expect(await digests.have(md5(text).toString('hex'), [wholeMd5], never)).toBe(true)
  expect(reads()).toBe(1)
  expect(cache.digestsOf(file.seen).get('MD5')).toBe(md5(text).toString('hex'))
  cache.close()
})

test('the size of parts that fit an ETag is remembered', async () => {
  const { world, file } = await scene()
  const cache = new DigestCache(':memory:', world.clock, world.log)
  const etag = composite('one two ', 'three fo', 'ur five')
  const digests = new FileDigests(world, file, cache)
  await digests.have(etag, [partsOf(9), partsOf(8)], never)
  expect(digests.partSizeOf(etag)).toBe(8)
  expect(digests.partSizeOf('another-3')).toBeNull()
  cache.close()
})

test('a file that has changed is not remembered', async () => {
  const { world, file } = await scene()
  const cache = new DigestCache(':memory:', world.clock, world.log)
  const node = nodeAt(world.fs, '/d/f')
  Object.assign(node ?? {}, { changed: 5 })
  const digests = new FileDigests(world, file, cache)
  await expect(digests.have('x', [wholeMd5], never)).rejects.toMatchObject({ code: 'changed' })
  expect(cache.digestsOf(file.seen).size).toBe(0)
  cache.close()
})
