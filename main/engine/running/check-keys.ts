import { errorCodes, SluiceError } from '../../../shared/errors.ts'
import type { Entry } from '../listing/entry.ts'
import type { S3Side, Side, Source } from '../side.ts'
import type { Retry } from './retry.ts'

/**
 * Shows that each identity of a run is known to its server before anything is listed (F79).
 *
 * | sides                          | what shows it |
 * |--------------------------------|---------------|
 * | two buckets, two identities    | a call to each that lists nothing (GetBucketVersioning) |
 * | one identity                   | the first page of its listing: see `afterFirstPage` |
 *
 * @throws SluiceError where a server does not accept the credentials. Any other refusal is no answer to this question:
 * who may list and write need not be allowed to ask for versioning.
 */
export async function checkKeys(
  retry: Retry,
  source: Source,
  destination: Side,
  signal: AbortSignal,
): Promise<void> {
  if (source.kind !== 's3' || destination.kind !== 's3' || source.store === destination.store) return
  await Promise.all([source, destination].map((side) => checkOne(retry, side, signal)))
}

async function checkOne(retry: Retry, { store, bucket }: S3Side, signal: AbortSignal): Promise<void> {
  try {
    await retry('check-keys', (attempt) => store.versioning(bucket, attempt), signal)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof SluiceError && errorCodes[error.code].item === 4) throw error
  }
}

/**
 * Two listings of which the second is begun when the first one's first page is there, and not at all when it fails: a
 * folder is not read for a server that does not accept who asks.
 */
export function afterFirstPage(
  first: AsyncIterable<Entry[]>,
  second: AsyncIterable<Entry[]>,
): [AsyncIterable<Entry[]>, AsyncIterable<Entry[]>] {
  const { promise: arrived, resolve, reject } = Promise.withResolvers<undefined>()
  // Whoever reads the first listing sees its failure; the second may not be waiting for it yet.
  arrived.catch(() => undefined)
  async function* told(): AsyncGenerator<Entry[]> {
    try {
      for await (const page of first) {
        resolve(undefined)
        yield page
      }
    } catch (error) {
      reject(error)
      throw error
    } finally {
      resolve(undefined)
    }
  }
  async function* waiting(): AsyncGenerator<Entry[]> {
    await arrived
    yield* second
  }
  return [told(), waiting()]
}
