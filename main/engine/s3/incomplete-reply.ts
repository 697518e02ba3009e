import { SluiceError } from '../../../shared/errors.ts'
import { addressOf, type CallName } from './call-name.ts'

/** A reply that the SDK took for whole, without what it must have. */
export function incomplete(call: CallName, what: string): SluiceError {
  return new SluiceError({
    code: 'server-failed',
    message: `The reply to ${call.operation} on ${addressOf(call)} lacks ${what}.`,
    subject: addressOf(call),
    advice: 'A proxy may have answered in place of the server.',
    s3: call,
  })
}
