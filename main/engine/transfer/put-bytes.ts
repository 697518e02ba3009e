import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectName, ObjectProperties, ObjectStore, Written } from '../s3/object-store.ts'
import { hex, md5 } from './digest.ts'
import { integrityError } from './integrity.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'
import { destinationChanged, writeCondition } from './write-guard.ts'

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
  tools: Pick<TransferTools, 'retry' | 'onBytes' | 'bandwidth'>,
  signal: AbortSignal,
  beforeSending: () => Promise<void> = () => Promise.resolve(),
): Promise<Done> {
  const { store, target } = job
  const digest = md5(body)
  await beforeSending()
  const query = {
    ...target,
    ...job.properties,
    ...writeCondition(job.expected),
    body,
    md5: digest,
    bandwidth: tools.bandwidth,
  }
  const written = await tools.retry(
    'put',
    (attemptSignal) =>
      store
        .put(query, attemptSignal)
        .catch((error: unknown) => arrivedAfterAll(error, store, target, digest, signal)),
    signal,
  )
  tools.onBytes(body.length)
  return { proof: proveWhole(written, digest, target), bytes: body.length, etag: written.etag }
}

/**
 * A condition that fails because an object is there with our digest is no conflict: an attempt arrived whose reply was
 * lost, or that of a run that was killed. The row is done.
 */
async function arrivedAfterAll(
  error: unknown,
  store: ObjectStore,
  target: ObjectName,
  digest: Uint8Array,
  signal: AbortSignal,
): Promise<Written> {
  if (!(error instanceof SluiceError) || error.code !== 'precondition-failed') throw error
  const head = await store.head(target, signal)
  if (head !== null && head.etagIsDigest && head.etag === hex(digest)) {
    return { etag: head.etag, etagIsDigest: true, checksumProved: false }
  }
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
