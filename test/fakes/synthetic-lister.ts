import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { SyntheticListing, lastModified } from './synthetic-lister-pages.ts'

/**
 * An S3 endpoint that lists made-up keys as fast as a process can: for planning at scale, and for measuring it. Every
 * bucket holds the same `keys` objects, in byte order, except the bucket `other`, in which `differ` of them, spread
 * evenly, are one byte longer. Answers ListBuckets (`one` and `other`), ListObjectsV2, HEAD of a bucket (`x-pages`
 * is the pages answered so far), HEAD and GET of an object. No signature is checked.
 */
export interface ListerOptions {
  readonly keys: number
  readonly differ?: number
  /** Milliseconds each page is held back. */
  readonly latency?: number
  /** 0, the default, for any free port. */
  readonly port?: number
}

export interface SyntheticLister {
  readonly endpoint: string
  /** Pages answered so far. */
  readonly pages: number
  close(): Promise<void>
}

export async function startSyntheticLister(options: ListerOptions): Promise<SyntheticLister> {
  const listing = new SyntheticListing(options.keys, options.differ ?? 0)
  const latency = options.latency ?? 0
  let pages = 0

  function answer(incoming: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://lister')
    const [bucket = '', ...rest] = pathname.slice(1).split('/').map(decodeURIComponent)
    const key = rest.join('/')
    response.setHeader('x-amz-request-id', 'SYNTHETIC')
    if (key !== '') {
      answerObject(bucket, key, incoming, response)
    } else if (bucket === '' && incoming.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/xml' })
      response.end(buckets)
    } else if (incoming.method === 'HEAD') {
      response.setHeader('x-pages', String(pages))
      response.end()
    } else if (incoming.method === 'GET' && searchParams.get('list-type') === '2') {
      pages++
      const body = Buffer.from(listing.page(bucket, searchParams), 'latin1')
      response.writeHead(200, { 'content-type': 'application/xml', 'content-length': body.length })
      if (latency === 0) response.end(body)
      else setTimeout(() => response.end(body), latency)
    } else {
      refuse(response, 501, 'NotImplemented')
    }
  }

  function answerObject(
    bucket: string,
    key: string,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): void {
    const position = listing.find(key)
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD')
      return refuse(response, 501, 'NotImplemented')
    if (position === null) return refuse(response, 404, 'NoSuchKey')
    const { content, etag } = listing.kind(bucket, position)
    response.writeHead(200, {
      'content-length': content.length,
      'content-type': 'binary/octet-stream',
      etag: `"${etag}"`,
      'last-modified': new Date(lastModified).toUTCString(),
    })
    response.end(incoming.method === 'HEAD' ? undefined : content)
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, answer)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    get pages() {
      return pages
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const buckets =
  '<?xml version="1.0" encoding="UTF-8"?>\n<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>' +
  ['one', 'other']
    .map(
      (name) =>
        `<Bucket><Name>${name}</Name><CreationDate>${new Date(lastModified).toISOString()}</CreationDate></Bucket>`,
    )
    .join('') +
  '</Buckets></ListAllMyBucketsResult>'

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  )
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      keys: { type: 'string', default: '1000000' },
      differ: { type: 'string', default: '0' },
      latency: { type: 'string', default: '0' },
      port: { type: 'string', default: '0' },
    },
  })
  const lister = await startSyntheticLister({
    keys: Number(values.keys),
    differ: Number(values.differ),
    latency: Number(values.latency),
    port: Number(values.port),
  })
  console.log(lister.endpoint)
}
