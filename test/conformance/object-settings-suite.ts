import { describe, expect, it } from 'vitest'
import type { Context } from './object-store-suite.ts'
import { md5, put, unstopped } from './object-store-under-test.ts'

/** What objects and buckets are set to, and addresses that stand for a request. */
export function describeSettings(context: Context): void {
  describe('settings', () => {
    it('a website redirect goes with an object, and with a copy that is given it', async () => {
      const { store, bucket, quirks } = context
      const body = Buffer.from('moved')
      const { etag } = await store.put(
        { bucket, key: 'old', body, md5: md5(body), websiteRedirect: '/new' },
        unstopped,
      )
      expect((await store.head({ bucket, key: 'old' }, unstopped))?.websiteRedirect).toBe('/new')
      const source = { bucket, key: 'old' }
      await store.copy({ bucket, key: 'without', source, sourceEtag: etag }, unstopped)
      await store.copy({ bucket, key: 'with', source, sourceEtag: etag, websiteRedirect: '/new' }, unstopped)
      const redirects = await Promise.all(
        ['without', 'with'].map(
          async (key) => (await store.head({ bucket, key }, unstopped))?.websiteRedirect,
        ),
      )
      expect(redirects).toEqual([quirks.copiesRedirect ? '/new' : undefined, '/new'])
    })

    it('a copy onto itself has the tags that it is given, where the server takes them', async () => {
      const { store, quirks, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      const object = { bucket, key: 'tagged' }
      const { etag } = await put(store, bucket, object.key)
      await store.setTags(object, { team: 'web' }, unstopped)
      const copied = { ...object, source: object, sourceEtag: etag, metadataDirective: 'REPLACE' } as const
      await store.copy({ ...copied, contentType: 'text/html' }, unstopped)
      const kept = await store.tags(object, unstopped)
      const tags = { team: 'ops', 'a b': 'é+= /' }
      await store.copy({ ...copied, taggingDirective: 'REPLACE', tags }, unstopped)
      expect([kept, await store.tags(object, unstopped)]).toEqual(
        quirks.copyTakesTags ? [{ team: 'web' }, tags] : [{}, {}],
      )
    })

    it('tags are given to the version that is named', async () => {
      const { store, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      const object = { bucket, key: 'tagged' }
      const { versionId } = await put(store, bucket, object.key)
      if (versionId === undefined) throw new Error('The bucket keeps versions.')
      await put(store, bucket, object.key, 'a newer one')
      await store.setTags({ ...object, versionId }, { team: 'web' }, unstopped)
      expect(await store.tags(object, unstopped)).toEqual({})
      expect(await store.tags({ ...object, versionId }, unstopped)).toEqual({ team: 'web' })
    })

    it('a bucket says whether it keeps versions, and that it has no tags and no lifecycle', async () => {
      const { store, makeBucket } = context
      const bucket = await makeBucket({ versioned: true })
      expect(await store.bucketSetting(bucket, 'versioning', unstopped)).toBe('Enabled')
      expect(await store.bucketSetting(bucket, 'lifecycle', unstopped)).toBeNull()
      expect(await store.bucketSetting(bucket, 'tags', unstopped)).toBeNull()
    })

    it('a link ends when it was asked to, and has its signature in it', async () => {
      const { store, bucket } = context
      await put(store, bucket, 'a b+c%é', 'for anybody')
      const { url, endsBy } = await store.presign({ bucket, key: 'a b+c%é', expiresIn: 60 }, unstopped)
      expect(endsBy).toBe('asked')
      expect(url).toContain('X-Amz-Signature=')
      if (!url.startsWith('http')) return
      const reply = await fetch(url)
      expect([reply.status, await reply.text()]).toEqual([200, 'for anybody'])
    })
  })
}
