import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { head } from '../../../../main/engine/s3/head-object.ts'
import { connect, failure, serve, unstopped } from './scripted-server.ts'

const md5 = '9dd4e461268c8034f5c8564e155c67a6'
const good = { etag: `"${md5}"`, 'content-length': '12', 'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT' }

async function ask(answer: (reply: ServerResponse) => unknown, partNumber?: number) {
  const server = await serve((_, reply) => answer(reply))
  const { connection } = connect({ endpoint: server.endpoint })
  const query = { bucket: 'b', key: 'a b', ...(partNumber === undefined ? {} : { partNumber }) }
  return { server, result: head(connection, query, unstopped) }
}

test('a head has what the reply says', async () => {
  const { server, result } = await ask(
    (reply) =>
      reply
        .writeHead(200, {
          ...good,
          'content-type': 'text/plain',
          'x-amz-storage-class': 'GLACIER',
          'x-amz-mp-parts-count': '3',
          'x-amz-meta-colour': 'blue',
        })
        .end(),
    1,
  )
  expect(await result).toEqual({
    size: 12,
    modified: Date.UTC(2026, 0, 2, 3, 4, 5),
    etag: md5,
    etagIsDigest: true,
    storageClass: 'GLACIER',
    parts: 3,
    contentType: 'text/plain',
    metadata: { colour: 'blue' },
  })
  expect(server.asked[0]).toMatchObject({ method: 'HEAD', url: '/b/a%20b?partNumber=1' })
})

test.each([
  ['ongoing-request="false", expiry-date="Fri, 21 Dec 2029 00:00:00 GMT"', true],
  ['ongoing-request="true"', false],
])('of an archived object it says whether it can be read: %s', async (restore, restored) => {
  const { result } = await ask((reply) =>
    reply.writeHead(200, { ...good, 'x-amz-storage-class': 'GLACIER', 'x-amz-restore': restore }).end(),
  )
  expect(await result).toMatchObject({ storageClass: 'GLACIER', restored })
})

test('what the reply does not say is left out', async () => {
  const { server, result } = await ask((reply) =>
    reply.writeHead(200, { ...good, 'x-amz-storage-class': 'STANDARD' }).end(),
  )
  expect(await result).toEqual({
    size: 12,
    modified: Date.UTC(2026, 0, 2, 3, 4, 5),
    etag: md5,
    etagIsDigest: true,
    metadata: {},
  })
  expect(server.asked[0]?.url).toBe('/b/a%20b')
})

test('the ETag of an object under SSE-KMS is no digest', async () => {
  const { result } = await ask((reply) =>
    reply.writeHead(200, { ...good, 'x-amz-server-side-encryption': 'aws:kms' }).end(),
  )
  expect(await result).toMatchObject({ etagIsDigest: false })
})

test('the checksum that the server keeps is asked for where it is wanted, and not else', async () => {
  const answer = (reply: ServerResponse) =>
    reply.writeHead(200, { ...good, 'x-amz-checksum-crc32': 'AAAAAA==' }).end()
  const { server, result } = await ask(answer)
  expect(await result).not.toHaveProperty('checksum')
  expect(server.asked[0]?.headers).not.toHaveProperty('x-amz-checksum-mode')
  const { connection } = connect({ endpoint: server.endpoint })
  const asked = await head(connection, { bucket: 'b', key: 'k', withChecksum: true }, unstopped)
  expect(asked?.checksum).toMatchObject({ algorithm: 'CRC32', value: 'AAAAAA==' })
  expect(server.asked[1]?.headers).toMatchObject({ 'x-amz-checksum-mode': 'ENABLED' })
})

test('a missing key has none', async () => {
  const { result } = await ask((reply) => reply.writeHead(404).end())
  expect(await result).toBeNull()
})

test.each([
  [403, 'access-denied'],
  [400, 'request-refused'],
  [503, 'slow-down'],
  [500, 'server-failed'],
])('a refusal of %i has no words, and is told by its status', async (status, code) => {
  const { result } = await ask((reply) => reply.writeHead(status, { 'x-amz-request-id': 'REQ1' }).end())
  expect(await failure(result)).toMatchObject({
    code,
    s3: { operation: 'HeadObject', status, requestId: 'REQ1' },
  })
})

test.each(['content-length', 'last-modified'] as const)('a reply without %s is none', async (missing) => {
  const { [missing]: _, ...rest } = good
  const { result } = await ask((reply) =>
    reply
      .writeHead(200, missing === 'content-length' ? { ...rest, 'transfer-encoding': 'chunked' } : rest)
      .end(),
  )
  expect(await failure(result)).toMatchObject({ code: 'server-failed' })
})
