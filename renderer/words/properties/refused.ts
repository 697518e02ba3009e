import type { ErrorData } from '../../../shared/errors.ts'
import { escapeName } from '../../../shared/formats.ts'

/**
 * Why one part is not known, in a few words.
 *
 * | error                               | words                                |
 * |-------------------------------------|--------------------------------------|
 * | access-denied                       | not allowed to ask                   |
 * | the server does not know the call   | this server does not tell            |
 * | any other                           | its sentence                         |
 */
export function refusedWords({ code, message, s3 }: ErrorData): string {
  if (code === 'access-denied') return 'not allowed to ask'
  const isUnknown = s3?.status === 501 || s3?.status === 405 || s3?.s3Code === 'NotImplemented'
  if (isUnknown || code === 'request-refused') return 'this server does not tell'
  return escapeName(message)
}
