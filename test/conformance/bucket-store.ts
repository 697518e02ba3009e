import { listS3 } from '../../main/engine/listing/s3-listing.ts'
import type { Retry } from '../../main/engine/running/retry.ts'
import type { ObjectStore } from '../../main/engine/s3/object-store.ts'
import { partRanges } from '../../main/engine/transfer/part-size.ts'
import { SluiceError } from '../../shared/errors.ts'
import { md5, putPart } from './object-store-under-test.ts'
import type { StoreUnderTest } from './store-suite.ts'

const partSize = 8 * 1024 * 1024
const mostRemoved = 1000

/** For stores that need no second attempt. */
export const once: Retry = (_what, attempt, signal) => attempt(signal, 1)

/** A bucket as a store: each request by way of `retry`, big bytes in parts, and listed as the engine lists. */
export function bucketStore(
  store: ObjectStore,
  bucket: string,
  retry: Retry,
  close: StoreUnderTest['close'],
): StoreUnderTest {
  async function putInParts(key: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const started = await retry('start', (s) => store.startMultipart({ bucket, key }, s), signal)
    const upload = { bucket, key, ...started }
    const parts: { partNumber: number; etag: string }[] = []
    for (const { partNumber, from, size } of partRanges(bytes.length, partSize)) {
      const body = bytes.subarray(from, from + size)
      parts.push(await retry('part', (s) => putPart(store, upload, partNumber, body, s), signal))
    }
    await retry('finish', (s) => store.finishMultipart({ ...upload, parts }, s), signal)
  }

  return {
    close,

    async put(key, body, signal) {
      if (body.length < partSize) {
        await retry('put', (s) => store.put({ bucket, key, body, md5: md5(body) }, s), signal)
      } else await putInParts(key, body, signal)
    },

    read: (key, signal) => retry('get', (s) => readWhole(store, bucket, key, s), signal),

    list: (prefix, signal, pageSize) =>
      listS3(
        { store, bucket, prefix, retry, now: () => 0, ...(pageSize === undefined ? {} : { pageSize }) },
        signal,
      ),

    async remove(keys, signal) {
      const results = []
      for (let from = 0; from < keys.length; from += mostRemoved) {
        const batch = keys.slice(from, from + mostRemoved)
        results.push(...(await retry('remove', (s) => store.removeMany(bucket, batch, s), signal)))
      }
      return results
    },

    stat: (key, signal) => retry('head', (s) => store.head({ bucket, key }, s), signal),
  }
}

async function readWhole(
  store: ObjectStore,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const body = await store.get({ bucket, key }, signal)
  const chunks: Uint8Array[] = []
  for await (const chunk of body.bytes) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  if (bytes.length === body.size) return bytes
  throw new SluiceError({
    code: 'server-failed',
    message: `${bytes.length} bytes came of ${String(body.size)}.`,
  })
}
