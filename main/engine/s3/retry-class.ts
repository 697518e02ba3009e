import type { SluiceError } from '../../../shared/errors.ts'
import { isCertificateCode, isTlsCode, nodeErrorCode } from './wire-fault.ts'

/** `yes`: try again after a wait. `throttle`: the same after a longer one, and with less going on at once. */
export type RetryClass = 'no' | 'yes' | 'throttle'

/**
 * Whether the same request may succeed later.
 *
 * | error                                             | class    |
 * |---------------------------------------------------|----------|
 * | slow-down (429, 503, SlowDown)                    | throttle |
 * | server-failed (500, 502, 504, a broken reply)     | yes      |
 * | stalled (no byte moved; 408, RequestTimeout)      | yes      |
 * | unreachable (refused, reset, no such host)        | yes      |
 * | unreachable, by its certificate or TLS            | no       |
 * | unreachable, for want of file descriptors         | throttle |
 * | conflict, 409 of the server                       | yes      |
 * | RequestTimeTooSkewed: the client has learnt       | yes      |
 * | BadDigest and its like: bytes changed on the way  | yes      |
 * | everything else, every other 4xx                  | no       |
 *
 * How often is the caller's business.
 */
export function retryClass(error: SluiceError): RetryClass {
  switch (error.code) {
    case 'slow-down':
      return 'throttle'
    case 'server-failed':
    case 'stalled':
      return 'yes'
    case 'unreachable':
      return isForWantOfDescriptors(error) ? 'throttle' : cannotEverConnect(error) ? 'no' : 'yes'
    case 'conflict':
      return error.s3?.status === 409 ? 'yes' : 'no'
    case 'request-refused':
      return error.s3?.s3Code === 'RequestTimeTooSkewed' ? 'yes' : 'no'
    case 'integrity':
      return error.s3 !== undefined && error.s3.status === 400 ? 'yes' : 'no'
    default:
      return 'no'
  }
}

function cannotEverConnect(error: SluiceError): boolean {
  const code = nodeErrorCode(error.cause)
  return code !== null && (isCertificateCode(code) || isTlsCode(code))
}

/** A connection is a file to the system. Those that are in flight give theirs back. */
function isForWantOfDescriptors(error: SluiceError): boolean {
  const code = nodeErrorCode(error.cause)
  return code === 'EMFILE' || code === 'ENFILE'
}
