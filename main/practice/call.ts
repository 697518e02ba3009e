import type { Payload } from './payload/payload.ts'
import type { S3Request } from './s3-request.ts'
import type { Store } from './store/store.ts'

/** One request being answered: what was asked for, and all that its operation may use. */
export interface Call {
  readonly request: S3Request
  readonly payload: Payload
  readonly store: Store
  readonly region: string
  /** Milliseconds since 1970 by the server's clock, cut to the whole second that S3 keeps. */
  readonly time: () => number
}
