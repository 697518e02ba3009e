import type { ErrorCode } from '../../../shared/errors.ts'

/** After one of these no other row can succeed: nothing more is begun. */
export const endsTheRun: ReadonlySet<ErrorCode> = new Set([
  'no-credentials',
  'credentials-refused',
  'credentials-expired',
  'disk-full',
  'disk-failed',
])
