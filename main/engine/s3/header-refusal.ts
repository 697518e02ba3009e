import { SluiceError } from '../../../shared/errors.ts'
import type { Endpoint } from './object-store.ts'

/**
 * Whether an error may mean that the server takes a request without one of its headers, a condition or a checksum; only
 * that request, when it succeeds, proves it. Backblaze answers 501 NotImplemented to each condition of a PutObject, and 400
 * InvalidArgument to a checksum that it does not know. Amazon's own takes all that are sent to it.
 */
export function mayRefuseHeader({ aws }: Pick<Endpoint, 'aws'>, error: unknown): boolean {
  if (aws || !(error instanceof SluiceError) || error.code !== 'request-refused') return false
  const { status, s3Code = '' } = error.s3 ?? {}
  return status === 501 || s3Code === 'NotImplemented' || (status === 400 && unknownHeader.has(s3Code))
}

const unknownHeader: ReadonlySet<string> = new Set(['InvalidArgument', 'InvalidRequest'])
