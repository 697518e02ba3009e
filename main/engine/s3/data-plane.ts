import { hash } from 'node:crypto'
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { unlessAborted } from '../unless-aborted.ts'
import type { Credentials } from './connection-options.ts'
import { wireTarget, type DataRequest } from './data-request.ts'
import type { WireRequest } from './exchange.ts'
import { readRefusal } from './read-refusal.ts'
import { findTarget, type RequestTarget } from './request-target.ts'
import { Refusal } from './service-error.ts'
import type { Senders } from './senders.ts'
import { RequestSigner } from './sign-request.ts'
import type { WireCall } from './wire-call.ts'
import { isGood, type WireHandler } from './wire-handler.ts'

/** How the calls of one identity are made. */
export interface DataPlaneOptions {
  readonly userAgent: string
  /** What goes with every call. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Whether the SHA-256 of a body is part of its signature. Null: where nothing else protects it on its way, which is
   * without TLS (as aws has it, for bodies that go with their MD5).
   */
  readonly signPayloads: boolean | null
}

/** One attempt at a call. */
export interface Attempt {
  /** The SDK's client of the bucket's region. */
  readonly client: S3Client
  readonly credentials: () => Promise<Credentials>
  /** Milliseconds since 1970, by the server's clock. */
  readonly now: () => number
}

/** A signed address, or none where it takes more than a signature of version 4. */
export type PresignedRequest =
  | { readonly url: string; readonly signed: number; readonly credentials: Credentials }
  | { readonly url: null }

/** Bytes: a body up to this goes through a sender; a larger one would cost more to hand over than to send. */
const smallBody = 64 * 1024

const unsigned = 'UNSIGNED-PAYLOAD'
const nothing = hash('sha256', '')

/**
 * The way of the calls that there are many of: objects, parts, pages of listings. It makes and signs them by itself, with
 * what the SDK knows of the bucket's address, asked for once; the SDK's own way costs several times as much a call.
 */
export class DataPlane {
  readonly #wire: WireHandler
  readonly #options: DataPlaneOptions
  readonly #senders: Senders | null
  readonly #signer = new RequestSigner()
  readonly #targets = new WeakMap<S3Client, Map<string, Promise<RequestTarget>>>()

  /** @param senders what small requests go through, as soon as there are many */
  constructor(wire: WireHandler, options: DataPlaneOptions, senders: Senders | null = null) {
    this.#wire = wire
    this.#options = options
    this.#senders = senders
  }

  /**
   * Makes one request; afterwards the call has its reply, and the body or the unread reply, as it has asked.
   * @throws Refusal for a reply that is no success, and what the wire throws.
   */
  async send(request: DataRequest, attempt: Attempt, call: WireCall): Promise<void> {
    // Others may wait for the same address, or the same credentials: who leaves leaves alone.
    const target = await unlessAborted(this.#targetOf(attempt.client, request.bucket), call.abortSignal)
    if (target.signing === 'by the sdk') {
      await this.#sendBySdk(request, attempt.client, target, call)
      return
    }
    const { path, query } = wireTarget(target.folder, request)
    const given = this.#headersOf(request, target)
    const { signing } = target
    let headers: WireRequest['headers'] = given
    if (signing !== 'none') {
      // Asked first: they may take a while, and a sender that is chosen is to be used at once.
      const credentials = await unlessAborted(attempt.credentials(), call.abortSignal)
      const sender = isSmall(request, call) ? (this.#senders?.next() ?? null) : null
      if (sender !== null) {
        const { method, body = noBytes } = request
        const reply = await sender.send(
          { method, path, query, headers: given, body, signsBody: this.#signsBody(request, target) },
          { target, scope: signing, credentials, now: attempt.now() },
          call.abortSignal,
        )
        if (!isGood(reply)) throw new Refusal(readRefusal(reply.status, reply.headers, reply.body))
        Object.assign(call, { sent: given, reply, body: reply.body })
        return
      }
      const payload = await this.#payloadOf(request, target)
      const { method } = request
      headers = this.#signer.sign(
        { method, path, query, headers: given, payload },
        credentials,
        signing,
        // Asked last: what came before may have taken a while.
        attempt.now(),
      )
    }
    const refused = await this.#wire.send(
      onWire(target, request, query === '' ? path : `${path}?${query}`, headers),
      call,
    )
    if (refused !== null) throw new Refusal(readRefusal(refused.status, refused.headers, refused.body))
  }

  /** An address that stands for a request without a body. Its time is the server's. */
  async presign(
    request: DataRequest,
    attempt: Attempt,
    expiresIn: number,
    signal: AbortSignal,
  ): Promise<PresignedRequest> {
    const target = await unlessAborted(this.#targetOf(attempt.client, request.bucket), signal)
    const { protocol, host, signing } = target
    if (signing === 'none' || signing === 'by the sdk') return { url: null }
    const credentials = await unlessAborted(attempt.credentials(), signal)
    const { path } = wireTarget(target.folder, request)
    const now = attempt.now()
    const query = this.#signer.presign(
      { ...request, path, host },
      credentials,
      { ...signing, expiresIn },
      now,
    )
    return { url: `${protocol}//${host}${path}?${query}`, signed: now, credentials }
  }

  #targetOf(client: S3Client, bucket: string): Promise<RequestTarget> {
    const known = this.#targets.get(client) ?? new Map<string, Promise<RequestTarget>>()
    this.#targets.set(client, known)
    let target = known.get(bucket)
    if (target === undefined) {
      target = findTarget(client, bucket)
      known.set(bucket, target)
      // What failed once may succeed later: credentials may come.
      target.catch(() => known.delete(bucket))
    }
    return target
  }

  #headersOf({ headers = {}, body, method }: DataRequest, { host }: RequestTarget): Record<string, string> {
    const all: Record<string, string> = {
      host,
      'user-agent': this.#options.userAgent,
      ...this.#options.headers,
    }
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) all[name.toLowerCase()] = value
    if (body !== undefined || method === 'PUT' || method === 'POST')
      all['content-length'] = String(body?.length ?? 0)
    return all
  }

  async #payloadOf(request: DataRequest, target: RequestTarget): Promise<string> {
    const { body, sha256 } = request
    if (body === undefined || body.length === 0) return nothing
    if (!this.#signsBody(request, target)) return unsigned
    return sha256 === undefined ? hash('sha256', body) : sha256()
  }

  #signsBody({ body, headers }: DataRequest, { protocol }: RequestTarget): boolean {
    if (body === undefined || body.length === 0) return true
    return this.#options.signPayloads ?? !(protocol === 'https:' && headers?.['content-md5'] !== undefined)
  }

  /** A command of the SDK's, whose request becomes this one before it is signed. */
  async #sendBySdk(
    request: DataRequest,
    client: S3Client,
    target: RequestTarget,
    call: WireCall,
  ): Promise<void> {
    const command = new HeadObjectCommand({ Bucket: request.bucket, Key: request.key ?? 'k' })
    const { path } = wireTarget(target.folder, request)
    command.middlewareStack.add(
      (next) => (args) => {
        Object.assign(
          args.request as WireRequest,
          onWire(target, request, path, this.#headersOf(request, target)),
          { query: request.query ?? {} },
        )
        return next(args)
      },
      { step: 'build', priority: 'low', name: 'dataRequest' },
    )
    await client.send(command, call)
  }
}

const noBytes = new Uint8Array(0)

/** Of those only that there are many of: what is written. Bytes that wait for a bandwidth are counted here. */
const isSmall = ({ method, body }: DataRequest, { keep, bandwidth }: WireCall): boolean =>
  method === 'PUT' &&
  keep === 'body' &&
  (body === undefined || body.length <= smallBody) &&
  (bandwidth === null || bandwidth.perSecond === null)

const onWire = (
  { protocol, hostname, port }: RequestTarget,
  { method, body }: DataRequest,
  path: string,
  headers: Readonly<Record<string, string>>,
): WireRequest => ({
  protocol,
  hostname,
  ...(port === undefined ? {} : { port }),
  path,
  method,
  headers,
  ...(body === undefined ? {} : { body }),
})
