/**
 * Everything that can go wrong, as one list. A code says what kind of thing happened; `exit` is the exit code of a
 * run that ends because of it (a whole run), or in which it happened to one item (`item`).
 */
export const errorCodes = {
  // What was asked for makes no sense.
  usage: { exit: 252, item: 1 },
  'overlapping-roots': { exit: 252, item: 1 },
  // A side is missing or was not fully read: nothing is deleted.
  'source-missing': { exit: 3, item: 1 },
  'folder-unreadable': { exit: 3, item: 1 },
  'no-such-bucket': { exit: 3, item: 1 },
  'listing-not-proved': { exit: 3, item: 1 },
  unreachable: { exit: 3, item: 1 },
  stalled: { exit: 3, item: 1 },
  'server-failed': { exit: 3, item: 1 },
  'slow-down': { exit: 3, item: 1 },
  'request-refused': { exit: 3, item: 1 },
  'wrong-region': { exit: 3, item: 1 },
  // Who is asking, and what they may do.
  'no-credentials': { exit: 4, item: 4 },
  'credentials-refused': { exit: 4, item: 4 },
  'credentials-expired': { exit: 4, item: 4 },
  'access-denied': { exit: 4, item: 1 },
  'no-keychain': { exit: 4, item: 4 },
  // A safety guard said no.
  'empty-source': { exit: 5, item: 5 },
  'too-many-deletes': { exit: 5, item: 5 },
  locked: { exit: 5, item: 5 },
  // A folder is on another disk than in the last run of its pair.
  'mount-changed': { exit: 5, item: 5 },
  // Bytes did not verify, and went on not verifying.
  integrity: { exit: 6, item: 6 },
  // The local disk.
  'disk-full': { exit: 7, item: 7 },
  'disk-failed': { exit: 7, item: 7 },
  // One item.
  'no-such-key': { exit: 1, item: 1 },
  gone: { exit: 1, item: 1 },
  changed: { exit: 1, item: 1 },
  'precondition-failed': { exit: 1, item: 1 },
  conflict: { exit: 1, item: 1 },
  // What a run replaced or deleted is not kept anywhere: it can't be put back.
  'not-kept': { exit: 1, item: 1 },
  'through-link': { exit: 1, item: 1 },
  'name-too-long': { exit: 1, item: 1 },
  'not-permitted': { exit: 1, item: 1 },
  archived: { exit: 1, item: 1 },
  // Stopped by the person in front of it.
  interrupted: { exit: 130, item: 130 },
  // A grant that is none, which aws too finds out only at the first transfer (ARG-8).
  'bad-grant': { exit: 1, item: 1 },
  // A bug of ours.
  internal: { exit: 1, item: 1 },
} as const

export type ErrorCode = keyof typeof errorCodes

/** Which S3 call it was, as the server named it; every field is safe to show and to log. */
export interface S3Details {
  readonly operation: string
  readonly bucket?: string
  readonly key?: string
  /** The `<Code>` of the error document, e.g. `NoSuchBucket`. */
  readonly s3Code?: string
  /** The `<Message>` of the error document. */
  readonly s3Message?: string
  readonly status?: number
  /** `x-amz-request-id` */
  readonly requestId?: string
  /** `x-amz-id-2` */
  readonly extendedRequestId?: string
}

/** An error as plain data, as it crosses the bridge, goes into the run store and into `--json`. */
export interface ErrorData {
  readonly code: ErrorCode
  /** What happened, in one sentence. */
  readonly message: string
  /** To what: a path, an address, a key. */
  readonly subject?: string
  /** What to do about it. */
  readonly advice?: string
  readonly s3?: S3Details
}

/** The one error type that leaves the engine. `cause` is kept for `--debug`, and never crosses the bridge. */
export class SluiceError extends Error {
  readonly code: ErrorCode
  readonly subject: string | undefined
  readonly advice: string | undefined
  readonly s3: S3Details | undefined

  constructor(data: ErrorData, options?: { cause?: unknown }) {
    super(data.message, options)
    this.name = 'SluiceError'
    this.code = data.code
    this.subject = data.subject
    this.advice = data.advice
    this.s3 = data.s3
  }

  /** Plain data with the absent fields left out. */
  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.subject === undefined ? {} : { subject: this.subject }),
      ...(this.advice === undefined ? {} : { advice: this.advice }),
      ...(this.s3 === undefined ? {} : { s3: this.s3 }),
    }
  }
}

/** The exit codes of design.md's table, worst first where several hold. */
export const exitCodesWorstFirst = [130, 6, 4, 3, 5, 7, 252, 1, 2, 0] as const

export type ExitCode = (typeof exitCodesWorstFirst)[number]

/** The worst of some exit codes; 0 for none. */
export function worstExit(codes: Iterable<ExitCode>): ExitCode {
  const held = new Set(codes)
  return exitCodesWorstFirst.find((code) => held.has(code)) ?? 0
}
