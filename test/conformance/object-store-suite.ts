import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectStore } from '../../main/engine/s3/object-store.ts'
import type { needs } from '../servers/needs.ts'
import type { Quirks } from '../fakes/s3-quirks.ts'
import { describeCopies } from './object-copies-suite.ts'
import { describeListings } from './object-listings-suite.ts'
import { describeMultipart } from './object-multipart-suite.ts'
import {
  getBytes,
  getText,
  md5,
  put,
  refusal,
  unstopped,
  type ObjectStoreUnderTest,
} from './object-store-under-test.ts'
import { describeSettings } from './object-settings-suite.ts'
import { describeVersions } from './object-versions-suite.ts'

/** What the tests of one suite share. The bucket is new for each test. */
export interface Context {
  readonly store: ObjectStore
  readonly quirks: Quirks
  readonly bucket: string
  makeBucket(options?: { readonly versioned: boolean }): Promise<string>
}

/**
 * What every `ObjectStore` does, whichever server is behind it: the contract of `object-store.ts`, beyond what all
 * stores have in common. Where a server differs from AWS, its row of quirks says so and the test expects that.
 *
 * @param needed what the machine must have, so that the suite is skipped by name where it is missing.
 */
export function describeObjectStore(
  name: string,
  needed: ReturnType<typeof needs>,
  open: () => Promise<ObjectStoreUnderTest> | ObjectStoreUnderTest,
): void {
  describe(`the object store ${name}`, needed, () => {
    let tested: ObjectStoreUnderTest
    let bucket: string
    const context: Context = {
      get store() {
        return tested.store
      },
      get quirks() {
        return tested.quirks
      },
      get bucket() {
        return bucket
      },
      makeBucket: (wanted) => tested.makeBucket(wanted),
    }

    beforeAll(async () => {
      tested = await open()
    })
    beforeEach(async () => {
      bucket = await tested.makeBucket()
    })
    afterAll(() => tested.close())

    describeObjects(context)
    describeListings(context)
    describeCopies(context)
    describeMultipart(context)
    describeVersions(context)
    describeSettings(context)
    describeCancel(context)
  })
}

function describeObjects(context: Context): void {
  describe('objects', () => {
    it('come back as they were put, with their digest, type and metadata', async () => {
      const { store, bucket, quirks } = context
      const body = Buffer.from('some bytes')
      const etag = md5(body).toString('hex')
      const written = await store.put(
        { bucket, key: 'k', body, md5: md5(body), contentType: 'text/plain', metadata: { colour: 'blue' } },
        unstopped,
      )
      expect(written).toEqual({ etag, etagIsDigest: true, checksumProved: quirks.aws })
      const head = await store.head({ bucket, key: 'k' }, unstopped)
      expect(head).toMatchObject({ size: 10, etag, etagIsDigest: true, contentType: 'text/plain' })
      expect(head?.metadata).toEqual({ colour: 'blue' })
      const got = await store.get({ bucket, key: 'k' }, unstopped)
      got.cancel()
      expect(got).toMatchObject({ size: 10, etag, etagIsDigest: true })
    })

    it('without bytes are objects too', async () => {
      const { store, bucket } = context
      await put(store, bucket, 'empty', '')
      expect(await store.head({ bucket, key: 'empty' }, unstopped)).toMatchObject({
        size: 0,
        etag: 'd41d8cd98f00b204e9800998ecf8427e',
      })
      expect(await getBytes(store, { bucket, key: 'empty' })).toHaveLength(0)
    })

    it('are refused when their bytes are not those of the digest', async () => {
      const { store, bucket } = context
      const body = Buffer.from('flipped on the way')
      await refusal(
        store.put({ bucket, key: 'k', body, md5: md5(Buffer.from('meant')) }, unstopped),
        'integrity',
      )
      expect(await store.head({ bucket, key: 'k' }, unstopped)).toBeNull()
    })

    it('are refused under a key of more than 1,024 bytes, and taken under one of 1,024', async () => {
      const { store, bucket } = context
      await put(store, bucket, 'é'.repeat(512))
      await refusal(put(store, bucket, `x${'é'.repeat(512)}`), 'name-too-long', 'request-refused')
    })

    it('that are missing have no head, and can’t be got', async () => {
      const { store, bucket } = context
      expect(await store.head({ bucket, key: 'missing' }, unstopped)).toBeNull()
      const error = await refusal(store.get({ bucket, key: 'missing' }, unstopped), 'no-such-key')
      expect(error.s3).toMatchObject({ bucket, key: 'missing' })
    })

    it('of a missing bucket are refused with its name', async () => {
      const { store } = context
      const bucket = 'sluice-no-such-bucket-at-all'
      const name = { bucket, key: 'k' }
      const calls: (() => Promise<unknown>)[] = [
        () => put(store, bucket, 'k'),
        () => store.get(name, unstopped),
        () => store.listPage({ bucket, prefix: '' }, unstopped),
        () => store.remove(name, unstopped),
        () => store.removeMany(bucket, ['k'], unstopped),
        () => store.startMultipart(name, unstopped),
        () => store.listParts({ ...name, uploadId: 'u' }, unstopped),
      ]
      for (const call of calls) {
        const error = await refusal(call(), 'no-such-bucket')
        expect(error.s3?.bucket).toBe(bucket)
      }
    })

    it('are read from a byte on, and for a length', async () => {
      const { store, bucket } = context
      await put(store, bucket, 'k', '0123456789')
      const from = async (query: { from: number; size?: number }): Promise<string> =>
        Buffer.from(await getBytes(store, { bucket, key: 'k', ...query })).toString()
      expect(await from({ from: 0 })).toBe('0123456789')
      expect(await from({ from: 4 })).toBe('456789')
      expect(await from({ from: 9 })).toBe('9')
      expect(await from({ from: 2, size: 3 })).toBe('234')
      expect(await from({ from: 8, size: 5 })).toBe('89')
      const body = await store.get({ bucket, key: 'k', from: 4 }, unstopped)
      body.cancel()
      expect(body.size).toBe(10)
      await refusal(store.get({ bucket, key: 'k', from: 10 }, unstopped), 'request-refused')
    })

    it('are read only if they are still as they were seen', async () => {
      const { store, bucket } = context
      const { etag: old } = await put(store, bucket, 'k', 'old')
      expect(await getBytes(store, { bucket, key: 'k', ifMatch: old })).toHaveLength(3)
      await put(store, bucket, 'k', 'newer')
      await refusal(store.get({ bucket, key: 'k', ifMatch: old }, unstopped), 'precondition-failed')
    })

    it('are written only where there is none, if asked', async () => {
      const { store, bucket } = context
      const write = (key: string, text: string) => {
        const body = Buffer.from(text)
        return store.put({ bucket, key, body, md5: md5(body), ifAbsent: true }, unstopped)
      }
      await write('k', 'first')
      await refusal(write('k', 'second'), 'precondition-failed')
      expect(await getText(store, bucket, 'k')).toBe('first')
    })

    it('are replaced only if they are still as they were seen, if asked', async () => {
      const { store, bucket, quirks } = context
      const replace = (key: string, text: string, ifMatch: string) => {
        const body = Buffer.from(text)
        return store.put({ bucket, key, body, md5: md5(body), ifMatch }, unstopped)
      }
      const { etag: first } = await put(store, bucket, 'k', 'first')
      const { etag: second } = await replace('k', 'second', first)
      await refusal(replace('k', 'third', first), 'precondition-failed')
      expect(await getText(store, bucket, 'k')).toBe('second')
      const onNothing = quirks.ifMatchOnNothing === 'NoSuchKey' ? 'no-such-key' : 'precondition-failed'
      await refusal(replace('other', 'third', second), onNothing)
      expect(await store.head({ bucket, key: 'other' }, unstopped)).toBeNull()
    })

    it('are removed, and removing what is missing is no error', async () => {
      const { store, bucket } = context
      await put(store, bucket, 'k')
      await store.remove({ bucket, key: 'k' }, unstopped)
      await store.remove({ bucket, key: 'k' }, unstopped)
      expect(await store.head({ bucket, key: 'k' }, unstopped)).toBeNull()
    })

    it('are removed many at once, each with its result', async () => {
      const { store, bucket } = context
      for (const key of ['a', 'b & <c>', 'keep']) await put(store, bucket, key)
      const removed = await store.removeMany(bucket, ['a', 'missing', 'b & <c>'], unstopped)
      expect(removed.toSorted((x, y) => (x.key < y.key ? -1 : 1))).toEqual([
        { key: 'a', error: null },
        { key: 'b & <c>', error: null },
        { key: 'missing', error: null },
      ])
      expect(await store.head({ bucket, key: 'keep' }, unstopped)).not.toBeNull()
      expect(await store.head({ bucket, key: 'b & <c>' }, unstopped)).toBeNull()
    })

    it('have their bucket among the buckets', async () => {
      const { store, bucket } = context
      expect(await store.listBuckets(unstopped)).toContain(bucket)
    })
  })
}

/** An aborted call ends at once, with the reason it was given and nothing else. */
function describeCancel(context: Context): void {
  describe('a signal that has aborted', () => {
    it('ends every call with its reason', async () => {
      const { store, bucket } = context
      const reason = new Error('enough')
      const stopped = AbortSignal.abort(reason)
      const name = { bucket, key: 'k' }
      const upload = { ...name, uploadId: 'u' }
      const body = new Uint8Array(0)
      const part = { ...upload, partNumber: 1 }
      const source = { source: name, sourceEtag: 'e' }
      const calls: { readonly [call in keyof ObjectStore]?: () => Promise<unknown> } = {
        listPage: () => store.listPage({ bucket, prefix: '' }, stopped),
        browse: () => store.browse({ bucket, prefix: '', delimiter: '/' }, stopped),
        head: () => store.head(name, stopped),
        get: () => store.get(name, stopped),
        put: () => store.put({ ...name, body, md5: md5(body) }, stopped),
        remove: () => store.remove(name, stopped),
        removeMany: () => store.removeMany(bucket, ['k', 'k\n'], stopped),
        copy: () => store.copy({ bucket, key: 'copy', ...source }, stopped),
        startMultipart: () => store.startMultipart(name, stopped),
        putPart: () => store.putPart({ ...part, body, md5: md5(body) }, stopped),
        copyPart: () => store.copyPart({ ...part, ...source, from: 0, to: 1 }, stopped),
        finishMultipart: () => store.finishMultipart({ ...upload, parts: [] }, stopped),
        abortMultipart: () => store.abortMultipart(upload, stopped),
        listParts: () => store.listParts(upload, stopped),
        listBuckets: () => store.listBuckets(stopped),
        versioning: () => store.versioning(bucket, stopped),
        ownership: () => store.ownership(bucket, stopped),
      }
      for (const [what, call] of Object.entries(calls)) await expect(call(), what).rejects.toBe(reason)
    })

    it('ends a body that is being read', async () => {
      const { store, bucket } = context
      await put(store, bucket, 'k', new Uint8Array(4 * 1024 * 1024))
      const stop = new AbortController()
      const reason = new Error('enough')
      const body = await store.get({ bucket, key: 'k' }, stop.signal)
      const reading = (async () => {
        for await (const chunk of body.bytes) if (chunk.length > 0) stop.abort(reason)
      })()
      await expect(reading).rejects.toBe(reason)
    })
  })
}
