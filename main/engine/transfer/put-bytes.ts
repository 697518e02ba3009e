import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectName, ObjectProperties, ObjectStore, Written } from '../s3/object-store.ts'
import { countSent } from './count-sent.ts'
import { hashedBody, hex } from './digest.ts'
import { integrityError } from './integrity.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'
import { versionsOf } from './written-version.ts'
import { destinationChanged, isAsSeen, writeCondition } from './write-guard.ts'

/** An object to be written in one request. */
export interface Put {
  readonly store: ObjectStore
  readonly target: ObjectName
  readonly properties: ObjectProperties
  readonly expected: Expected
}

/**
 * Writes one object whole, proved by the server's digest where it gives one.
 * @param beforeSending throws where the bytes must not go after all
 */
export async function putBytes(
  job: Put,
  body: Uint8Array,
  tools: Pick<TransferTools, 'hashing' | 'retry' | 'onBytes' | 'onTakeBack' | 'bandwidth'>,
  signal: AbortSignal,
  beforeSending: () => Promise<void> = () => Promise.resolve(),
): Promise<Done> {
  const { store, target } = job
  const digest = await tools.hashing.digest('md5', body)
  await beforeSending()
  const plain = {
    ...target,
    ...job.properties,
    ...hashedBody(body, digest, tools),
    bandwidth: tools.bandwidth,
  }
  const query = { ...plain, ...writeCondition(job.expected) }
  // What was there before the first attempt is not this run's.
  const found = { untouched: false }
  const written = await tools.retry(
    'put',
    (attemptSignal, attempt) =>
      countSent(body.length, tools, (onSent) =>
        store.put({ ...query, onSent }, attemptSignal).catch(async (error: unknown) => {
          if (!(error instanceof SluiceError) || error.code !== 'precondition-failed') throw error
          const how = await afterFailedCondition(job, digest, signal)
          if (how === 'write') return store.put(plain, attemptSignal)
          found.untouched = attempt === 1
          return how
        }),
      ),
    signal,
  )
  return {
    proof: proveWhole(written, digest, target),
    bytes: body.length,
    etag: written.etag,
    ...(found.untouched ? { untouched: true } : versionsOf(written)),
  }
}

/**
 * What a failed condition means, by a HEAD:
 *
 * | there now               | server     | means                                                                     |
 * |-------------------------|------------|---------------------------------------------------------------------------|
 * | an object of our digest | any        | an attempt arrived whose reply was lost, or a killed run's: done          |
 * | what the plan has seen  | not Amazon | its conditions don't work there: radosgw fails each If-Match on a         |
 * |                         |            | versioned bucket (measured, 16.2.15). What was seen is there: write       |
 * | anything else           | any        | changed                                                                   |
 *
 * @throws SluiceError `changed`
 */
async function afterFailedCondition(
  { store, target, expected }: Put,
  digest: Uint8Array,
  signal: AbortSignal,
): Promise<Written | 'write'> {
  const head = await store.head(target, signal)
  if (head?.etagIsDigest === true && head.etag === hex(digest)) {
    return { etag: head.etag, etagIsDigest: true, checksumProved: false, ...versionsOf(head) }
  }
  if (!store.endpoint.aws && isAsSeen(head, expected)) return 'write'
  throw destinationChanged(target)
}

/**
 * | reply                                   | proof     |
 * |-----------------------------------------|-----------|
 * | checksum stored and equal               | hash      |
 * | ETag is a digest and equal to ours      | hash      |
 * | ETag is a digest and differs            | integrity |
 * | ETag is no digest (SSE-KMS, SSE-C …)    | size: the server took as many bytes as were announced, with their MD5 |
 */
function proveWhole(written: Written, digest: Uint8Array, target: ObjectName): 'hash' | 'size' {
  if (written.checksumProved) return 'hash'
  if (!written.etagIsDigest) return 'size'
  if (written.etag !== hex(digest))
    throw integrityError(target, `its ETag is ${written.etag}, its bytes' MD5 ${hex(digest)}`)
  return 'hash'
}
