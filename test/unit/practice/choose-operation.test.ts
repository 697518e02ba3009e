import { describe, expect, test } from 'vitest'
import { send, startServer } from './practice-client.ts'

/** Sub-resources of S3 that this server does not have (botocore's service model). */
const bucketOnes = [
  'accelerate',
  'analytics&id=x',
  'cors',
  'encryption',
  'intelligent-tiering&id=x',
  'inventory&id=x',
  'lifecycle',
  'logging',
  'metadataTable',
  'metrics&id=x',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'session',
  'tagging',
  'website',
]
/** Of these it says that no bucket has one. */
const unset = new Set([
  'encryption',
  'lifecycle',
  'object-lock',
  'ownershipControls',
  'publicAccessBlock',
  'tagging',
])
const objectOnes = [
  'attributes',
  'legal-hold',
  'renameObject',
  'restore',
  'retention',
  'select&select-type=2',
  'torrent',
  'encryption',
  'annotation',
  'unheard-of',
]

test.each([...unset])('there is no %s of any bucket', async (query) => {
  const server = await startServer()
  const reply = await send(server, 'GET', `/bucket?${query}`)
  expect(reply.status).toBe(404)
  expect((await send(server, 'GET', `/missing?${query}`)).text).toContain('NoSuchBucket')
})

describe('a sub-resource that is not there', () => {
  test('is never taken for the bucket', async () => {
    const server = await startServer()
    for (const query of bucketOnes) {
      for (const method of unset.has(query) ? ['PUT', 'DELETE'] : ['GET', 'PUT', 'DELETE']) {
        expect
          .soft(await send(server, method, `/bucket?${query}`), `${method} ${query}`)
          .toMatchObject({ status: 501 })
      }
    }
    expect((await send(server, 'GET', '/bucket')).status).toBe(200)
  })

  test('is never taken for the object', async () => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/key', { body: 'content' })
    for (const query of objectOnes) {
      for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']) {
        expect
          .soft(await send(server, method, `/bucket/key?${query}`), `${method} ${query}`)
          .toMatchObject({ status: 501 })
      }
    }
    expect((await send(server, 'GET', '/bucket/key')).text).toBe('content')
  })

  test('is named in the refusal', async () => {
    const server = await startServer()
    expect((await send(server, 'PUT', '/bucket/key?retention')).text).toContain(
      'does not implement ?retention',
    )
  })
})

test('half of an operation’s parameters is not another operation', async () => {
  const server = await startServer()
  expect((await send(server, 'PUT', '/bucket/key?partNumber=1', { body: 'x' })).status).toBe(501)
  expect((await send(server, 'PUT', '/bucket/key?uploadId=x', { body: 'x' })).status).toBe(501)
  expect((await send(server, 'PUT', '/bucket/key?versionId=null', { body: 'x' })).status).toBe(501)
  expect((await send(server, 'POST', '/bucket/key', { body: 'x' })).status).toBe(501)
  expect((await send(server, 'POST', '/bucket', { body: 'x' })).status).toBe(501)
  expect((await send(server, 'GET', '/bucket/key')).code).toBe('NoSuchKey')
})

test('parameters for logs are ignored, and of a repeated one the first counts', async () => {
  const server = await startServer()
  expect((await send(server, 'PUT', '/bucket/key?x-id=PutObject', { body: 'x' })).status).toBe(200)
  expect((await send(server, 'GET', '/bucket/key?x-anything=1')).text).toBe('x')
  expect((await send(server, 'GET', '/bucket?max-keys=7&max-keys=x')).text).toContain('<MaxKeys>7</MaxKeys>')
})

test('a method that S3 does not have is not allowed', async () => {
  const server = await startServer()
  expect(await send(server, 'PATCH', '/bucket/key')).toMatchObject({ status: 405, code: 'MethodNotAllowed' })
})

describe('headers that are not served', () => {
  test.each([
    [{ 'x-amz-server-side-encryption': 'aws:kms' }, 501, 'NotImplemented'],
    [{ 'x-amz-server-side-encryption': 'aws:kms:dsse' }, 501, 'NotImplemented'],
    [{ 'x-amz-server-side-encryption': 'AES257' }, 400, 'InvalidEncryptionAlgorithmError'],
    [{ 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, 501, 'NotImplemented'],
    [{ 'x-amz-server-side-encryption-aws-kms-key-id': 'k' }, 501, 'NotImplemented'],
    [{ 'x-amz-grant-read': 'id=1' }, 501, 'NotImplemented'],
    [{ 'x-amz-write-offset-bytes': '1' }, 501, 'NotImplemented'],
    [{ 'x-amz-acl': 'everyone' }, 400, 'InvalidArgument'],
    [{ 'x-amz-object-lock-mode': 'GOVERNANCE' }, 400, 'InvalidRequest'],
    [{ 'x-amz-expected-bucket-owner': '111122223333' }, 403, 'AccessDenied'],
    [{ 'x-amz-storage-class': 'OUTPOSTS' }, 400, 'InvalidStorageClass'],
  ])('%j is refused, and nothing written', async (headers: Record<string, string>, status, code) => {
    const server = await startServer()
    expect(await send(server, 'PUT', '/bucket/key', { body: 'x', headers })).toMatchObject({ status, code })
    expect((await send(server, 'GET', '/bucket/key')).code).toBe('NoSuchKey')
  })

  test('AES256 and a canned ACL are taken', async () => {
    const server = await startServer()
    const headers = { 'x-amz-server-side-encryption': 'AES256', 'x-amz-acl': 'public-read' }
    expect((await send(server, 'PUT', '/bucket/key', { headers })).headers).toMatchObject({
      'x-amz-server-side-encryption': 'AES256',
    })
    expect((await send(server, 'HEAD', '/bucket/key')).headers).toMatchObject({
      'x-amz-server-side-encryption': 'AES256',
    })
  })
})
