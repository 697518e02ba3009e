import { SluiceError } from '../../../shared/errors.ts'
import { etagShape } from './digest.ts'
import type { ObjectHead, ObjectProperties, Written } from '../s3/object-store.ts'
import { headWritten } from './integrity.ts'
import { inMultipart, sentOf } from './multipart.ts'
import { isOntoItself, mostCopied, type CopyJob } from './copy-job.ts'
import { isAsGiven, propertiesOfCopy } from './copy-properties.ts'
import { heldWrite } from './held-write.ts'
import { relay } from './relay.ts'
import { sendCopy, sendPartCopy, whoChanged, type SentCopy } from './send-copy.ts'
import type { Done, TransferTools } from './transfer.ts'
import { versionsOf } from './written-version.ts'
import { checkUnchanged, sourceChanged } from './write-guard.ts'

/** Copies one object on the server: whole below the threshold, by parts from there on (MPT-1). */
export async function copy(job: CopyJob, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  if (job.size < tools.multipart.multipartThreshold) return copyWhole(job, tools, signal)
  if (!job.store.endpoint.aws && changesWhenDecoded(job.source.key)) {
    return relay(job, tools, signal)
  }
  return copyInParts(job, tools, signal)
}

/**
 * Ceph's radosgw decodes the source of UploadPartCopy twice (measured, 16.2.15): asked for parts of `a%2Bb` it copies
 * those of `a+b` without a word, and `%zz` ends the whole server. The bytes of such a key go through this machine.
 */
const changesWhenDecoded = (key: string): boolean => key.includes('%') || /\?.*\+/s.test(key)

/**
 * The same for an object that stays in its bucket with all that it has: in one request up to 5 GiB. Nothing of it goes
 * over the wire, and nothing is counted.
 */
export function copyKeeping(job: CopyJob, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const quiet = { ...tools, onBytes: () => undefined }
  return job.size <= mostCopied ? copyWhole(job, quiet, signal) : copy(job, quiet, signal)
}

/** In one request of the server's, which takes up to 5 GiB and keeps whatever the source has. */
export function copyWhole(
  job: CopyJob,
  tools: Pick<TransferTools, 'retry' | 'slots' | 'onBytes'>,
  signal: AbortSignal,
): Promise<Done> {
  const { store, target, source, sourceEtag } = job
  return tools.slots.use(async () => {
    const replaced = store.endpoint.aws
      ? undefined
      : await tools.retry('check-destination', (s) => checkUnchanged(store, target, job.expected, s), signal)
    const { properties, tags, ...directives } = await propertiesOfCopy(job, false, tools, signal)
    const query = {
      ...target,
      ...properties,
      ...directives,
      ...(directives.taggingDirective === undefined ? {} : { tags }),
      ...(job.keeping.copyProps === 'all' || isOntoItself(job) ? ({ keepAnnotations: true } as const) : {}),
      source,
    }
    /** What a try before has done whose reply was lost; null where it is not there. */
    const madeBefore = async (s: AbortSignal): Promise<SentCopy | null> => {
      const head = await store.head(target, s)
      if (head === null || (head.etag !== sourceEtag && !isWrittenBefore(job, properties, head))) return null
      const { etag, etagIsDigest } = head
      return { written: { etag, etagIsDigest, checksumProved: false, ...versionsOf(head) }, held: {} }
    }
    const { written, held } = await tools.retry(
      'copy',
      async (attemptSignal, attempt) => {
        if (attempt > 1 && heldWrite(store, 'copy', job.expected).looksFirst) {
          const before = await madeBefore(attemptSignal)
          if (before !== null) return before
          await checkUnchanged(store, target, job.expected, attemptSignal)
        }
        try {
          return await sendCopy(
            job,
            (given) => store.copy({ ...query, ...given }, attemptSignal),
            attemptSignal,
          )
        } catch (error) {
          if (!(error instanceof SluiceError) || error.code !== 'precondition-failed') throw error
          const before = attempt > 1 ? await madeBefore(attemptSignal) : null
          if (before !== null) return before
          throw await whoChanged(job, attemptSignal)
        }
      },
      signal,
    )
    const proof = await proveCopy(job, written, tools, signal)
    tools.onBytes(job.size)
    const version = await versionWritten(job, written, replaced, tools, signal)
    return { proof, bytes: job.size, etag: written.etag, ...versionsOf(version, replaced), ...held }
  }, signal)
}

/**
 * Whether an earlier try whose reply was lost has copied an object onto itself: its ETag is another then where it was made
 * of parts, or is under a key of KMS. What was written since it was looked at, as large and with all that was given, is
 * it; a version that was there before, and is the current one again, is older.
 */
const isWrittenBefore = (job: CopyJob, given: ObjectProperties, head: ObjectHead): boolean =>
  isOntoItself(job) &&
  job.keeping.metadataDirective === 'REPLACE' &&
  job.expected.kind === 'as-seen' &&
  head.modified >= Math.floor(job.expected.seen.modified / 1000) * 1000 &&
  head.size === job.size &&
  isAsGiven(head, given)

/** radosgw does not say of a copy which version it is (measured, 16.2.15): where it keeps them, a HEAD does. */
async function versionWritten(
  { store, target }: CopyJob,
  written: Written,
  replaced: string | undefined,
  tools: Pick<TransferTools, 'retry'>,
  signal: AbortSignal,
): Promise<Pick<Written, 'versionId'>> {
  if (written.versionId !== undefined || replaced === undefined) return written
  const head = await tools.retry('head', (s) => store.head(target, s), signal)
  return head === null || head.etag !== written.etag || head.versionId === replaced ? {} : versionsOf(head)
}

/**
 * | source ETag     | ETag of the copy     | proof                                                    |
 * |-----------------|----------------------|----------------------------------------------------------|
 * | any             | the same             | hash                                                     |
 * | MD5 of the bytes| another MD5          | `changed`: another version was copied                    |
 * | anything else   | anything else        | size, by a HEAD; integrity when that differs             |
 */
async function proveCopy(
  job: CopyJob,
  written: { readonly etag: string; readonly etagIsDigest: boolean },
  tools: Pick<TransferTools, 'retry'>,
  signal: AbortSignal,
): Promise<'hash' | 'size'> {
  const { habits } = job.store.endpoint
  if (written.etag === job.sourceEtag) return 'hash'
  if (written.etagIsDigest && etagShape(job.sourceEtag).kind === 'plain') {
    const head = await tools.retry('head', (s) => job.sourceStore.head(job.source, s), signal)
    if (head?.etagIsDigest === true) {
      // Where it is refused, no condition was sent that could have been ignored.
      if (habits.find('copyFrom') !== 'refused') habits.learn('copyFrom', 'ignored')
      throw sourceChanged(job.source)
    }
  }
  await headWritten(job, tools, signal)
  return 'size'
}

async function copyInParts(job: CopyJob, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const { store, sourceStore, target, source, sourceEtag } = job
  const { properties, tags } = await propertiesOfCopy(job, true, tools, signal)
  const { etag, held, ...versions } = await inMultipart(
    {
      store,
      target,
      properties,
      tags,
      expected: job.expected,
      size: job.size,
      // Their bytes never come here.
      provesParts: false,
      // Not every server holds a part to the source's ETag: the source must still be the one that was listed.
      beforeFinish: async (s) => {
        if ((await tools.retry('head', (r) => sourceStore.head(source, r), s))?.etag !== sourceEtag)
          throw sourceChanged(source)
      },
    },
    tools,
    signal,
    ({ upload }, range, partSignal) =>
      tools.slots.use(async () => {
        const query = { ...upload, ...range, source, to: range.from + range.size - 1 }
        const written = await tools.retry(
          'copy-part',
          (s) => sendPartCopy(job, (etag) => store.copyPart({ ...query, sourceEtag: etag }, s)),
          partSignal,
        )
        tools.onBytes(range.size)
        return { partNumber: range.partNumber, ...sentOf(written) }
      }, partSignal),
  )
  const kept = versionsOf(versions, versions.replaced)
  if (etag === sourceEtag) return { proof: 'hash', bytes: job.size, etag, ...kept, ...held }
  const head = await headWritten(job, tools, signal)
  const proof = head.etag === sourceEtag ? 'hash' : 'size'
  return { proof, bytes: job.size, etag: head.etag, ...kept, ...held }
}
