import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/*
 * An S3 endpoint that takes one object in parts and keeps nothing of it but how many there were and how long they are;
 * run as a process, it prints its address. `GET /?counted` says what it has taken.
 */

let parts = new Map<number, number>()
let made: { readonly parts: number; readonly bytes: number } | null = null

const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
const emptyListing = `<ListBucketResult ${xmlns}><Name>sink</Name><Prefix></Prefix><KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>`

async function length(request: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const chunk of request) bytes += (chunk as Buffer).length
  return bytes
}

const server = createServer((request, reply) => {
  const { method, headers } = request
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://sink')
  const answer = async (): Promise<void> => {
    if (method === 'PUT' && query.has('partNumber')) {
      const number = Number(query.get('partNumber'))
      const bytes = await length(request)
      if (bytes !== Number(headers['content-length'])) throw new Error('A part broke off.')
      parts.set(number, bytes)
      reply.setHeader('etag', `"part-${number}"`).end()
    } else if (method === 'POST' && query.has('uploads')) {
      parts = new Map()
      reply.end(
        `<InitiateMultipartUploadResult ${xmlns}><Bucket>sink</Bucket><Key>large</Key><UploadId>one</UploadId></InitiateMultipartUploadResult>`,
      )
    } else if (method === 'POST' && query.has('uploadId')) {
      const named = (await text(request)).match(/<PartNumber>\d+<\/PartNumber>/g) ?? []
      if (named.length !== parts.size) throw new Error(`${named.length} parts named, ${parts.size} sent.`)
      made = { parts: parts.size, bytes: [...parts.values()].reduce((sum, bytes) => sum + bytes, 0) }
      reply.end(
        `<CompleteMultipartUploadResult ${xmlns}><Location>sink</Location><Bucket>sink</Bucket><Key>large</Key><ETag>"sink"</ETag></CompleteMultipartUploadResult>`,
      )
    } else if (method === 'GET' && query.has('counted')) {
      reply.end(JSON.stringify(made))
      made = null
    } else if (method === 'GET') reply.end(emptyListing)
    else if (method === 'HEAD' && pathname.lastIndexOf('/') <= 0) reply.end()
    else if (method === 'HEAD' && made !== null)
      reply
        .writeHead(200, {
          'content-length': made.bytes,
          etag: '"sink"',
          'last-modified': new Date().toUTCString(),
        })
        .end()
    else reply.writeHead(method === 'DELETE' ? 204 : 404).end()
  }
  answer().catch((error: unknown) => {
    console.error(error)
    reply.destroy()
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
