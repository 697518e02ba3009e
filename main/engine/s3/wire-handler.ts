import http from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { PlacingHttpAgent, PlacingHttpsAgent } from './body-tap.ts'
import { exchange, type WireLimits, type WireRequest } from './exchange.ts'
import type { Reply, ReplyHead } from './reply.ts'
import { WireCall } from './wire-call.ts'

export interface WireOptions extends WireLimits {
  readonly maxSockets: number
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string
  readonly verifyCertificates: boolean
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are looked up; none means no proxy. */
  readonly proxyEnv?: Readonly<Record<string, string | undefined>>
}

interface Agents {
  readonly 'http:': http.Agent
  readonly 'https:': https.Agent
}

const neverAborted = new AbortController().signal

/** The longest reply held in memory: a listing page is some 400 kB, error documents are less than 4 kB. */
const longestReply = 16 * 1024 * 1024

/**
 * The way to the network, of the data plane and of the SDK (its `requestHandler`). Other than the SDK's own, it knows a stall from a slow line,
 * bounds what it holds in memory, and leaves no reply unread: whatever is not streamed has come whole before the SDK
 * sees any of it.
 */
export class WireHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  readonly #limits: WireLimits
  readonly #agents: Agents
  /** For replies that are read into memory of the reader's. */
  readonly #placing: Agents

  constructor(options: WireOptions) {
    this.#limits = options
    const pool = {
      keepAlive: true,
      maxSockets: options.maxSockets,
      ...(options.proxyEnv === undefined ? {} : { proxyEnv: options.proxyEnv }),
    }
    const secure = {
      ...pool,
      rejectUnauthorized: options.verifyCertificates,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    }
    this.#agents = { 'http:': new http.Agent(pool), 'https:': new https.Agent(secure) }
    this.#placing = { 'http:': new PlacingHttpAgent(pool), 'https:': new PlacingHttpsAgent(secure) }
  }

  /** @param options a `WireCall`; the SDK's own calls for credentials come this way too, with options of theirs. */
  async handle(
    request: WireRequest,
    options: { readonly abortSignal?: unknown } = {},
  ): Promise<{ response: SdkResponse }> {
    const call =
      options instanceof WireCall
        ? options
        : new WireCall(options.abortSignal instanceof AbortSignal ? options.abortSignal : neverAborted)
    const reply = await this.#exchange(request, call)
    const good = isGood(reply)
    if (good && call.keep === 'reply') {
      reply.pause()
      return { response: sdkResponse(reply, Readable.from([])) }
    }
    const body = await reply.whole(longestReply)
    if (good && call.keep === 'body') {
      call.body = body
      return { response: sdkResponse(reply, Buffer.alloc(0)) }
    }
    return { response: sdkResponse(reply, body) }
  }

  /**
   * Sends a request that is made and signed already. The call keeps the body of a good reply, or that reply, unread.
   * @returns null for a good reply; else what came.
   */
  async send(request: WireRequest, call: WireCall): Promise<WholeReply | null> {
    const reply = await this.#exchange(request, call)
    const good = isGood(reply)
    if (good && call.keep === 'reply') {
      reply.pause()
      return null
    }
    const body = await reply.whole(longestReply)
    if (!good) return { status: reply.status, headers: reply.headers, body }
    call.body = body
    return null
  }

  async #exchange(request: WireRequest, call: WireCall): Promise<Reply> {
    const agents = call.inPlace ? this.#placing : this.#agents
    const agent = agents[request.protocol === 'https:' ? 'https:' : 'http:']
    call.sent = request.headers
    const reply = await exchange(request, agent, this.#limits, call.abortSignal, call.bandwidth, call.onSent)
    call.reply = reply
    if (call.keep === 'reply' && isGood(reply)) call.unread = reply
    return reply
  }

  /** Ends idle connections, and with them those in use. */
  destroy(): void {
    for (const agents of [this.#agents, this.#placing]) {
      agents['http:'].destroy()
      agents['https:'].destroy()
    }
  }

  // The SDK's contract has these two; there is nothing to change here after construction.
  updateHttpClientConfig(): void {}
  httpHandlerConfigs(): Record<string, never> {
    return {}
  }
}

/** A reply with its body. */
export interface WholeReply extends ReplyHead {
  readonly body: Buffer
}

export const isGood = ({ status }: ReplyHead): boolean => status >= 200 && status < 300

/** What the SDK wants of a reply; it looks at the shape only. */
interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  body: Buffer | Readable
}

const sdkResponse = (reply: Reply, body: Buffer | Readable): SdkResponse => ({
  statusCode: reply.status,
  headers: { ...reply.headers },
  body,
})
