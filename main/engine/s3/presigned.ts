import type { VersionName } from './object-name.ts'

export interface PresignQuery extends VersionName {
  /** Seconds: 1 to 604,800, which is a week. */
  readonly expiresIn: number
}

export interface Presigned {
  readonly url: string
  /** Milliseconds since 1970: when it ends, or the credentials behind it do. */
  readonly until: number
  /**
   * `asked`: as asked for. `credentials`: they end before it would. `unknown`: they are temporary, and when they end is not
   * known: it may end before.
   */
  readonly endsBy: 'asked' | 'credentials' | 'unknown'
}
