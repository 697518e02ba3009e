import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { Agent, IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { PracticeServer, PracticeServerOptions } from '../../../main/practice/index.ts'
import { startPracticeServer } from '../../../main/practice/index.ts'
import { canonicalRequest } from '../../../main/practice/signature/canonical-request.ts'
import {
  formatSigningTime,
  scopeText,
  sign,
  signingKey,
  stringToSign,
} from '../../../main/practice/signature/signing-key.ts'
import { decodeUri, encodeUri, encodeUriPath, parseQuery } from '../../../main/practice/uri.ts'

/** What a server answered. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
  /** The `<Code>` of an error document. */
  readonly code: string | undefined
}

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Signs as if it were that time; the server's own by default. */
  readonly time?: number
  readonly agent?: Agent
}

/**
 * Sends one signed request, exactly as it is written: a path of our own encoding, headers in any combination, no
 * retries. It signs with the server's own functions, which AWS's examples prove apart from this.
 */
export async function send(
  server: PracticeServer,
  method: string,
  target: string,
  sent: Sent = {},
): Promise<Answer> {
  const body = Buffer.from(sent.body ?? '')
  const headers = signed(server, method, target, body, sent)
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.endpoint)
    const options = {
      hostname,
      port,
      method,
      path: target,
      headers,
      ...(sent.agent ? { agent: sent.agent } : {}),
    }
    const outgoing = httpRequest(options, (incoming) => {
      const pieces: Buffer[] = []
      incoming.on('data', (piece: Buffer) => pieces.push(piece))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const bytes = Buffer.concat(pieces)
        const text = bytes.toString()
        const code = /<Error><Code>(\w+)<\/Code>/.exec(text)?.[1]
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text, code })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(takesBody(method) || body.length > 0 ? body : undefined)
  })
}

/** The headers of a request, with its signature. */
export function signed(
  server: PracticeServer,
  method: string,
  target: string,
  body: Uint8Array,
  { headers = {}, time = Date.now() }: Sent,
): Record<string, string> {
  const [rawPath = '', query = ''] = target.split('?')
  const all = new Map(
    Object.entries({
      host: new URL(server.endpoint).host,
      'x-amz-date': formatSigningTime(time),
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      ...(takesBody(method) && !('transfer-encoding' in headers)
        ? { 'content-length': String(body.length) }
        : {}),
      ...headers,
    }),
  )
  const scope = { date: formatSigningTime(time).slice(0, 8), region: server.region, service: 's3' }
  const names = [...all.keys()].filter((name) => name === 'host' || name.startsWith('x-amz-')).sort()
  const canonical = canonicalRequest(
    { method, path: decodeUri(rawPath), parameters: parseQuery(query), headers: all },
    names,
    all.get('x-amz-content-sha256') ?? '',
  )
  const key = signingKey(server.secretAccessKey, scope)
  const signature = sign(key, stringToSign(all.get('x-amz-date') ?? '', scope, canonical))
  const credential = `${server.accessKeyId}/${scopeText(scope)}`
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${names.join(';')},Signature=${signature}`
  return { ...Object.fromEntries(all), authorization }
}

function takesBody(method: string): boolean {
  return method === 'PUT' || method === 'POST'
}

/** `/bucket/key` as it stands in a request. */
export function targetOf(bucket: string, key: string, query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
  return encodeUriPath(`/${bucket}/${key}`) + (pairs.length > 0 ? `?${pairs.join('&')}` : '')
}

/** A directory that goes with the test. */
export async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-practice-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

/** A server with the bucket `bucket`, in a directory of its own; both go with the test. */
export async function startServer(options: Partial<PracticeServerOptions> = {}): Promise<PracticeServer> {
  const directory = options.directory ?? (await makeDirectory())
  const server = await startPracticeServer({ buckets: ['bucket'], ...options, directory })
  onTestFinished(() => server.close())
  return server
}

/** Texts of all elements of that name in a document, in their order. */
export function texts(document: string, name: string): string[] {
  return [...document.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text)
}
