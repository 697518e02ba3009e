import { expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { putFolderMarker } from '../../../../main/engine/transfer/put-folder-marker.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'
import { quirksOf } from '../../../fakes/s3-quirks.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const never = new AbortController().signal

function setUp(of: Parameters<typeof setUpSync>[0] = {}) {
  const { world, s3, www } = setUpSync(of)
  const make = (name: string) =>
    world.clock.run(putFolderMarker({ store: www.store, retry: createRetry(world) }, www, name, never))
  const keys = () => s3.buckets.get('www')?.keys()
  return { make, keys, s3 }
}

test('an empty object whose key ends in a slash stands for a folder', async () => {
  const { make, keys } = setUp()
  await make('album')
  expect(keys()).toEqual(['site/album/'])
  await expect(make('album')).rejects.toMatchObject({
    code: 'conflict',
    message: 's3://www/site/album/ is already there: no folder was made.',
  })
})

test('no name leads elsewhere', async () => {
  const { make, keys } = setUp()
  await expect(make('a/b')).rejects.toMatchObject({ code: 'usage' })
  expect(keys()).toEqual([])
})

test('a folder whose reply was lost is made, and not in its own way', async () => {
  const { make, keys, s3 } = setUp()
  let lost = 0
  s3.after = (op) => {
    if (op === 'put' && lost++ === 0) throw s3Error('InternalError', { op, bucket: 'www' })
  }
  await make('album')
  expect(keys()).toEqual(['site/album/'])
  expect(s3.effects.filter(({ op }) => op === 'put')).toHaveLength(2)
})

test('where a try before made it, nothing is learnt of a condition that may have been refused', async () => {
  const { make, keys, s3 } = setUp({ quirks: { ...quirksOf.aws, aws: false } })
  let tries = 0
  s3.after = (op) => {
    if (op === 'put' && tries++ === 0) throw s3Error('InternalError', { op, bucket: 'www' })
  }
  s3.before = (op) => {
    if (op === 'put' && tries === 1) throw s3Error('NotImplemented', { op, bucket: 'www' })
  }
  await make('album')
  expect(keys()).toEqual(['site/album/'])
  expect(s3.habits.of('http://memory')).toEqual({})
})

test('one that somebody else makes just before is theirs', async () => {
  const { make, s3 } = setUp()
  s3.before = (op) => {
    if (op !== 'put') return
    const object = { bytes: Buffer.from('theirs'), etag: 'theirs', etagIsDigest: false, metadata: {} }
    s3.buckets.get('www')?.write('site/album/', object)
  }
  await expect(make('album')).rejects.toMatchObject({ code: 'conflict' })
})
