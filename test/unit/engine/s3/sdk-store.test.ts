import { createHash } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createSdkStore } from '../../../../main/engine/s3/sdk-store.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { serve, unstopped, type Asked } from './scripted-server.ts'

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()

/** Answers a call as a server with one object and one folder would. */
function answerTo({ method, url }: Asked): string {
  const { searchParams: query } = new URL(url, 'http://x')
  if (query.has('list-type')) {
    const folders = query.has('delimiter') ? '<CommonPrefixes><Prefix>p/f/</Prefix></CommonPrefixes>' : ''
    return `<ListBucketResult><Name>b</Name><Prefix>p/</Prefix><IsTruncated>false</IsTruncated><Contents><Key>p/a</Key><LastModified>2026-01-02T03:04:05Z</LastModified><ETag>e</ETag><Size>1</Size></Contents>${folders}</ListBucketResult>`
  }
  if (query.has('versioning')) return '<VersioningConfiguration/>'
  if (query.has('uploads'))
    return '<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>'
  if (query.has('delete')) return '<DeleteResult><Deleted><Key>p/a</Key></Deleted></DeleteResult>'
  if (query.has('uploadId') && method === 'GET')
    return '<R><UploadId>U</UploadId><IsTruncated>false</IsTruncated></R>'
  if (method === 'GET')
    return url === '/?x-id=ListBuckets'
      ? '<R><Buckets><Bucket><Name>b</Name></Bucket></Buckets></R>'
      : 'hello'
  const result = query.has('partNumber') ? 'CopyPartResult' : 'CopyObjectResult'
  return `<${result}><ETag>"e"</ETag></${result}>`
}

async function store() {
  const headers = { etag: '"e"', 'content-length': '5', 'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT' }
  const server = await serve((asked, reply) =>
    asked.method === 'HEAD'
      ? reply.writeHead(200, headers).end()
      : reply.setHeader('etag', '"e"').end(answerTo(asked)),
  )
  const opened = createSdkStore({
    endpoint: server.endpoint,
    credentials: () => Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' }),
    userAgent: 'sluice/1.2.3',
    clock: new FakeClock(),
  })
  onTestFinished(() => {
    opened.close()
  })
  return { server, opened }
}

test('every call of the contract is the S3 call of its name', async () => {
  const { server, opened } = await store()
  const name = { bucket: 'b', key: 'p/a' }
  const upload = { ...name, uploadId: 'U' }
  const body = Buffer.from('hello')
  const source = { bucket: 'b', key: 'p/a' }
  await opened.listBuckets(unstopped)
  await opened.versioning('b', unstopped)
  await opened.head(name, unstopped)
  ;(await opened.get(name, unstopped)).cancel()
  await opened.put({ ...name, body, md5: md5(body) }, unstopped)
  await opened.copy({ ...name, source, sourceEtag: 'e' }, unstopped)
  await opened.remove(name, unstopped)
  await opened.removeMany('b', ['p/a'], unstopped)
  await opened.startMultipart(name, unstopped)
  await opened.putPart({ ...upload, partNumber: 1, body, md5: md5(body) }, unstopped)
  await opened.copyPart({ ...upload, partNumber: 1, source, sourceEtag: 'e', from: 0, to: 4 }, unstopped)
  await opened.finishMultipart({ ...upload, parts: [{ partNumber: 1, etag: 'e' }] }, unstopped)
  await opened.listParts(upload, unstopped)
  await opened.abortMultipart(upload, unstopped)
  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toMatchInlineSnapshot(`
    [
      "GET /?x-id=ListBuckets",
      "GET /b/?versioning=",
      "HEAD /b/p/a",
      "GET /b/p/a",
      "PUT /b/p/a",
      "PUT /b/p/a",
      "DELETE /b/p/a?x-id=DeleteObject",
      "POST /b/?delete=",
      "POST /b/p/a?uploads=",
      "PUT /b/p/a?partNumber=1&uploadId=U",
      "PUT /b/p/a?partNumber=1&uploadId=U",
      "POST /b/p/a?uploadId=U",
      "GET /b/p/a?x-id=ListParts&uploadId=U",
      "DELETE /b/p/a?x-id=AbortMultipartUpload&uploadId=U",
    ]
  `)
})

test('a page has entries only; browsing shows folders too', async () => {
  const { opened } = await store()
  const query = { bucket: 'b', prefix: 'p/' }
  const entries = [{ key: 'p/a', size: 1, modified: Date.UTC(2026, 0, 2, 3, 4, 5), etag: 'e' }]
  expect(await opened.listPage(query, unstopped)).toEqual({ entries, next: null })
  expect(await opened.listPage({ ...query, delimiter: '/' }, unstopped)).toEqual({ entries, next: null })
  expect(await opened.browse(query, unstopped)).toEqual({ entries, folders: ['p/f/'], next: null })
})

test('the server is told who asks', async () => {
  const { server, opened } = await store()
  await opened.listBuckets(unstopped)
  await opened.head({ bucket: 'b', key: 'k' }, unstopped)
  for (const { headers } of server.asked) expect(headers['user-agent']).toMatch(/(^| )sluice\/1\.2\.3( |$)/)
})

test('closing leaves no connection', async () => {
  const { server, opened } = await store()
  await opened.listBuckets(unstopped)
  expect(server.open.size).toBe(1)
  opened.close()
  await server.allClosed()
})
