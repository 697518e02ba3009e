import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectName } from '../s3/object-store.ts'

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
