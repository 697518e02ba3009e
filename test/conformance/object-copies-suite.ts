import { describe, expect, it } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import type { Context } from './object-store-suite.ts'
import {
  compositeEtag,
  getBytes,
  getText,
  md5,
  put,
  putInParts,
  refusal,
  unstopped,
} from './object-store-under-test.ts'
import { weirdNames } from './weird-names.ts'

const mebibyte = 1024 * 1024

/** Copies by the server, of whole objects and of parts. */
export function describeCopies(context: Context): void {
  describe('copies', () => {
    it('have the bytes, the ETag and the properties of their source, in another bucket too', async () => {
      const { store, bucket, makeBucket } = context
      const body = Buffer.from('to be copied')
      const kept = { contentType: 'text/x-kept', metadata: { colour: 'red' } }
      const { etag } = await store.put({ bucket, key: 'source', body, md5: md5(body), ...kept }, unstopped)
      for (const target of [bucket, await makeBucket()]) {
        const query = { bucket: target, key: 'copy', source: { bucket, key: 'source' }, sourceEtag: etag }
        expect((await store.copy(query, unstopped)).etag).toBe(etag)
        expect(await getText(store, target, 'copy')).toBe('to be copied')
        expect(await store.head({ bucket: target, key: 'copy' }, unstopped)).toMatchObject(kept)
      }
    })

    it('have other properties if those are given, and then none of the old', async () => {
      const { store, bucket } = context
      const body = Buffer.from('x')
      const old = { contentType: 'text/x-old', metadata: { old: 'yes' } }
      const { etag } = await store.put({ bucket, key: 'source', body, md5: md5(body), ...old }, unstopped)
      const source = { bucket, key: 'source' }
      await store.copy(
        {
          ...{ bucket, key: 'copy', source, sourceEtag: etag },
          ...{ contentType: 'text/x-new', metadataDirective: 'REPLACE' },
        },
        unstopped,
      )
      const head = await store.head({ bucket, key: 'copy' }, unstopped)
      expect([head?.contentType, head?.metadata]).toEqual(['text/x-new', {}])
    })

    it('find a source by any key', async () => {
      const { store, bucket } = context
      for (const { key } of weirdNames) {
        const { etag } = await put(store, bucket, key, `bytes of ${key}`)
        await store.copy({ bucket, key: 'copy', source: { bucket, key }, sourceEtag: etag }, unstopped)
        expect(await getText(store, bucket, 'copy')).toBe(`bytes of ${key}`)
      }
    })

    it('of what is missing are refused', async () => {
      const { store, bucket } = context
      const copy = (source: { bucket: string; key: string }) =>
        store.copy({ bucket, key: 'copy', source, sourceEtag: 'e' }, unstopped)
      await refusal(copy({ bucket, key: 'missing' }), 'no-such-key')
      await refusal(copy({ bucket: 'sluice-no-such-bucket', key: 'k' }), 'no-such-bucket')
    })

    it('of a source that was replaced are refused, where that is honoured', async () => {
      const { store, bucket, quirks } = context
      const { etag: old } = await put(store, bucket, 'source', 'old')
      const { etag: now } = await put(store, bucket, 'source', 'now')
      const copy = store.copy(
        { bucket, key: 'copy', source: { bucket, key: 'source' }, sourceEtag: old },
        unstopped,
      )
      if (quirks.honoursSourceEtag) await refusal(copy, 'precondition-failed')
      // The reply tells that it was another one.
      else expect((await copy).etag).toBe(now)
    })

    it('replace what is there only if it is as expected, where that is honoured', async () => {
      const { store, bucket, quirks } = context
      const { etag } = await put(store, bucket, 'source', 'copied')
      const { etag: there } = await put(store, bucket, 'target', 'there')
      const query = { bucket, key: 'target', source: { bucket, key: 'source' }, sourceEtag: etag }
      const attempts = [
        store.copy({ ...query, ifAbsent: true }, unstopped),
        store.copy({ ...query, ifMatch: etag }, unstopped),
      ]
      for (const attempt of attempts) {
        if (quirks.honoursCopyConditions) await refusal(attempt, 'precondition-failed')
        else await attempt
      }
      if (!quirks.honoursCopyConditions) return
      expect(await getText(store, bucket, 'target')).toBe('there')
      await store.copy({ ...query, ifMatch: there }, unstopped)
      expect(await getText(store, bucket, 'target')).toBe('copied')
    })

    it('onto themselves are refused', async () => {
      const { store, bucket } = context
      const { etag } = await put(store, bucket, 'k')
      await refusal(
        store.copy({ bucket, key: 'k', source: { bucket, key: 'k' }, sourceEtag: etag }, unstopped),
        'request-refused',
      )
    })

    it('of an object made of parts are one piece', async () => {
      const { store, bucket, quirks } = context
      const parts = [seededBytes(1, 5 * mebibyte), seededBytes(2, 100)]
      await putInParts(store, bucket, 'parts', parts)
      const sourceEtag = compositeEtag(parts)
      await store.copy({ bucket, key: 'copy', source: { bucket, key: 'parts' }, sourceEtag }, unstopped)
      const whole = md5(Buffer.concat(parts)).toString('hex')
      expect((await store.head({ bucket, key: 'copy' }, unstopped))?.etag).toBe(
        quirks.copyKeepsEtag ? sourceEtag : whole,
      )
      expect(md5(await getBytes(store, { bucket, key: 'copy' })).toString('hex')).toBe(whole)
    })
  })
}
