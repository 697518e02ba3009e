import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Context } from './object-store-suite.ts'
import { getText, listKeys, put, refusal, unstopped } from './object-store-under-test.ts'

/** Buckets that keep versions. */
export function describeVersions(context: Context): void {
  describe('a bucket that keeps versions', () => {
    it('says so, and another does not', async () => {
      const { store, bucket, makeBucket } = context
      const versioned = await makeBucket({ versioned: true })
      expect(await store.versioning(versioned, unstopped)).toBe('kept')
      expect(await store.versioning(bucket, unstopped)).toBe('gone')
      await refusal(store.versioning('sluice-no-such-bucket', unstopped), 'no-such-bucket')
    })

    it('shows the latest version and no deleted object', async () => {
      const { store, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      for (const text of ['one', 'two']) await put(store, bucket, 'k', text)
      for (const key of ['deleted', 'in a batch', 'z']) await put(store, bucket, key)
      expect(await getText(store, bucket, 'k')).toBe('two')
      await store.remove({ bucket, key: 'deleted' }, unstopped)
      const removed = await store.removeMany(bucket, ['in a batch'], unstopped)
      expect(removed).toMatchObject([{ key: 'in a batch', error: null }])
      expect(await listKeys(store, bucket)).toEqual([['k', 'z']])
      expect(await listKeys(store, bucket, '', 1)).toEqual([['k'], ['z']])
      for (const key of ['deleted', 'in a batch']) {
        expect(await store.head({ bucket, key }, unstopped)).toBeNull()
        await refusal(store.get({ bucket, key }, unstopped), 'no-such-key')
      }
    })

    it('takes a deleted key for absent', async () => {
      const { store, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      await put(store, bucket, 'k', 'old')
      await store.remove({ bucket, key: 'k' }, unstopped)
      const { etag: sourceEtag } = await put(store, bucket, 'source', 'x')
      await refusal(
        store.copy({ bucket, key: 'copy', source: { bucket, key: 'k' }, sourceEtag }, unstopped),
        'no-such-key',
      )
      await put(store, bucket, 'k', 'new')
      expect(await getText(store, bucket, 'k')).toBe('new')
    })

    it('says which version it wrote, which delete marker it left, and lists them, the newest first', async () => {
      const { store, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      const one = await put(store, bucket, 'a b/ü+%', 'one')
      const two = await put(store, bucket, 'a b/ü+%', 'three')
      const other = await put(store, bucket, 'z', 'other')
      const { deleteMarker } = await store.remove({ bucket, key: 'a b/ü+%' }, unstopped)
      const [batch] = await store.removeMany(bucket, ['z'], unstopped)
      const page = await store.listVersions({ bucket, prefix: '' }, unstopped)
      expect(page.next).toBeNull()
      expect(page.versions.map((v) => [v.key, v.versionId, v.latest, v.object?.size ?? null])).toEqual([
        ['a b/ü+%', deleteMarker, true, null],
        ['a b/ü+%', two.versionId, false, 5],
        ['a b/ü+%', one.versionId, false, 3],
        ['z', batch?.deleteMarker, true, null],
        ['z', other.versionId, false, 5],
      ])
      expect(page.versions[2]?.object?.etag).toBe(one.etag)
      const below = await store.listVersions({ bucket, prefix: 'z', pageSize: 1 }, unstopped)
      expect(below.versions.map((v) => v.versionId)).toEqual([batch?.deleteMarker])
      const after = below.next ?? { key: '' }
      const rest = await store.listVersions({ bucket, prefix: 'z', pageSize: 1, after }, unstopped)
      expect(rest.versions.map((v) => v.versionId)).toEqual([other.versionId])
      const beyond = await store.listVersions({ bucket, prefix: '', after: { key: 'a b/ü+%' } }, unstopped)
      // radosgw tells of the versions of that key again (measured, 16.2.15).
      expect(beyond.versions.map((v) => v.key).filter((key) => key > 'b')).toEqual(['z', 'z'])
    })

    it('copies a former version over the current one, and takes a delete marker away', async () => {
      const { store, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      const one = await put(store, bucket, 'k', 'one')
      await put(store, bucket, 'k', 'two')
      const source = { bucket, key: 'k', versionId: one.versionId ?? '' }
      expect(await store.head(source, unstopped)).toMatchObject({ size: 3, versionId: one.versionId })
      const copied = await store.copy({ bucket, key: 'k', source, sourceEtag: one.etag }, unstopped)
      expect(await getText(store, bucket, 'k')).toBe('one')
      const head = await store.head({ bucket, key: 'k' }, unstopped)
      // radosgw does not say it of a copy (measured, 16.2.15).
      expect([head?.versionId, undefined]).toContain(copied.versionId)
      const { deleteMarker = '' } = await store.remove({ bucket, key: 'k' }, unstopped)
      expect(await store.head({ bucket, key: 'k' }, unstopped)).toBeNull()
      expect(await store.remove({ bucket, key: 'k', versionId: deleteMarker }, unstopped)).toEqual({})
      expect(await store.head({ bucket, key: 'k' }, unstopped)).toEqual(head)
      const { versions } = await store.listVersions({ bucket, prefix: 'k' }, unstopped)
      expect(versions).toHaveLength(3)
    })

    it('says which version an upload in parts became', async () => {
      const { store, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      const upload = { bucket, key: 'k', ...(await store.startMultipart({ bucket, key: 'k' }, unstopped)) }
      const body = Buffer.from('part')
      const md5 = createHash('md5').update(body).digest()
      const part = await store.putPart({ ...upload, partNumber: 1, body, md5 }, unstopped)
      const written = await store.finishMultipart(
        { ...upload, parts: [{ ...part, partNumber: 1 }] },
        unstopped,
      )
      const head = await store.head({ bucket, key: 'k' }, unstopped)
      expect(head?.versionId).toBeDefined()
      expect(written.versionId).toBe(head?.versionId)
    })
  })
}
