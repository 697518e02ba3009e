import { expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { currentOf, versionsOf } from '../../../../main/engine/undo/key-versions.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'

const never = new AbortController().signal

function setUp(pageSize: number) {
  const { world, s3, www, put } = setUpSync({ pageSize })
  const bucket = s3.buckets.get('www')
  if (bucket === undefined) throw new Error('There is a bucket www.')
  bucket.versioning = 'kept'
  const place = { ...www, retry: createRetry(world) }
  const ids = (key: string): string[] =>
    bucket
      .versions(`site/${key}`)
      .map(({ versionId }) => versionId)
      .reverse()
  return { world, s3, bucket, place, put, ids }
}

const keys = Array.from({ length: 40 }, (_, n) => `f${String(n).padStart(2, '0')}`)

test('all versions of each key are there, where the pages of a range end in the middle of one', async () => {
  const { world, place, put, ids } = setUp(4)
  for (const key of keys) for (const text of ['1', '2', '3']) put(`site/${key}`, text)
  const found = await world.clock.run(versionsOf(place, keys, never))
  expect(
    [...found].map(([key, versions]) => [key, versions.map(({ versionId }) => versionId)]).sort(),
  ).toEqual(keys.map((key) => [key, ids(key)]))
})

test('keys between those that are asked for are passed over, and one without versions is left out', async () => {
  const { world, place, put, s3 } = setUp(1000)
  for (const key of keys) put(`site/${key}x`, 'x')
  for (const key of keys.slice(1)) put(`site/${key}`, '1')
  const found = await world.clock.run(versionsOf(place, keys, never))
  expect([...found.keys()].sort()).toEqual(keys.slice(1))
  expect(s3.effects.filter(({ op }) => op === 'listVersions')).toHaveLength(1)
})

test('a key is not taken for another that begins like it', async () => {
  const { world, place, put } = setUp(1000)
  put('site/ab', 'x')
  expect(await world.clock.run(currentOf(place, 'a', never))).toBeNull()
  put('site/a', 'x')
  expect(await world.clock.run(currentOf(place, 'a', never))).toMatchObject({ key: 'site/a', latest: true })
})

test('a listing whose first version of a key is not the current one is not relied on', async () => {
  const { world, place, put } = setUp(1000)
  put('site/a', 'x')
  const store = place.store
  const late = {
    ...place,
    store: new Proxy(store, {
      get: (target, name): unknown =>
        name === 'listVersions'
          ? async (...asked: Parameters<typeof store.listVersions>) => {
              const page = await target.listVersions(...asked)
              return { ...page, versions: page.versions.map((version) => ({ ...version, latest: false })) }
            }
          : Reflect.get(target, name),
    }),
  }
  await expect(world.clock.run(currentOf(late, 'a', never))).rejects.toMatchObject({
    code: 'listing-not-proved',
  })
})
