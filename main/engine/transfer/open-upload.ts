import { createHash } from 'node:crypto'
import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectStore, PartSeen, StartMultipartQuery, UploadName } from '../s3/object-store.ts'
import type { BegunUpload } from '../planning/large-transfers.ts'
import { mostParts } from './part-size.ts'
import type { TransferTools } from './transfer.ts'

/** An upload that parts can be sent to. */
export interface OpenUpload {
  readonly upload: UploadName
  /** Bytes of every part but the last. */
  readonly partSize: number
  /** What the server has of it already, by part number. Whether a part is the right one is yet to be proved. */
  readonly there: ReadonlyMap<number, PartSeen>
}

export interface Wanted {
  readonly store: ObjectStore
  readonly start: StartMultipartQuery
  /** Bytes of the object. */
  readonly size: number
  /** For a new upload. */
  readonly partSize: number
  /** The bytes of a part can be compared with what the server has of it. */
  readonly provesParts: boolean
}

/**
 * Goes on with what an ended run has left of the same upload, or begins a new one. What it left otherwise is aborted,
 * so that no parts stay and are billed.
 *
 * | left by an ended run | parts can be proved | begun with the same | the server's parts      | what happens      |
 * |----------------------|---------------------|---------------------|-------------------------|-------------------|
 * | nothing              | –                   | –                   | –                       | new               |
 * | an upload            | yes                 | yes                 | known, none past the end| it goes on        |
 * | an upload            | otherwise           |                     |                         | aborted, then new |
 */
export async function openUpload(
  wanted: Wanted,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<OpenUpload> {
  const { store, start, partSize } = wanted
  const { bucket, key } = start
  const endpoint = store.endpoint.label
  const begunWith = digestOf(start, store)
  const left = await tools.journal.takeUploads({ endpoint, bucket, key })
  const opened = await reopenOne(left, { ...wanted, begunWith }, tools, signal)
  if (opened !== null) return opened
  const { uploadId } = await startUpload(store, start, tools, signal)
  tools.journal.uploadBegun({ endpoint, bucket, key, uploadId, partSize, start: begunWith })
  return { upload: { bucket, key, uploadId }, partSize, there: new Map() }
}

/** The first that can be gone on with; the others are aborted, and all of them where this is stopped. */
async function reopenOne(
  left: readonly BegunUpload[],
  wanted: Wanted & { readonly begunWith: string },
  tools: TransferTools,
  signal: AbortSignal,
): Promise<OpenUpload | null> {
  const { store, start } = wanted
  const nameOf = ({ uploadId }: BegunUpload): UploadName => ({
    bucket: start.bucket,
    key: start.key,
    uploadId,
  })
  try {
    for (const upload of left) {
      const there = await partsOf(upload, wanted, tools, signal)
      if (there === null) continue
      for (const other of left) if (other !== upload) await abandon(store, nameOf(other), tools)
      const { partSize } = upload
      return { upload: nameOf(upload), partSize, there: new Map(there.map((p) => [p.partNumber, p])) }
    }
  } catch (error) {
    for (const upload of left) await abandon(store, nameOf(upload), tools)
    throw error
  }
  for (const upload of left) await abandon(store, nameOf(upload), tools)
  return null
}

/** The parts the server has; null where they are not known, or no use. */
async function partsOf(
  { uploadId, partSize, start }: BegunUpload,
  wanted: Wanted & { readonly begunWith: string },
  tools: TransferTools,
  signal: AbortSignal,
): Promise<readonly PartSeen[] | null> {
  const { store, size, provesParts, begunWith } = wanted
  const { bucket, key } = wanted.start
  const count = Math.max(1, Math.ceil(size / partSize))
  if (!provesParts || start !== begunWith || count > mostParts) return null
  const upload = { bucket, key, uploadId }
  try {
    const parts = await tools.retry('list-parts', (s) => store.listParts(upload, s), signal)
    // Some servers finish an upload only with all the parts they have.
    return parts === null || parts.some(({ partNumber }) => partNumber > count) ? null : parts
  } catch (error) {
    signal.throwIfAborted()
    tools.world.log.write({ what: 'parts-unknown', ...upload, why: String(error) })
    return null
  }
}

/** Whatever differs here would make another object, or parts that do not belong together. */
function digestOf(start: StartMultipartQuery, store: ObjectStore): string {
  return createHash('sha256')
    .update(JSON.stringify([start, store.withParts]))
    .digest('hex')
}

/**
 * A start that is on its way when the run is stopped is waited for: its reply has the one name by which the upload can
 * be aborted.
 */
async function startUpload(
  store: ObjectStore,
  start: StartMultipartQuery,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<{ uploadId: string }> {
  const grace = new AbortController()
  let disarm = (): void => undefined
  const stop = (): void => {
    disarm = tools.world.clock.after(abandonWithin, () => {
      grace.abort(signal.reason)
    })
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await tools.retry('start-multipart', () => store.startMultipart(start, grace.signal), signal)
  } finally {
    signal.removeEventListener('abort', stop)
    disarm()
  }
}

const abandonWithin = 10_000

/** Aborts an upload that will not be finished, also after a cancel; what can't be aborted stays in the journal. */
export async function abandon(store: ObjectStore, upload: UploadName, tools: TransferTools): Promise<void> {
  const deadline = new AbortController()
  const disarm = tools.world.clock.after(abandonWithin, () => {
    deadline.abort(
      new SluiceError({ code: 'stalled', message: 'Aborting an upload took too long.', subject: upload.key }),
    )
  })
  try {
    await tools.retry('abort-multipart', (s) => store.abortMultipart(upload, s), deadline.signal)
    tools.journal.uploadEnded(upload.uploadId)
  } catch (error) {
    tools.world.log.write({
      what: 'upload-left-behind',
      key: upload.key,
      uploadId: upload.uploadId,
      why: String(error),
    })
  } finally {
    disarm()
  }
}
