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
      expect(removed).toEqual([{ key: 'in a batch', error: null }])
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
  })
}
