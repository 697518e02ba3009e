import type { Bandwidth } from '../running/bandwidth.ts'
import type { Reply, ReplyHead } from './reply.ts'

/**
 * One call on its way through the SDK to the wire handler and back: it goes in as the `options` of `client.send`, says
 * what becomes of a good reply, and holds what the handler saw.
 */
export class WireCall {
  readonly abortSignal: AbortSignal
  /**
   * What is kept from the SDK, which then sees an empty body, when the status is 2xx: nothing, the whole body, or the
   * reply itself, unread.
   */
  keep: 'nothing' | 'body' | 'reply' = 'nothing'
  /** Whom the bytes of its body, or of its reply's, are taken from. */
  bandwidth: Bandwidth | null = null
  /** Told of the bytes of its body as they go out; small ones may go all at once, and untold. */
  onSent: ((bytes: number) => void) | undefined
  /** Whether the body of the reply is read into memory of the reader's. */
  inPlace = false
  /** The headers as they were sent. */
  sent: Readonly<Record<string, string>> = {}
  reply: ReplyHead | null = null
  /** The same, where it was to be kept unread. */
  unread: Reply | null = null
  body: Buffer | null = null

  constructor(abortSignal: AbortSignal) {
    this.abortSignal = abortSignal
  }
}
