import { SluiceError } from '../../../shared/errors.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import type { ObjectName, ObjectProperties, ObjectStore } from '../s3/object-store.ts'
import { countMoved } from './count-moved.ts'
import { sendParts } from './multipart.ts'
import { heldInMemory } from './part-size.ts'
import { putBytes } from './put-bytes.ts'
import { withSourceFile, type SourceFile } from './source-file.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'

export interface Upload {
  readonly path: string
  readonly store: ObjectStore
  readonly target: ObjectName
  readonly properties: ObjectProperties
  readonly expected: Expected
  /** The file as it was reviewed: it is sent as no other; null for as it is now. */
  readonly seen: Seen | null
}

/**
 * Sends one file: whole below the threshold, in parts from there on (MPT-1). What becomes visible is exactly one version of
 * the file, proved by the server's digest where it gives one.
 */
export function upload(job: Upload, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  return withSourceFile(tools.world.fs, job.path, job.seen, (file) =>
    file.size < heldInMemory(tools.multipart).multipartThreshold
      ? putWhole(job, file, tools, signal)
      : putInParts(job, file, tools, signal),
  )
}

/** An upload that was ended by somebody else, a lifecycle rule say, is begun anew once (F68). */
async function putInParts(
  job: Upload,
  file: SourceFile,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const first = countMoved(tools)
  try {
    return await sendFile(job, file, first.tools, signal)
  } catch (error) {
    if (!(error instanceof SluiceError) || error.s3?.s3Code !== 'NoSuchUpload') throw error
    tools.onTakeBack(first.moved())
    return sendFile(job, file, tools, signal)
  }
}

function sendFile(job: Upload, file: SourceFile, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  return sendParts(
    {
      store: job.store,
      target: job.target,
      properties: job.properties,
      expected: job.expected,
      size: file.size,
      readPart: (range, into) => file.read(range.from, into),
      beforeFinish: () => file.checkUnchanged(),
    },
    tools,
    signal,
  )
}

function putWhole(job: Upload, file: SourceFile, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  return tools.slots.use(
    () =>
      tools.buffers.use(file.size, async (body) => {
        await file.read(0, body)
        return putBytes(job, body, tools, signal, () => file.checkUnchanged())
      }),
    signal,
    file.size,
  )
}
