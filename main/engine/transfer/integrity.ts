import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectHead, ObjectName, ObjectStore } from '../s3/object-store.ts'
import type { TransferTools } from './transfer.ts'

/** Bytes arrived that are not the bytes that were sent. */
export function integrityError(object: ObjectName, how: string): SluiceError {
  const address = `s3://${object.bucket}/${object.key}`
  return new SluiceError({
    code: 'integrity',
    message: `${address} did not verify: ${how}.`,
    subject: address,
    advice:
      'Something between here and the bucket changes bytes: a proxy, a faulty disk or memory. Do not rely on this copy; try another route.',
  })
}

/**
 * Looks at an object that was just written, which must be there with all its bytes.
 * @throws SluiceError `integrity`
 */
export async function headWritten(
  job: { readonly store: ObjectStore; readonly target: ObjectName; readonly size: number },
  tools: Pick<TransferTools, 'retry'>,
  signal: AbortSignal,
): Promise<ObjectHead> {
  const head = await tools.retry('head', (s) => job.store.head(job.target, s), signal)
  if (head === null) throw integrityError(job.target, 'it is not there')
  if (head.size !== job.size) throw integrityError(job.target, `it has ${head.size} bytes of ${job.size}`)
  return head
}
