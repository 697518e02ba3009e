import type { Outcome } from '../../../shared/plan-row.ts'
import type { ObjectName, ObjectProperties, ObjectStore, Tags, Written } from '../s3/object-store.ts'
import { fitTagHeader } from '../s3/tag-header.ts'
import { countMoved } from './count-moved.ts'
import { countSent } from './count-sent.ts'
import { compositeEtag, etagShape, hashedBody, hex } from './digest.ts'
import { finishHeld } from './finish-held.ts'
import type { HeldWrite } from './held-write.ts'
import { headWritten, integrityError } from './integrity.ts'
import { abandon, openUpload, type OpenUpload, type Wanted } from './open-upload.ts'
import { heldInMemory, partRanges, partSizeFor, type PartRange } from './part-size.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'
import { versionsOf } from './written-version.ts'
import { checkUnchanged } from './write-guard.ts'

export interface PartsJob {
  readonly store: ObjectStore
  readonly target: ObjectName
  readonly properties: ObjectProperties
  /** Given with the start where a header can hold them, else when the object is there (META-6). */
  readonly tags?: Tags
  readonly expected: Expected
  readonly size: number
  /** Fills a part's buffer, of its size. */
  readonly readPart: (range: PartRange, into: Uint8Array, signal: AbortSignal) => Promise<void>
  /** Called when all parts are sent and before they become an object. */
  readonly beforeFinish: (signal: AbortSignal) => Promise<void>
}

interface SentPart {
  readonly partNumber: number
  readonly etag: string
  /** As the server stored it, base64; absent where it stored none. */
  readonly checksum?: string
  /** Absent for a part copied by the server. */
  readonly digest?: Uint8Array
}

/**
 * Sends an object in parts, as many at once as there are slots. Each part is checked by its MD5 on the way in; the
 * whole by the composite ETag. On failure or cancel the upload is aborted, so that no parts are left and billed.
 */
export async function sendParts(job: PartsJob, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const multipart = heldInMemory(tools.multipart)
  const counted = countMoved(tools)
  const sent = await inMultipart(
    { ...job, provesParts: true },
    { ...tools, multipart },
    signal,
    (opened, range, partSignal) => sendPart(job, opened, range, counted.tools, partSignal),
  )
  const digests = sent.parts.flatMap((part) => (part.digest === undefined ? [] : [part.digest]))
  const proved = await proveParts(job, sent.etag, compositeEtag(digests), tools, signal)
  const done = { ...proved, ...versionsOf(sent, sent.replaced), ...sent.held }
  const kept = counted.kept()
  return kept === 0 ? done : { ...done, kept }
}

/** The frame of a multipart upload: start, all parts, finish; abort if any of it fails. */
export async function inMultipart(
  job: Omit<PartsJob, 'readPart'> & Pick<Wanted, 'provesParts'>,
  tools: TransferTools,
  signal: AbortSignal,
  doPart: (opened: OpenUpload, range: PartRange, signal: AbortSignal) => Promise<SentPart>,
): Promise<
  Pick<Outcome, 'versionId' | 'replaced'> & {
    etag: string
    parts: readonly SentPart[]
    held: HeldWrite['held']
  }
> {
  const { store, target, tags = {} } = job
  const hasTags = Object.keys(tags).length > 0
  // radosgw takes the header and forgets it (measured, 16.2.15).
  const tagsLater = hasTags && !(store.endpoint.aws && fitTagHeader(tags))
  const start = {
    ...target,
    ...job.properties,
    ...(hasTags && !tagsLater ? { tags } : {}),
  }
  const { size, provesParts } = job
  const partSize = partSizeFor(size, tools.multipart.multipartChunksize, tools.multipart.smallestPart)
  const opened = await openUpload({ store, start, size, partSize, provesParts }, tools, signal)
  const { upload } = opened
  try {
    signal.throwIfAborted()
    const parts = await allParts(partRanges(size, opened.partSize), signal, (range, s) =>
      doPart(opened, range, s),
    )
    await job.beforeFinish(signal)
    const replaced = await tools.retry(
      'check-destination',
      (s) => checkUnchanged(store, target, job.expected, s),
      signal,
    )
    const { written, held } = await finishHeld(
      { ...job, upload, parts, ours: compositeOfParts(parts) },
      tools,
      signal,
    )
    tools.journal.uploadEnded(upload.uploadId)
    if (tagsLater) await tagOrTakeBack(store, target, tags, tools, signal)
    return { etag: written.etag, parts, held, ...versionsOf(written, replaced) }
  } catch (error) {
    await abandon(store, upload, tools)
    throw error
  }
}

/** An object that can't get its tags is not the copy that was asked for: it goes again. */
export async function tagOrTakeBack(
  store: ObjectStore,
  target: ObjectName,
  tags: Tags,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<void> {
  try {
    await tools.retry('set-tags', (s) => store.setTags(target, tags, s), signal)
  } catch (error) {
    await tools.retry('take-back', (s) => store.remove(target, s), signal)
    throw error
  }
}

/**
 * How many parts of one object are asked for at once; the slots bound what is in flight over all objects. As many as aws
 * has: with four, a way of 100 ms costs 512 MiB a third more time; 16 are no faster, and a kill loses what is in flight.
 */
const lanesPerObject = 10

/** All parts, several at once; the first failure stops the others, and is thrown once they have stopped. */
async function allParts(
  ranges: readonly PartRange[],
  signal: AbortSignal,
  doPart: (range: PartRange, signal: AbortSignal) => Promise<SentPart>,
): Promise<SentPart[]> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const parts: SentPart[] = []
  const queue = ranges.values()
  const lane = async (): Promise<void> => {
    for (const range of queue) {
      either.throwIfAborted()
      parts[range.partNumber - 1] = await doPart(range, either)
    }
  }
  const lanes = Array.from({ length: Math.min(lanesPerObject, ranges.length) }, () =>
    lane().catch((error: unknown) => {
      failed.abort(error)
    }),
  )
  await Promise.all(lanes)
  if (failed.signal.aborted) throw failed.signal.reason as Error
  return parts
}

/** The ETag the object will have where part ETags are MD5s; an impossible one otherwise. */
function compositeOfParts(parts: readonly SentPart[]): string {
  return compositeEtag(parts.map((part) => Buffer.from(part.etag, 'hex')))
}

/** What of a written part is named when the upload is finished. */
export const sentOf = ({
  etag,
  checksum,
}: Pick<Written, 'etag' | 'checksum'>): Pick<SentPart, 'etag' | 'checksum'> =>
  checksum === undefined ? { etag } : { etag, checksum }

/** Sends a part, unless the server has these very bytes of it from an ended run. */
async function sendPart(
  job: PartsJob,
  { upload, there }: OpenUpload,
  range: PartRange,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<SentPart> {
  const before = there.get(range.partNumber)
  return tools.slots.use(
    () =>
      tools.buffers.use(range.size, async (body) => {
        await job.readPart(range, body, signal)
        const digest = await tools.hashing.digest('md5', body)
        if (before?.size === range.size && before.etag === hex(digest)) {
          tools.onKept(body.length)
          return { partNumber: range.partNumber, ...sentOf(before), digest }
        }
        const { partNumber } = range
        const query = {
          ...upload,
          partNumber,
          ...hashedBody(body, digest, tools),
          bandwidth: tools.bandwidth,
        }
        const written = await tools.retry(
          'put-part',
          (s) => countSent(body.length, tools, (onSent) => job.store.putPart({ ...query, onSent }, s)),
          signal,
        )
        if (written.etagIsDigest && written.etag !== hex(digest)) {
          throw integrityError(
            job.target,
            `part ${range.partNumber} has the ETag ${written.etag}, its bytes the MD5 ${hex(digest)}`,
          )
        }
        return { partNumber, ...sentOf(written), digest }
      }),
    signal,
    range.size,
  )
}

/**
 * Some servers answer the first Complete with an empty ETag, and some give ETags that are no digests: a HEAD then says
 * what is there.
 *
 * | HEAD                                     | proof     |
 * |------------------------------------------|-----------|
 * | size differs                             | integrity |
 * | ETag equals the composite of our MD5s    | hash      |
 * | anything else                            | size      |
 */
async function proveParts(
  job: PartsJob,
  answered: string,
  ours: string,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  if (answered === ours) return { proof: 'hash', bytes: job.size, etag: answered }
  const head = await headWritten(job, tools, signal)
  const proof = head.etag === ours && etagShape(head.etag).kind === 'parts' ? 'hash' : 'size'
  return { proof, bytes: job.size, etag: head.etag, ...(proof === 'hash' ? versionsOf(head) : {}) }
}
