import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Bandwidth } from '../running/bandwidth.ts'
import type { Clock } from '../world.ts'
import { uriEncode } from './data-request.ts'
import { Reply } from './reply.ts'
import { sendBody } from './send-body.ts'
import { StallTimer, type LeastRate } from './stall-timer.ts'
import { WireFault } from './wire-fault.ts'

/** One signed HTTP request, as the data plane makes it or the SDK hands it to its handler. */
export interface WireRequest {
  /** `http:` or `https:` */
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  /** Encoded; the query with it, or beside it. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface WireLimits {
  readonly clock: Clock
  /** Milliseconds without a byte either way, once connected; 0 for any time. */
  readonly stallAfter: number
  /** Milliseconds for name, connection and TLS together; 0 for any time. */
  readonly connectWithin: number
  /** A body that moves less fails; none if absent. */
  readonly leastRate?: LeastRate
}

/**
 * Sends one request and resolves with the head of its reply. Waiting for a free socket takes as long as it takes; from
 * then on the connect time and the stall time hold.
 *
 * @param bandwidth what the bytes of the bodies are taken from. While a body waits for it, nothing stalls.
 * @param onSent told of the bytes of the request's body as the system takes them
 *
 * Rejects with the signal's reason, a `WireFault`, or Node's own error; the socket is destroyed then. A reply must be
 * read to its end or cancelled.
 */
export function exchange(
  request: WireRequest,
  agent: http.Agent,
  limits: WireLimits,
  signal: AbortSignal,
  bandwidth: Bandwidth | null = null,
  onSent?: (bytes: number) => void,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const sent = open(request, agent)
    let closed: AbortController | null = null
    let connected = false
    let waits = false
    let reply: Reply | null = null
    const fail = (error: Error): void => {
      stall.stop()
      reject(error)
      if (reply === null) sent.destroy(error)
      else reply.fail(error)
    }
    const stall = new StallTimer(
      limits.clock,
      limits.stallAfter,
      (why) => {
        fail(why === 'slow' ? tooSlow(limits) : standsStill(limits))
      },
      limits.leastRate,
    )
    const stop = (): void => {
      fail(signal.reason as Error)
    }
    signal.addEventListener('abort', stop)
    // Once a reply is coming, a request that could not be sent to its end matters no more: the reply says why.
    sent.on('error', (error) => {
      if (reply === null) fail(error)
    })
    sent.once('close', () => {
      stall.stop()
      signal.removeEventListener('abort', stop)
      closed?.abort()
    })
    sent.once('socket', () => {
      watchConnect(
        sent,
        limits,
        () => {
          connected = true
          if (!waits) stall.moved()
        },
        fail,
      )
    })
    sent.once('response', (message: IncomingMessage) => {
      stall.moved()
      reply = new Reply(sent, message, stall, (length) => bandwidth?.take(length, signal))
      resolve(reply)
    })
    const body = bodyBytes(request.body)
    // The headers are made before Node sees a body, for the sake of that one (`headersOnWire`).
    if (body !== null && Object.keys(request.headers).some(isDisposition)) sent.write(new Uint8Array(0))
    sendBody(sent, body, {
      bandwidth,
      // Made where it is needed: a body that has to wait is rare, and an abort costs as much as a signature.
      over: () => (closed ??= new AbortController()).signal,
      onWait: () => {
        waits = true
        stall.stop()
      },
      onMoved: (bytes) => {
        waits = false
        if (connected) stall.moved(bytes)
        if (bytes !== undefined) onSent?.(bytes)
      },
    })
  })
}

const standsStill = ({ stallAfter }: WireLimits): WireFault =>
  new WireFault('stalled', `No byte moved for ${stallAfter / 1000} seconds.`)

const tooSlow = ({ leastRate: { perSecond, over } = { perSecond: 0, over: 0 } }: WireLimits): WireFault =>
  new WireFault('too-slow', `Fewer than ${perSecond} bytes a second moved, over ${over / 1000} seconds.`)

function open(request: WireRequest, agent: http.Agent): ClientRequest {
  const secure = request.protocol === 'https:'
  const query = queryString(request.query ?? {})
  // Brackets belong to an IPv6 address in a URL, not to the host name itself.
  const host = request.hostname.replace(/^\[(.*)\]$/, '$1')
  return (secure ? https : http).request({
    agent,
    method: request.method,
    host,
    ...(request.port === undefined ? {} : { port: request.port }),
    path: query === '' ? request.path : `${request.path}?${query}`,
    headers: headersOnWire(request.headers),
  })
}

/** Headers are signed over their UTF-8 bytes, so those must be sent; Node makes one byte of each character. */
function headersOnWire(headers: WireRequest['headers']): Readonly<Record<string, string>> {
  const names = Object.keys(headers)
  if (!names.some((name) => isDisposition(name) || beyondAscii.test(headers[name] ?? ''))) return headers
  // Once Node knows how long the body is, it makes characters of the bytes of Content-Disposition: it goes first.
  const inOrder = [
    ...names.filter((name) => isDisposition(name)),
    ...names.filter((name) => !isDisposition(name)),
  ]
  return Object.fromEntries(
    inOrder.map((name) => [name, Buffer.from(headers[name] ?? '').toString('latin1')]),
  )
}

const beyondAscii = /[\u0080-\uffff]/

const isDisposition = (name: string): boolean => name.toLowerCase() === 'content-disposition'

/** The same encoding that the signature was made over (AWS SigV4, "UriEncode"). */
function queryString(query: NonNullable<WireRequest['query']>): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(query)) {
    const values = typeof value === 'string' ? [value] : (value ?? [null])
    for (const one of values)
      parts.push(one === null ? uriEncode(name) : `${uriEncode(name)}=${uriEncode(one)}`)
  }
  return parts.join('&')
}

function watchConnect(
  sent: ClientRequest,
  limits: WireLimits,
  onConnected: () => void,
  fail: (error: Error) => void,
): void {
  const socket = sent.socket
  if (socket === null || !socket.connecting) {
    onConnected()
    return
  }
  const timer = new StallTimer(limits.clock, limits.connectWithin, () => {
    fail(new WireFault('connect-timeout', `No connection within ${limits.connectWithin / 1000} seconds.`))
  })
  timer.moved()
  socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
    timer.stop()
    onConnected()
  })
  sent.once('close', () => {
    timer.stop()
  })
}

function bodyBytes(body: unknown): Uint8Array | null {
  if (body === undefined || body === null || body === '') return null
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  throw new TypeError('A request body must be held in memory: a stream could not be sent again.')
}
