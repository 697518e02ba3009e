import type { WireFaultKind } from './wire-fault.ts'

/** How a sender reaches the network. All of it can be handed to a thread. */
export interface SenderOptions {
  readonly stallAfter: number
  readonly connectWithin: number
  readonly leastRate?: { readonly perSecond: number; readonly over: number }
  readonly maxSockets: number
  readonly ca?: string
  readonly verifyCertificates: boolean
  readonly proxyEnv?: Readonly<Record<string, string | undefined>>
}

/** A request with a small body, to be signed and sent. */
export interface SmallRequest {
  readonly method: string
  /** Encoded, as in `WireTarget`. */
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Whether the SHA-256 of the body is part of the signature. */
  readonly signsBody: boolean
}

/** What the requests sent together have in common. */
export interface Signing {
  readonly target: { readonly protocol: string; readonly hostname: string; readonly port?: number }
  readonly scope: { readonly region: string; readonly service: string }
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
  /** Milliseconds since 1970, by the server's clock. */
  readonly now: number
}

export interface Batch extends Signing {
  readonly requests: readonly (Omit<SmallRequest, 'body'> & {
    readonly id: number
    readonly length: number
  })[]
  /** The bodies of all of them, one after the other. */
  readonly bodies: Uint8Array
}

export type ToSender = { readonly batch: Batch } | { readonly cancel: number }

/** A reply, whatever its status, or what came in its place. */
export type Answer = { readonly id: number } & (
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }
  | { readonly fault: WireFaultKind; readonly message: string }
  | { readonly error: SentError }
)

export type FromSender = { readonly ready: true } | { readonly answers: readonly Answer[] }

/** An error of Node's without what a thread cannot hand on. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly code: string | null
}

/** What of a `Worker` is used here. */
export interface SenderThread {
  postMessage(message: ToSender, transfer?: readonly ArrayBuffer[]): void
  on(event: 'message', listener: (message: FromSender) => void): unknown
  on(event: 'error' | 'messageerror', listener: (error: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  ref(): void
  unref(): void
  terminate(): Promise<number>
}

/** Threads that can be had for sending. */
export interface SenderThreads {
  /** How many are worth having on this machine; 0 for none. */
  readonly most: number
  /** Requests after which they are begun: enough of them for a thread to be worth its start. */
  readonly after: number
  start(options: SenderOptions): SenderThread
}
