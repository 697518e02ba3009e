import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { listBuckets, versioning } from '../../../../main/engine/s3/buckets.ts'
import { connect, errorDocument, fail, failure, serve, unstopped, type Asked } from './scripted-server.ts'

async function to(answer: (asked: Asked, reply: ServerResponse) => unknown) {
  const server = await serve(answer)
  return { server, connection: connect({ endpoint: server.endpoint }).connection }
}

const buckets = (names: readonly string[], token = '') =>
  `<ListAllMyBucketsResult><Buckets>${names.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join('')}</Buckets>${token}</ListAllMyBucketsResult>`

test('buckets come by name, over several pages', async () => {
  const more = '<ContinuationToken>t+1</ContinuationToken>'
  const { server, connection } = await to((asked, reply) =>
    reply.end(asked.url.includes('continuation-token=t%2B1') ? buckets(['c']) : buckets(['a', 'b'], more)),
  )
  expect(await listBuckets(connection, unstopped)).toEqual(['a', 'b', 'c'])
  expect(server.asked).toHaveLength(2)
})

test('pages of buckets that go in circles are an error', async () => {
  const { connection } = await to((_, reply) =>
    reply.end(buckets(['a'], '<ContinuationToken>t</ContinuationToken>')),
  )
  expect(await failure(listBuckets(connection, unstopped))).toMatchObject({ code: 'server-failed' })
})

test.each([
  ['<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>', 'kept'],
  ['<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>', 'suspended'],
  ['<VersioningConfiguration/>', 'gone'],
])('versions by %s are %s', async (text, expected) => {
  const { connection } = await to((_, reply) => reply.end(text))
  expect(await versioning(connection, 'b', unstopped)).toBe(expected)
})

test.each([
  [403, 'AccessDenied'],
  [501, 'NotImplemented'],
])('versions are unknown where %i %s is the answer', async (status, code) => {
  const { connection } = await to((_, reply) => {
    fail(reply, status, errorDocument(code))
  })
  expect(await versioning(connection, 'b', unstopped)).toBe('unknown')
})

test('versions of a bucket that is not there are an error', async () => {
  const { connection } = await to((_, reply) => {
    fail(reply, 404, errorDocument('NoSuchBucket'))
  })
  expect(await failure(versioning(connection, 'b', unstopped))).toMatchObject({ code: 'no-such-bucket' })
})
