import { expect, test, vi } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { BrowseView } from '../../../../main/services/browse/browse-view.ts'
import { FolderCounts } from '../../../../main/services/browse/folder-counts.ts'
import { everyName } from '../../../../shared/name-filter.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

/** A view of a bucket with the folders a (2 objects), b (1) and c (1), and a file. */
async function open() {
  const world = createMemoryWorld()
  const s3 = new MemoryS3({ clock: world.clock })
  const bucket = s3.makeBucket('bucket')
  for (const key of ['a/1', 'a/2', 'b/1', 'c/1', 'file']) {
    bucket.write(key, { bytes: Buffer.from('xy'), etag: 'e', etagIsDigest: true, metadata: {} })
  }
  const told: string[] = []
  const source = { fs: world.fs, retry: createRetry(world), store: async () => s3.connect() }
  const view = new BrowseView(
    'v',
    { token: 't', address: { kind: 's3', bucket: 'bucket', prefix: '' } },
    source,
    (_, what) => told.push(what),
  )
  while (!view.ended) await world.clock.advance(1000)
  told.length = 0
  const counts = new FolderCounts(world.clock, 'linux')
  const states = () => Object.fromEntries([...view.counts].map(([name, { state }]) => [name, state]))
  return { world, s3, view, counts, told, states }
}

test('folders are counted one after the other, and the rows have it', async () => {
  const { view, counts, told, states } = await open()
  counts.add(view, ['a', 'b', 'file', 'nothing'])
  expect(states()).toEqual({ a: 'counting', b: 'waiting' })
  expect(view.status().counting).toMatchObject({ name: 'a', waiting: 1 })
  await vi.waitFor(() => expect(states()).toEqual({ a: 'done', b: 'done' }))
  const { entries } = view.page({ sort: { by: 'name', descending: false }, filter: everyName }, 0, 9)
  expect(
    entries.map(({ name, counted }) => [name, counted?.files, counted?.bytes, counted?.requests]),
  ).toEqual([
    ['a', 2, 4, 1],
    ['b', 1, 2, 1],
    ['c', undefined, undefined, undefined],
    ['file', undefined, undefined, undefined],
  ])
  expect(view.status().counting).toBeNull()
  expect(new Set(told)).toEqual(new Set(['counts']))
})

test('stopped, what was counted stays as far as it came, and what waited is forgotten', async () => {
  const { s3, view, counts, states } = await open()
  const late = Promise.withResolvers<void>()
  s3.before = () => late.promise
  counts.add(view, ['a', 'b'])
  counts.stop(view)
  late.resolve()
  await vi.waitFor(() => expect(states()).toEqual({ a: 'stopped' }))
  s3.before = undefined
  counts.add(view, ['a'])
  await vi.waitFor(() => expect(states()).toEqual({ a: 'done' }))
})

test('one that fails says why, and the next is counted all the same', async () => {
  const { s3, view, counts, states } = await open()
  let asked = 0
  s3.before = () => {
    if (++asked === 1) throw s3Error('AccessDenied', { op: 'ListObjectsV2' })
  }
  counts.add(view, ['a', 'b'])
  await vi.waitFor(() => expect(states()).toEqual({ a: 'failed', b: 'done' }))
  expect(view.counts.get('a')?.error?.code).toBe('access-denied')
})

test('a view that is listed anew has forgotten what was counted', async () => {
  const { view, counts, states } = await open()
  counts.add(view, ['a', 'b'])
  counts.stop(view)
  view.refresh()
  await vi.waitFor(() => expect(view.ended).toBe(true))
  expect(states()).toEqual({})
})
