import type { ErrorCode } from '../../shared/errors.ts'

const codes: readonly ErrorCode[] = ['no-credentials', 'credentials-expired', 'credentials-refused']

/** Whether signing in can be the way out of an error. */
export const isAboutCredentials = (code: ErrorCode | undefined): boolean =>
  code !== undefined && codes.includes(code)
