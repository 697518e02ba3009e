import { expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { putFolderMarker } from '../../../../main/engine/transfer/put-folder-marker.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'

const never = new AbortController().signal

function setUp() {
  const { world, s3, www } = setUpSync()
  const make = (name: string) =>
    world.clock.run(putFolderMarker({ store: www.store, retry: createRetry(world) }, www, name, never))
  const keys = () => s3.buckets.get('www')?.keys()
  return { make, keys }
}

test('an empty object whose key ends in a slash stands for a folder', async () => {
  const { make, keys } = setUp()
  await make('album')
  expect(keys()).toEqual(['site/album/'])
  await expect(make('album')).rejects.toMatchObject({ code: 'conflict' })
})

test('no name leads elsewhere', async () => {
  const { make, keys } = setUp()
  await expect(make('a/b')).rejects.toMatchObject({ code: 'usage' })
  expect(keys()).toEqual([])
})
