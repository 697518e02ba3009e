import { expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { Browsing } from '../../../../main/services/browse/browsing.ts'
import type { BrowseView } from '../../../../main/services/browse/browse-view.ts'
import { everyName } from '../../../../shared/name-filter.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

function open() {
  const world = createMemoryWorld()
  const s3 = new MemoryS3({ clock: world.clock })
  s3.makeBucket('b')
  plantTree(world.fs, '/d', { new: 'x', sub: { folder: true } })
  const changed: string[] = []
  const asked: unknown[] = []
  let knowsFolders = false
  const browsing = new Browsing({
    clock: world.clock,
    platform: 'linux',
    sourceOf: () => ({ fs: world.fs, retry: createRetry(world), store: async () => s3.connect() }),
    onChange: ({ viewId }) => changed.push(viewId),
    folderMarks: (pair) => {
      asked.push(pair)
      return () => (knowsFolders ? 'same' : null)
    },
  })
  const settle = () => world.clock.advance(1000)
  const local = () => browsing.start('l', { connectionId: 'local', address: { kind: 'local', path: '/d' } })
  const remote = () =>
    browsing.start('r', { connectionId: 'p', address: { kind: 's3', bucket: 'b', prefix: '' } })
  const marks = (view: BrowseView) =>
    view
      .page({ sort: { by: 'name', descending: false }, filter: everyName }, 0, 9)
      .entries.map(({ name, mark }) => `${name} ${mark ?? '-'}`)
  const write = (key: string): void => {
    s3.buckets.get('b')?.write(key, { bytes: Buffer.from('x'), etag: 'e', etagIsDigest: true, metadata: {} })
  }
  return { browsing, changed, asked, settle, local, remote, marks, write, learn: () => (knowsFolders = true) }
}

test('a view is found by its id until it is closed', () => {
  const { browsing, local } = open()
  const view = local()
  expect(browsing.view(view.viewId)).toBe(view)
  browsing.close(view.viewId)
  expect(() => browsing.view(view.viewId)).toThrow('This listing is closed.')
})

test('comparing what is marked already tells nobody', async () => {
  const { browsing, changed, settle, local, remote } = open()
  const [here, there] = [local(), remote()]
  await settle()
  browsing.compare(here.viewId, there.viewId, defaultSyncOptions)
  expect(changed.slice(-1)).toEqual([here.viewId])
  const told = changed.length
  browsing.compare(here.viewId, there.viewId, defaultSyncOptions)
  expect(changed).toHaveLength(told)
})

test('two views are marked when they are compared, and again when one is listed anew', async () => {
  const { browsing, settle, local, remote, marks, write } = open()
  const [here, there] = [local(), remote()]
  await settle()
  browsing.compare(here.viewId, there.viewId, defaultSyncOptions)
  expect(marks(here)).toEqual(['sub only-here', 'new only-here'])
  write('new')
  there.refresh()
  await settle()
  expect(marks(here)).toEqual(['sub only-here', 'new same'])
  expect(marks(there)).toEqual(['new same'])
})

test('folders are marked anew when more is known of them', async () => {
  const { browsing, asked, settle, local, remote, marks, write, learn } = open()
  write('sub/x')
  const [here, there] = [local(), remote()]
  await settle()
  browsing.compare(here.viewId, there.viewId, defaultSyncOptions)
  expect(marks(here)[0]).toBe('sub -')
  learn()
  browsing.compareAgain()
  expect(marks(here)[0]).toBe('sub same')
  expect(asked[0]).toEqual({ sourceToken: 'l', destinationToken: 'r' })
})

test('a view that is closed is compared no more', async () => {
  const { browsing, changed, settle, local, remote } = open()
  const [here, there] = [local(), remote()]
  await settle()
  browsing.compare(here.viewId, there.viewId, defaultSyncOptions)
  browsing.close(there.viewId)
  changed.length = 0
  browsing.compareAgain()
  expect(changed).toEqual([])
})

test('two folders, or a list of buckets, are not marked', async () => {
  const { browsing, settle, local, marks } = open()
  const [one, other] = [local(), local()]
  await settle()
  browsing.compare(one.viewId, other.viewId, defaultSyncOptions)
  expect(marks(one)).toEqual(['sub -', 'new -'])
})
