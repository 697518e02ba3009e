import { expect, test } from 'vitest'
import { ownership } from '../../../../main/engine/s3/ownership.ts'
import { connect, errorDocument, fail, failure, serve, unstopped } from './scripted-server.ts'

const controls = (rule: string): string =>
  `<OwnershipControls><Rule><ObjectOwnership>${rule}</ObjectOwnership></Rule></OwnershipControls>`

test.each([
  ['BucketOwnerEnforced', 'enforced'],
  ['BucketOwnerPreferred', 'by-acls'],
  ['ObjectWriter', 'by-acls'],
])('a bucket of %s is owned %s', async (rule, expected) => {
  const server = await serve((_, reply) => reply.end(controls(rule)))
  const { connection } = connect({ endpoint: server.endpoint })
  expect(await ownership(connection, 'b', unstopped)).toBe(expected)
  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /b/?ownershipControls='])
})

test.each([
  [404, 'OwnershipControlsNotFoundError', 'by-acls'],
  [403, 'AccessDenied', 'unknown'],
  [501, 'NotImplemented', 'unknown'],
  [404, 'NoSuchBucket', 'unknown'],
])('where %i %s is the answer it is %s', async (status, code, expected) => {
  const server = await serve((_, reply) => {
    fail(reply, status, errorDocument(code))
  })
  const { connection } = connect({ endpoint: server.endpoint })
  expect(await ownership(connection, 'b', unstopped)).toBe(expected)
})

test('credentials that are none are an error', async () => {
  const server = await serve((_, reply) => {
    fail(reply, 403, errorDocument('InvalidAccessKeyId'))
  })
  const { connection } = connect({ endpoint: server.endpoint })
  expect(await failure(ownership(connection, 'b', unstopped))).toMatchObject({ code: 'credentials-refused' })
})
