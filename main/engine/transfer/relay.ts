import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectName, Tags } from '../s3/object-store.ts'
import type { CopyJob } from './copy-job.ts'
import { propertiesOfCopy } from './copy-properties.ts'
import { sendParts, tagOrTakeBack } from './multipart.ts'
import { heldInMemory, type PartRange } from './part-size.ts'
import { putBytes } from './put-bytes.ts'
import type { Done, TransferTools } from './transfer.ts'

/** Copies one object through this machine, part by part: each part is read, held in memory, and sent on. */
export async function relay(job: CopyJob, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const { properties, tags } = await propertiesOfCopy(job, true, tools, signal)
  if (job.size < heldInMemory(tools.multipart).multipartThreshold)
    return relayWhole({ ...job, properties }, tags, tools, signal)
  return sendParts(
    {
      store: job.store,
      target: job.target,
      properties,
      tags,
      expected: job.expected,
      size: job.size,
      readPart: (range, s) => tools.retry('get-part', (r) => readRange(job, range, tools, r), s),
      // Every part was read under If-Match, so they are all of one version.
      beforeFinish: () => Promise.resolve(),
    },
    tools,
    signal,
  )
}

/** An object small enough to be sent in one piece; its tags follow, or it goes again. */
async function relayWhole(
  job: CopyJob,
  tags: Tags,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const range = { partNumber: 1, from: 0, size: job.size }
  const body = await tools.slots.use(
    () =>
      job.size === 0
        ? Promise.resolve(new Uint8Array(0))
        : tools.retry('get', (s) => readRange(job, range, tools, s), signal),
    signal,
    job.size,
  )
  const done = await putBytes(job, body, tools, signal)
  if (Object.keys(tags).length > 0) await tagOrTakeBack(job.store, job.target, tags, tools, signal)
  return done
}

async function readRange(
  { sourceStore, source, sourceEtag }: CopyJob,
  range: PartRange,
  { bandwidth }: TransferTools,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(range.size)
  const query = { ...source, ifMatch: sourceEtag, from: range.from, size: range.size, bandwidth }
  const body = await sourceStore.get(query, signal)
  let filled = 0
  try {
    for await (const chunk of body.bytes) {
      if (filled + chunk.length > range.size) throw wrongLength(source, range, filled + chunk.length)
      buffer.set(chunk, filled)
      filled += chunk.length
    }
  } finally {
    body.cancel()
  }
  if (filled !== range.size) throw wrongLength(source, range, filled)
  return buffer
}

function wrongLength(source: ObjectName, range: PartRange, got: number): SluiceError {
  const address = `s3://${source.bucket}/${source.key}`
  return new SluiceError({
    code: 'server-failed',
    message: `${address} answered ${got} bytes where ${range.size} were asked for, from byte ${range.from}.`,
    subject: address,
    advice: 'Try again; if it stays, look for a proxy in between.',
  })
}
