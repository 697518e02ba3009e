import { createServer, Agent, request as httpRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, Transform } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { finished, pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { flipBit, sendSpoiled, withHeader, without } from './fault-proxy-body.ts'
import type { ServerReply } from './fault-proxy-body.ts'
import { modes } from './fault-proxy-modes.ts'
import type { FaultMode, MadeUpReply, Memory, Mode } from './fault-proxy-modes.ts'
import { armed } from './fault-proxy-plan.ts'
import type { Fault } from './fault-proxy-plan.ts'
import { operations, readS3Request } from './fault-proxy-request.ts'
import type { Operation, S3Request } from './fault-proxy-request.ts'

export type { Fault } from './fault-proxy-plan.ts'

export type Way = 'up' | 'down'

/** How a call that was watched ended. */
export interface CallEnd {
  /** The server's status; null where it was not asked, or its answer not waited for. */
  readonly status: number | null
  /** What struck it. */
  readonly struck: FaultMode | null
  /** Of a listing the document that was sent on. */
  readonly listing?: string
}

/** Sees every call before it goes on, which it does when this has resolved; `keys` are those of a DeleteObjects. */
export type Watcher = (request: S3Request, keys: readonly string[]) => Promise<WatchedCall>

export interface WatchedCall {
  /** The connection is reset, and the server not asked. */
  readonly drop: boolean
  /** Called when the server has answered; the reply goes on when it has resolved. */
  answered(): Promise<void>
  /** Called once, when nothing more comes of the call. */
  ended(end: CallEnd): void
}

export interface FaultProxy {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  /** Replaces the plan, and forgets what the old one had struck. */
  setPlan(plan: readonly Fault[]): void
  /** Who sees each call from now on; null for nobody. */
  watch(watcher: Watcher | null): void
  /** Calls seen so far, struck ones included. */
  readonly counts: Readonly<Record<Operation, number>>
  /** How often each mode struck. */
  readonly struck: Readonly<Partial<Record<FaultMode, number>>>
  /** Bytes of bodies that came through: to the server, and from it. */
  readonly moved: Readonly<Record<Way, number>>
  /** Takes `counts`, `struck` and `moved` back to zero. */
  resetCounts(): void
  /** Resolves when so many calls of a kind have been seen; at once if they have. */
  reached(operation: Operation, count: number): Promise<void>
  /** Resolves when so many bytes have come through. */
  reachedBytes(way: Way, bytes: number): Promise<void>
  /** Ends every connection there is, as a network that went away does. */
  dropConnections(): void
  close(): Promise<void>
}

/** What is known of a call on its way. */
interface Seen {
  end: { readonly status: number; readonly listing?: string } | null
  readonly answered?: () => Promise<void>
  /** Its body, where that was read to be looked at. */
  readonly whole?: Buffer
}

/** The keys that the document of a DeleteObjects names. */
const keysOf = (document: Buffer): string[] =>
  Array.from(document.toString().matchAll(/<Key>([^<]*)<\/Key>/g), ([, key = '']) => unescapeXml(key))

const noCounts = () => Object.fromEntries(operations.map((name) => [name, 0])) as Record<Operation, number>

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'upgrade',
  'expect',
  'transfer-encoding',
]

/**
 * Starts a loopback proxy in front of an S3 endpoint (`http://…`). Requests go on as they came, `Host` included, so that
 * their signatures hold, and replies come back as they are, both streamed; where a fault of the plan strikes, they don't.
 * The first fault of the plan that strikes a call is the only one.
 */
export async function startFaultProxy(options: {
  target: string
  plan?: readonly Fault[]
}): Promise<FaultProxy> {
  const target = new URL(options.target)
  const agent = new Agent({ keepAlive: true, timeout: 5000 })
  const memory: Memory & { wholeGet: Map<string, readonly string[]> } = {
    lastEntry: new Map(),
    loopToken: new Map(),
    wholeGet: new Map(),
  }
  const pageOf = new Map<string, number>()
  const waiting: { operation: Operation; count: number; resolve: () => void }[] = []
  const waitingForBytes: { way: Way; bytes: number; resolve: () => void }[] = []
  const moved = { up: 0, down: 0 }
  /** A stage of a pipeline that counts what goes through it. */
  const counting = (way: Way): Transform =>
    new Transform({
      transform(chunk: Buffer, _, done) {
        moved[way] += chunk.length
        for (const wait of waitingForBytes) if (moved[wait.way] >= wait.bytes) wait.resolve()
        done(null, chunk)
      },
    })
  let plan = armed(options.plan ?? [])
  let watcher: Watcher | null = null
  const counts = noCounts()
  let struck: Partial<Record<FaultMode, number>> = {}

  /** What strikes this call, if anything does. */
  function strike(request: S3Request): FaultMode | null {
    const page = pageOf.get(request.query.get('continuation-token') ?? '') ?? 1
    const hit = plan.find((fault) => fault.strikes(request, page))
    if (hit === undefined) return null
    struck[hit.mode] = (struck[hit.mode] ?? 0) + 1
    return hit.mode
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = readS3Request(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers)
    counts[request.operation]++
    for (const wait of waiting) if (counts[wait.operation] >= wait.count) wait.resolve()
    if (watcher === null) return pass(incoming, response, request, strike(request), { end: null })
    const whole = request.operation === 'DeleteObjects' ? await buffer(incoming) : null
    const { drop, answered, ended } = await watcher(request, whole === null ? [request.key] : keysOf(whole))
    const seen: Seen = { end: null, answered, ...(whole === null ? {} : { whole }) }
    // What was not sent on strikes nothing.
    const struck = drop ? null : strike(request)
    try {
      if (drop) incoming.socket.resetAndDestroy()
      else await pass(incoming, response, request, struck, seen)
    } finally {
      ended({ status: null, struck, ...seen.end })
    }
  }

  /** Sends a call on and its reply back, as far as what strikes it lets it; says in `seen` what came of it. */
  async function pass(
    incoming: IncomingMessage,
    response: ServerResponse,
    request: S3Request,
    struck: FaultMode | null,
    seen: Seen,
  ): Promise<void> {
    const mode: Mode | undefined = struck === null ? undefined : modes[struck]
    if (mode?.kind === 'silence') return
    if (mode?.kind === 'reset') {
      incoming.socket.resetAndDestroy()
      return
    }
    if (mode?.kind === 'answer') {
      if (seen.whole === undefined) await text(incoming)
      return answer(mode.answer(request), incoming, response)
    }
    const name = `${request.bucket}/${request.key}`
    let headers: readonly string[] = without(incoming.rawHeaders, ...hopByHop)
    if (request.operation === 'GetObject' && request.headers.range === undefined)
      memory.wholeGet.set(name, headers)
    if (mode?.kind === 'body' && mode.body === 'ignorerange') {
      headers = memory.wholeGet.get(name) ?? without(headers, 'range')
    }
    const reply = await forward(incoming, headers, response, mode?.kind === 'flip', seen.whole)
    seen.end = { status: reply.status }
    await seen.answered?.()
    if (mode?.kind === 'late') await sleep(1000)
    if (mode?.kind === 'drop') {
      await finished(reply.body.resume())
      response.socket?.resetAndDestroy()
    } else if (mode?.kind === 'body') {
      await sendSpoiled(mode.body, reply, response)
    } else if (request.operation === 'ListObjectsV2' && reply.status === 200) {
      const xml = await text(reply.body)
      const sent = mode?.kind === 'edit' ? mode.edit(xml, request, memory) : xml
      seen.end = { status: reply.status, listing: sent }
      rememberPage(request, xml)
      response.writeHead(200, withHeader(reply.headers, 'content-length', String(Buffer.byteLength(sent))))
      response.end(sent)
    } else {
      response.writeHead(reply.status, [...reply.headers])
      await pipeline(reply.body, counting('down'), response)
    }
  }

  /** So that the page a token leads to has a number. */
  function rememberPage({ query }: S3Request, xml: string): void {
    const token = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1]
    const page = pageOf.get(query.get('continuation-token') ?? '') ?? 1
    if (token !== undefined) pageOf.set(unescapeXml(token), page + 1)
  }

  function forward(
    incoming: IncomingMessage,
    headers: readonly string[],
    response: ServerResponse,
    flip: boolean,
    whole: Buffer | undefined,
  ): Promise<ServerReply> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        host: target.hostname,
        port: target.port,
        agent,
        method: incoming.method,
        path: incoming.url,
        headers: [...headers],
      })
      outgoing.on('response', (reply) => {
        resolve({
          status: reply.statusCode ?? 502,
          headers: without(reply.rawHeaders, ...hopByHop),
          body: reply,
        })
      })
      outgoing.on('error', reject)
      response.on('close', () => {
        if (!response.writableFinished) outgoing.destroy()
      })
      if (whole !== undefined) {
        outgoing.end(whole)
        return
      }
      const middle = Math.floor(Number(incoming.headers['content-length'] ?? 0) / 2)
      const sent = flip
        ? pipeline(incoming, flipBit(middle), outgoing)
        : pipeline(incoming, counting('up'), outgoing)
      // A server may answer, and close, before it has the whole body: the reply is what counts then.
      sent.catch(reject)
    })
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      if (response.headersSent) response.socket?.destroy()
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    counts,
    moved,
    get struck() {
      return struck
    },
    setPlan(next) {
      plan = armed(next)
      memory.lastEntry.clear()
      memory.loopToken.clear()
    },
    watch(next) {
      watcher = next
    },
    resetCounts() {
      Object.assign(counts, noCounts())
      struck = {}
      Object.assign(moved, { up: 0, down: 0 })
    },
    reached(operation, count) {
      return new Promise((resolve) => {
        if (counts[operation] >= count) resolve()
        else waiting.push({ operation, count, resolve })
      })
    },
    reachedBytes(way, bytes) {
      return new Promise((resolve) => {
        if (moved[way] >= bytes) resolve()
        else waitingForBytes.push({ way, bytes, resolve })
      })
    },
    dropConnections() {
      server.closeAllConnections()
    },
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(made: MadeUpReply, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(made.status, made.headers)
  if (incoming.method === 'HEAD') response.end()
  else await pipeline(Readable.from(typeof made.body === 'string' ? [made.body] : made.body), response)
}

function unescapeXml(escaped: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return escaped.replace(
    /&(?:#(\d+|x[\da-f]+)|(lt|gt|quot|apos|amp));/gi,
    (_, number: string | undefined, name: string | undefined) =>
      number === undefined
        ? (named[name ?? ''] ?? '')
        : String.fromCodePoint(Number(number.replace(/^x/i, '0x'))),
  )
}
