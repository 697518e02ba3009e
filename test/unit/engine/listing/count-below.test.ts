import { expect, test } from 'vitest'
import { countBelow, type CountedBelow } from '../../../../main/engine/listing/count-below.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

async function all(counts: AsyncIterable<CountedBelow>): Promise<CountedBelow[]> {
  const found: CountedBelow[] = []
  for await (const count of counts) found.push(count)
  return found
}

const never = new AbortController().signal

test('the files below a folder are counted with their bytes, and no request is', async () => {
  const { fs } = createMemoryWorld()
  plantTree(fs, '/d', { one: 'x', sub: { folder: true }, 'sub/two': 'yyy', 'sub/deep/three': 'zz' })
  const counts = await all(countBelow({ kind: 'local', fs, root: '/d' }, never))
  expect(counts.at(-1)).toEqual({ files: 3, bytes: 6, requests: null, problems: 0 })
})

function bucketOf(keys: readonly string[]) {
  const world = createMemoryWorld()
  const s3 = new MemoryS3({ clock: world.clock, pageSize: 2 })
  const bucket = s3.makeBucket('b')
  for (const key of keys) {
    bucket.write(key, { bytes: Buffer.from('xy'), etag: 'e', etagIsDigest: true, metadata: {} })
  }
  const what = {
    kind: 's3' as const,
    store: s3.connect(),
    bucket: 'b',
    prefix: 'p/',
    retry: createRetry(world),
    now: () => world.clock.now(),
  }
  return { world, s3, what }
}

test('of a prefix, pages are told as they come, with the requests that they took', async () => {
  const { what } = bucketOf(['a', 'p/1', 'p/2', 'p/3/x', 'p/4', 'p/5', 'q'])
  const counts = await all(countBelow(what, never))
  expect(counts.map(({ files }) => files)).toEqual([2, 4, 5, 5])
  expect(counts.at(-1)).toEqual({ files: 5, bytes: 10, requests: 3, problems: 0 })
})

test('it asks for nothing more once it is stopped', async () => {
  const { what } = bucketOf(Array.from({ length: 40 }, (_, i) => `p/${i}`))
  const stopping = new AbortController()
  const reason = new Error('enough')
  const counting = all(
    (async function* () {
      for await (const count of countBelow(what, stopping.signal)) {
        stopping.abort(reason)
        yield count
      }
    })(),
  )
  await expect(counting).rejects.toBe(reason)
})
