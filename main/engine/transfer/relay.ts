import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectName, ObjectStore } from '../s3/object-store.ts'
import type { CopyJob } from './copy-job.ts'
import { sendParts } from './multipart.ts'
import type { PartRange } from './part-size.ts'
import type { Done, TransferTools } from './transfer.ts'

export interface Relay extends CopyJob {
  /** Where the bytes are read; the same as `store` where only the copy call is at fault. */
  readonly from: ObjectStore
}

/** Copies one object through this machine, part by part: each part is read, held in memory, and sent on. */
export async function relay(job: Relay, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const head = await tools.retry('head', (s) => job.from.head(job.source, s), signal)
  return sendParts(
    {
      store: job.store,
      target: job.target,
      properties: {
        ...(head?.contentType === undefined ? {} : { contentType: head.contentType }),
        metadata: head?.metadata ?? {},
        ...job.properties,
      },
      expected: job.expected,
      size: job.size,
      readPart: (range, s) =>
        tools.retry('get-part', (r) => readRange(job.from, job.source, job.sourceEtag, range, r), s),
      // Every part was read under If-Match, so they are all of one version.
      beforeFinish: () => Promise.resolve(),
    },
    tools,
    signal,
  )
}

async function readRange(
  from: ObjectStore,
  source: ObjectName,
  etag: string,
  range: PartRange,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(range.size)
  const body = await from.get({ ...source, ifMatch: etag, from: range.from, size: range.size }, signal)
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
