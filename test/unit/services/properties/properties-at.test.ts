import { expect, test } from 'vitest'
import { createRetry, type ObjectStore } from '../../../../main/engine/index.ts'
import { PropertiesAt } from '../../../../main/services/properties/properties-at.ts'
import type { Address } from '../../../../main/services/places/typed-address.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'

const never = new AbortController().signal

async function setUp(address: Address = { kind: 's3', bucket: 'www', prefix: 'site/' }) {
  const setup = setUpSync()
  const { world, s3, www } = setup
  const body = Buffer.from('text')
  const query = { bucket: 'www', key: 'site/page', body, md5: md5(body), contentType: 'text/x' }
  await world.clock.run(www.store.put(query, never))
  const properties = new PropertiesAt({
    world,
    retry: createRetry(world),
    places: { locate: () => ({ connectionId: 'c', address }) },
    store: (): Promise<ObjectStore> => Promise.resolve(www.store),
  })
  const run = <T>(work: Promise<T>): Promise<T> => world.clock.run(work)
  return { ...setup, s3, properties, run }
}

test('an object is told with its headers, and with why its tags are not known', async () => {
  const { s3, properties, run } = await setUp()
  s3.denied = (_, op) => op === 'tags'
  const facts = await run(properties.object('t', 'page', never))
  expect(facts).toMatchObject({
    address: 's3://www/site/page',
    headers: { contentType: 'text/x' },
    error: null,
    tags: null,
    tagsError: { code: 'access-denied' },
  })
  expect(facts.facts.map(({ name }) => name)).toContain('ETag')
})

test('an object that is gone says so, and that its versions may tell', async () => {
  const { properties, run } = await setUp()
  expect(await run(properties.object('t', 'none', never))).toMatchObject({
    etag: null,
    error: { code: 'gone' },
    tags: null,
  })
})

test('a bucket is told part by part, and what is refused takes nothing from the others', async () => {
  const { s3, properties, run } = await setUp()
  const bucket = s3.buckets.get('www')
  if (bucket !== undefined) {
    bucket.versioning = 'kept'
    bucket.settings = { publicAccess: { newAcls: true, acls: true, newPolicies: true, policies: true } }
  }
  const { facts } = await run(properties.bucket('t', null, never))
  const said = Object.fromEntries(facts.map(({ name, texts }) => [name, texts.join(' ')]))
  expect(said['Versions']).toContain('kept')
  expect(said['Public access']).toBe('kept off altogether')
  expect(said['Lifecycle']).toBe('nothing is moved or removed by itself')
  s3.denied = (_, op) => op === 'bucketSetting'
  const refused = await run(properties.bucket('t', null, never))
  expect(refused.facts.every(({ error }) => error?.code === 'access-denied')).toBe(true)
})

test('versions come newest first, delete markers among them', async () => {
  const { s3, properties, run } = await setUp()
  const bucket = s3.buckets.get('www')
  if (bucket !== undefined) bucket.versioning = 'kept'
  bucket?.remove('site/page')
  const { versioning, versions, more } = await run(properties.versions('t', 'page', never))
  expect([versioning, more]).toEqual(['kept', false])
  expect(versions.map(({ size, current }) => [size, current])).toEqual([
    [null, true],
    [4, false],
  ])
})

test('a file is told by its disk, and has no versions', async () => {
  const { plant, properties } = await setUp({ kind: 'local', path: '/home/ada/site' })
  plant({ 'a.txt': 'abc' })
  const { facts } = await properties.file('t', 'a.txt')
  expect(facts.find(({ name }) => name === 'Size')?.texts).toEqual(['3 bytes'])
  await expect(properties.versions('t', 'a.txt', never)).rejects.toMatchObject({ code: 'usage' })
})
