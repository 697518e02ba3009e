import { describe, expect, test } from 'vitest'
import { send, startServer, texts } from '../practice-client.ts'

test('buckets are made, found, listed and removed', async () => {
  const server = await startServer({ buckets: [] })
  expect(await send(server, 'PUT', '/one')).toMatchObject({ status: 200, headers: { location: '/one' } })
  expect((await send(server, 'PUT', '/one')).status).toBe(200)
  await send(server, 'PUT', '/another')
  expect(await send(server, 'HEAD', '/one')).toMatchObject({
    status: 200,
    headers: { 'x-amz-bucket-region': 'us-east-1' },
  })
  const listed = await send(server, 'GET', '/')
  expect(texts(listed.text, 'Name')).toEqual(['another', 'one'])
  expect(texts(listed.text, 'CreationDate').every((time) => time.endsWith('.000Z'))).toBe(true)
  const page = await send(server, 'GET', '/?max-buckets=1')
  expect(texts(page.text, 'Name')).toEqual(['another'])
  const token = texts(page.text, 'ContinuationToken')[0] ?? ''
  expect(
    texts((await send(server, 'GET', `/?max-buckets=1&continuation-token=${token}`)).text, 'Name'),
  ).toEqual(['one'])
  expect(texts((await send(server, 'GET', '/?prefix=o')).text, 'Name')).toEqual(['one'])

  await send(server, 'PUT', '/one/key')
  expect(await send(server, 'DELETE', '/one')).toMatchObject({ status: 409, code: 'BucketNotEmpty' })
  await send(server, 'DELETE', '/one/key')
  expect((await send(server, 'DELETE', '/one')).status).toBe(204)
  expect(await send(server, 'HEAD', '/one')).toMatchObject({ status: 404, text: '' })
  expect(await send(server, 'GET', '/one')).toMatchObject({ status: 404, code: 'NoSuchBucket' })
})

describe('a location', () => {
  const body = (location: string): string =>
    `<CreateBucketConfiguration><LocationConstraint>${location}</LocationConstraint></CreateBucketConfiguration>`

  test.each([
    ['us-east-1', '', 200],
    ['us-east-1', body('us-east-1'), 400],
    ['us-east-1', body('eu-west-1'), 400],
    ['eu-west-1', body('eu-west-1'), 200],
    ['eu-west-1', '', 400],
    ['eu-west-1', '<x/>', 400],
  ])('in %s of %s is answered %i', async (region, document, status) => {
    const server = await startServer({ region, buckets: [] })
    expect((await send(server, 'PUT', '/one', { body: document })).status).toBe(status)
  })

  test('is told, empty for us-east-1', async () => {
    const east = await startServer()
    expect((await send(east, 'GET', '/bucket?location')).text).toMatch(
      /<LocationConstraint [^>]*><\/LocationConstraint>$/,
    )
    const west = await startServer({ region: 'eu-west-1' })
    expect((await send(west, 'GET', '/bucket?location')).text).toMatch(/>eu-west-1<\/LocationConstraint>$/)
    expect((await send(west, 'PUT', '/bucket', { body: body('eu-west-1') })).code).toBe(
      'BucketAlreadyOwnedByYou',
    )
  })
})

test.each(['ab', 'A-b', 'a_b', '-ab', 'ab-', 'a..b', 'a.-b', '192.168.0.1', 'xn--ab', 'x'.repeat(64)])(
  '%s is no name for a bucket',
  async (name) => {
    const server = await startServer()
    expect((await send(server, 'PUT', `/${name}`)).code).toBe('InvalidBucketName')
  },
)

test('an ACL is the owner’s full control, and only a canned one is taken', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/key')
  for (const target of ['/bucket', '/bucket/key']) {
    const acl = await send(server, 'GET', `${target}?acl`)
    expect(texts(acl.text, 'Permission')).toEqual(['FULL_CONTROL'])
    expect(new Set(texts(acl.text, 'ID')).size).toBe(1)
    expect((await send(server, 'PUT', `${target}?acl`, { headers: { 'x-amz-acl': 'private' } })).status).toBe(
      200,
    )
    expect((await send(server, 'PUT', `${target}?acl`, { headers: { 'x-amz-acl': 'x' } })).status).toBe(400)
    expect((await send(server, 'PUT', `${target}?acl`, { body: acl.text })).status).toBe(501)
  }
  expect((await send(server, 'GET', '/bucket/absent?acl')).code).toBe('NoSuchKey')
})

test('a bucket may be named by the host', async () => {
  const server = await startServer()
  await send(server, 'PUT', '/bucket/a/b', { body: 'content' })
  const host = `bucket.localhost:${new URL(server.endpoint).port}`
  expect((await send(server, 'GET', '/a/b', { headers: { host } })).text).toBe('content')
  expect(texts((await send(server, 'GET', '/?list-type=2', { headers: { host } })).text, 'Key')).toEqual([
    'a/b',
  ])
})
