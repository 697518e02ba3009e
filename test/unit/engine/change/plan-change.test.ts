import { expect, test } from 'vitest'
import { edit, setUpObject as setUp } from './changed-object.ts'

test('an edit is one row that names each change, and leaves everything else as it is', async () => {
  const { change, written, head, tags } = await setUp()
  const { rows, report } = await change({
    kind: 'properties',
    etag: written.etag,
    edit: edit({
      headers: { contentType: 'text/html', cacheControl: null },
      metadata: { owner: 'bob', reviewed: 'yes' },
      tags: { team: 'web' },
      storageClass: 'STANDARD_IA',
    }),
  })
  expect(rows).toEqual([
    'update-properties properties: Content-Type text/plain → text/html; Cache-Control no-cache → none; metadata owner ada → bob; metadata reviewed none → yes; storage class STANDARD → STANDARD_IA; tag team none → web',
  ])
  expect(report).toMatchObject({ exit: 0, adjusted: 1, failed: 0 })
  const now = await head()
  expect(now).toMatchObject({
    contentType: 'text/html',
    metadata: { owner: 'bob', reviewed: 'yes' },
    storageClass: 'STANDARD_IA',
    websiteRedirect: '/there',
  })
  expect(now?.cacheControl).toBeUndefined()
  expect(await tags()).toEqual({ team: 'web' })
})

test.each(['aws', 'radosgw'] as const)(
  'a website redirect is changed, and taken away: %s',
  async (quirks) => {
    const { change, written, head } = await setUp('gone', quirks)
    const redirect = (to: string | null) =>
      change({ kind: 'properties', etag: written.etag, edit: edit({ headers: { websiteRedirect: to } }) })
    await redirect('/elsewhere')
    expect((await head())?.websiteRedirect).toBe('/elsewhere')
    expect((await redirect(null)).rows).toEqual([
      'update-properties properties: Website redirect /elsewhere → none',
    ])
    const now = await head()
    expect(now?.websiteRedirect).toBeUndefined()
    expect(now?.cacheControl).toBe('no-cache')
  },
)

test('other tags alone write no version', async () => {
  const { change, written, bucket, key, tags } = await setUp()
  const { report } = await change({
    kind: 'properties',
    etag: written.etag,
    edit: edit({ tags: { team: 'web' } }),
  })
  expect(report.adjusted).toBe(1)
  expect(await tags()).toEqual({ team: 'web' })
  expect(bucket.versions(key)).toHaveLength(1)
})

test('what is so already is no row', async () => {
  const { change, written } = await setUp()
  const { rows, summary } = await change({
    kind: 'properties',
    etag: written.etag,
    edit: edit({ headers: { contentType: 'text/plain' }, metadata: { owner: 'ada' } }),
  })
  expect(rows).toEqual([])
  expect(summary).toMatchObject({ same: 1, withheld: null })
})

test('an object that was replaced since it was looked at is not planned for, and why is said', async () => {
  const { change, written, put } = await setUp()
  await put('two')
  const { how, summary } = await change({
    kind: 'properties',
    etag: written.etag,
    edit: edit({ headers: { contentType: 'text/html' } }),
  })
  expect(how).toBe('broken')
  expect(summary.withheld?.code).toBe('changed')
})

test('one that is replaced after its review stays as it is', async () => {
  const { change, written, head, bucket, key } = await setUp()
  const { row, report } = await change(
    { kind: 'properties', etag: written.etag, edit: edit({ headers: { contentType: 'text/html' } }) },
    () => {
      bucket.write(key, {
        bytes: Buffer.from('theirs'),
        etag: 'theirs',
        etagIsDigest: false,
        metadata: {},
      })
    },
  )
  expect(row?.state).toBe('refused-changed')
  expect(report.refused).toBe(1)
  expect((await head())?.etag).toBe('theirs')
})

test('a former version becomes the current one by a copy, and none goes', async () => {
  const { change, put, head, bucket, key } = await setUp()
  const old = (await head())?.versionId ?? ''
  await put('two')
  const { rows, report } = await change({ kind: 'version', versionId: old })
  expect(rows).toEqual([`restore version ${old}`])
  expect(report).toMatchObject({ exit: 0, transferred: { count: 1 } })
  expect(Buffer.from(bucket.current(key)?.bytes ?? '').toString()).toBe('one')
  expect(await head()).toMatchObject({ contentType: 'text/plain', websiteRedirect: '/there' })
  expect(bucket.versions(key)).toHaveLength(3)
})

test('what was deleted comes back, the newest version by taking away the marker alone', async () => {
  const { change, put, head, bucket, key } = await setUp()
  const old = (await head())?.versionId ?? ''
  await put('two')
  const newest = (await head())?.versionId ?? ''
  bucket.remove(key)
  await change({ kind: 'version', versionId: newest })
  expect(Buffer.from(bucket.current(key)?.bytes ?? '').toString()).toBe('two')
  expect(bucket.versions(key)).toHaveLength(2)
  bucket.remove(key)
  const { report } = await change({ kind: 'version', versionId: old })
  expect(report.exit).toBe(0)
  expect(Buffer.from(bucket.current(key)?.bytes ?? '').toString()).toBe('one')
})

test('a version that is gone, and one of an archive, are not planned for', async () => {
  const { change, put, head, bucket, key } = await setUp()
  expect((await change({ kind: 'version', versionId: 'none' })).summary.withheld?.code).toBe('gone')
  const old = (await head())?.versionId ?? ''
  await put('two')
  Object.assign(bucket.version(key, old) ?? {}, { storageClass: 'GLACIER' })
  expect((await change({ kind: 'version', versionId: old })).summary.withheld?.code).toBe('archived')
})

test('where versioning is suspended, no copy takes the place of the version null', async () => {
  const { change, put, head, bucket, key } = await setUp()
  const old = (await head())?.versionId ?? ''
  bucket.versioning = 'suspended'
  await put('two')
  const { how, summary } = await change({ kind: 'version', versionId: old })
  expect(how).toBe('broken')
  expect(summary.withheld).toMatchObject({ code: 'not-kept' })
  expect(summary.withheld?.message).toContain('versioning is suspended')
  expect(Buffer.from(bucket.current(key)?.bytes ?? '').toString()).toBe('two')
})

test('nor of one that lies deeper; the version null itself comes back', async () => {
  const { change, put, head, bucket, key } = await setUp('suspended')
  bucket.versioning = 'kept'
  await put('two')
  const second = (await head())?.versionId ?? ''
  await put('three')
  bucket.versioning = 'suspended'
  expect((await change({ kind: 'version', versionId: second })).summary.withheld?.code).toBe('not-kept')
  const { report } = await change({ kind: 'version', versionId: 'null' })
  expect(report.exit).toBe(0)
  expect(Buffer.from(bucket.current(key)?.bytes ?? '').toString()).toBe('one')
})

test('where versioning is on again, the version null stays below the copy', async () => {
  const { change, put, head, bucket, key } = await setUp()
  const old = (await head())?.versionId ?? ''
  bucket.versioning = 'suspended'
  await put('two')
  bucket.versioning = 'kept'
  expect((await change({ kind: 'version', versionId: old })).report.exit).toBe(0)
  expect(Buffer.from(bucket.version(key, 'null')?.bytes ?? '').toString()).toBe('two')
  expect(Buffer.from(bucket.current(key)?.bytes ?? '').toString()).toBe('one')
})

test('a delete marker of the id null is not taken away: what lies below it is copied', async () => {
  const { change, head, bucket, key, s3 } = await setUp()
  const old = (await head())?.versionId ?? ''
  bucket.versioning = 'suspended'
  bucket.remove(key)
  const { report } = await change({ kind: 'version', versionId: old })
  expect(report.exit).toBe(0)
  expect(Buffer.from(bucket.current(key)?.bytes ?? '').toString()).toBe('one')
  expect(s3.effects.filter(({ op }) => op === 'remove')).toEqual([])
  expect(bucket.version(key, old)).not.toBeNull()
})

test('a version of an archive that can be read for a while does not go back into it', async () => {
  const { change, put, head, bucket, key } = await setUp()
  const old = (await head())?.versionId ?? ''
  await put('two')
  Object.assign(bucket.version(key, old) ?? {}, { storageClass: 'GLACIER', restored: true })
  const { rows, report } = await change({ kind: 'version', versionId: old })
  expect(rows).toEqual([`restore version ${old}, out of GLACIER: the copy is STANDARD`])
  expect(report.exit).toBe(0)
  expect((await head())?.storageClass).toBeUndefined()
})

test('a version that comes back has its Object Lock, and stays for as long', async () => {
  const { change, put, head, bucket, key } = await setUp()
  const old = (await head())?.versionId ?? ''
  const lock = { lockMode: 'COMPLIANCE', lockUntil: '2030-01-01T00:00:00Z', legalHold: 'ON' }
  Object.assign(bucket.version(key, old) ?? {}, lock)
  await put('two')
  expect((await change({ kind: 'version', versionId: old })).report.exit).toBe(0)
  expect(await head()).toMatchObject(lock)
})

test('a row remembers the tags that it was planned by, where it is about them', async () => {
  const { change, written } = await setUp()
  const { row } = await change({ kind: 'properties', etag: written.etag, edit: edit({ tags: { a: '1' } }) })
  expect(row?.outcome?.tags).toEqual({})
})
