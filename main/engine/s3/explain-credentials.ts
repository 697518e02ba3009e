import { SluiceError, type ErrorCode } from '../../../shared/errors.ts'
import { readServiceError } from './service-error.ts'

/** Words by which the SDK says that a login has run out; it has no codes for it. */
const expired = /expired|sso login|aws login|re-authenticate|failed to load token/i

/**
 * Why there are no credentials, in words. The providers' own texts are used only where they hold no command line: one
 * may have a secret in it.
 *
 * | what the SDK says                                | code                |
 * |--------------------------------------------------|---------------------|
 * | a service refused (STS, SSO): its token expired  | credentials-expired |
 * | a service refused: anything else                 | credentials-refused |
 * | expired, `aws sso login`, no token of a login    | credentials-expired |
 * | everything else                                  | no-credentials      |
 */
export function explainCredentialError(error: unknown): SluiceError {
  if (error instanceof SluiceError) return error
  const text = error instanceof Error ? error.message : String(error)
  const reply = readServiceError(error)
  if (reply !== null) {
    return /expired/i.test(reply.code ?? '')
      ? failed(
          'credentials-expired',
          `The credentials to get credentials with have expired: ${text}`,
          login,
          error,
        )
      : failed(
          'credentials-refused',
          `Getting credentials was refused: ${text}`,
          'Check the role, and who may assume it.',
          error,
        )
  }
  if (text.startsWith('Command failed')) {
    return failed(
      'no-credentials',
      "The profile's credential_process failed.",
      'Run the command in credential_process by hand: it says why.',
    )
  }
  if (expired.test(text)) return failed('credentials-expired', `The login has expired: ${text}`, login, error)
  if (text.startsWith('Could not load credentials from any providers')) {
    return failed(
      'no-credentials',
      'No credentials were found.',
      'Run `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile.',
      error,
    )
  }
  if (text.includes('multi-factor authentication')) {
    return failed(
      'no-credentials',
      'The profile wants a code of a second factor, which nobody is asked for here.',
      'Get a session with `aws configure export-credentials --format env` and run this with it.',
      error,
    )
  }
  return failed(
    'no-credentials',
    `No credentials could be had: ${text}`,
    'Check the profile in ~/.aws/config and ~/.aws/credentials.',
    error,
  )
}

const login = 'Log in again (`aws sso login`, or `aws login`), then run it again.'

const failed = (code: ErrorCode, message: string, advice: string, cause?: unknown): SluiceError =>
  new SluiceError({ code, message, advice }, cause === undefined ? undefined : { cause })
