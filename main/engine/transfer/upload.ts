import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectName, ObjectProperties, ObjectStore, Written } from '../s3/object-store.ts'
import { hex, md5 } from './digest.ts'
import { integrityError } from './integrity.ts'
import { sendParts } from './multipart.ts'
import { multipartThreshold } from './part-size.ts'
import { withSourceFile, type SourceFile } from './source-file.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'
import { destinationChanged, writeCondition } from './write-guard.ts'

export interface Upload {
  readonly path: string
  readonly store: ObjectStore
  readonly target: ObjectName
  readonly properties: ObjectProperties
  readonly expected: Expected
}

/**
 * Sends one file: whole below 8 MiB, in parts from there on (MPT-1). What becomes visible is exactly one version of
 * the file, proved by the server's digest where it gives one.
 */
export function upload(job: Upload, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  return withSourceFile(tools.world.fs, job.path, (file) =>
    file.size < multipartThreshold
      ? putWhole(job, file, tools, signal)
      : putInParts(job, file, tools, signal),
  )
}

function putInParts(job: Upload, file: SourceFile, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  return sendParts(
    {
      store: job.store,
      target: job.target,
      properties: job.properties,
      expected: job.expected,
      size: file.size,
      readPart: (range) => file.read(range.from, range.size),
      beforeFinish: () => file.checkUnchanged(),
    },
    tools,
    signal,
  )
}

async function putWhole(
  job: Upload,
  file: SourceFile,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { store, target } = job
  return tools.slots.use(async () => {
    const body = await file.read(0, file.size)
    const digest = md5(body)
    await file.checkUnchanged()
    const query = { ...target, ...job.properties, ...writeCondition(job.expected), body, md5: digest }
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
  }, signal)
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
