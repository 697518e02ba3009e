import { expect, test } from 'vitest'
import { renameAt } from '../../../../main/services/places/rename-at.ts'
import { createRetry } from '../../../../main/engine/index.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { filesBelow, plantTree } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

const unstopped = new AbortController().signal
const names = { from: 'a.txt', to: 'b.txt' }

function means() {
  const world = createMemoryWorld()
  const server = new MemoryS3()
  const object = { bytes: new Uint8Array(1), etag: 'e', etagIsDigest: false, metadata: {} }
  server.makeBucket('b').write('p/a.txt', object)
  plantTree(world.fs, '/here', { 'a.txt': 'text' })
  return { server, world, retry: createRetry(world), store: () => Promise.resolve(server.connect()) }
}

test('a folder of the disk and a prefix each rename by their own means', async () => {
  const all = means()
  await renameAt({ kind: 'local', path: '/here' }, names, all, unstopped)
  expect([...filesBelow(all.world.fs, '/here').keys()]).toEqual(['b.txt'])
  expect(all.server.effects).toEqual([])
  await renameAt({ kind: 's3', bucket: 'b', prefix: 'p/' }, names, all, unstopped)
  expect(all.server.buckets.get('b')?.keys()).toEqual(['p/b.txt'])
})

test('a bucket is not renamed', async () => {
  const all = means()
  await expect(renameAt({ kind: 'buckets' }, names, all, unstopped)).rejects.toMatchObject({ code: 'usage' })
  expect(all.server.effects).toEqual([])
})
