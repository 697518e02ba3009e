import { z } from 'zod'
import type { ErrorData } from '../errors.ts'

/** What crosses between the page and the main process, and between that and the engine's process: four kinds, as JSON. */
export type Message = Request | Reply | Event | Cancel

export interface Request {
  readonly kind: 'request'
  /** Chosen by the asker; names the request in its reply and its cancel. */
  readonly id: number
  readonly call: string
  readonly params: unknown
}

/** Errors are data: neither transport carries an Error whole. */
export interface Reply {
  readonly kind: 'reply'
  readonly id: number
  readonly result:
    { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorData }
}

export interface Event {
  readonly kind: 'event'
  readonly event: string
  readonly value: unknown
}

/** Nobody waits for the reply any more; it is sent all the same, if there is one. */
export interface Cancel {
  readonly kind: 'cancel'
  readonly id: number
}

/** What a page may send: it neither replies nor makes events. */
export const fromPageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('request'),
    id: z.int().nonnegative(),
    call: z.string().max(100),
    params: z.unknown(),
  }),
  z.strictObject({ kind: z.literal('cancel'), id: z.int().nonnegative() }),
])

/** One end of a line that messages go over, in order. */
export interface Port {
  post(message: Message): void
  /** @returns its end. */
  listen(listener: (message: Message) => void): () => void
}
