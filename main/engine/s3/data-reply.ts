import type { Bandwidth } from '../running/bandwidth.ts'
import type { CallName } from './call-name.ts'
import { incomplete } from './incomplete-reply.ts'
import { readRefusal } from './read-refusal.ts'
import { readReplyDocument, type ReplyDocument } from './reply-document.ts'
import type { Reply, ReplyHead } from './reply.ts'
import { Refusal } from './service-error.ts'

/** A good reply of the data plane. */
export interface DataReply {
  readonly reply: ReplyHead
  /** The reply itself where that was asked for; its body holds a socket until it is read or cancelled. */
  readonly unread: Reply | null
  /** Empty where the reply itself was asked for. */
  readonly body: Buffer
  /** The headers as they were sent. */
  readonly sent: Readonly<Record<string, string>>
  /** The texts of the result that was asked for. */
  readonly fields: ReplyDocument['fields']
}

export interface SendOptions {
  /** What of a good reply: its body, or the reply itself, unread. */
  readonly keep?: 'body' | 'reply'
  /** Whom the bytes of the bodies are taken from. */
  readonly bandwidth?: Bandwidth | null
  /** Told of the bytes of its body as they go out. */
  readonly onSent?: ((bytes: number) => void) | undefined
  /** Whether the body of the reply is read into memory of the reader's. */
  readonly inPlace?: boolean
  /** The name of the document that a good reply has. */
  readonly result?: string
}

/**
 * The texts of the document that a good reply must have.
 * @throws Refusal for an error document, SluiceError `server-failed` for anything else
 */
export function resultIn(
  body: Buffer,
  name: string,
  { status, headers }: ReplyHead,
  call: CallName,
): ReplyDocument['fields'] {
  const document = readReplyDocument(body)
  if (document?.root === name) return document.fields
  if (document?.root === 'Error') throw new Refusal(readRefusal(status, headers, body))
  throw incomplete(call, `a whole <${name}>`)
}
