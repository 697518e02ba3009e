import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { copy, put, remove } from '../../../../main/engine/s3/write-objects.ts'
import {
  asAmazon,
  connect,
  errorDocument,
  fail,
  failure,
  serve,
  unstopped,
  type Asked,
} from './scripted-server.ts'

const body = Buffer.from('hello')
const digest = createHash('md5').update(body).digest()
const md5 = digest.toString('hex')
const target = { bucket: 'bucket', key: 'a b/ü' }

async function other(answer: (asked: Asked, reply: ServerResponse) => unknown) {
  const server = await serve(answer)
  return { server, connection: connect({ endpoint: server.endpoint }).connection }
}

async function amazon(answer: (asked: Asked, reply: ServerResponse) => unknown) {
  const server = await serve(answer)
  return { server, connection: connect({ ...asAmazon(server), pathStyle: true }).connection }
}

const stored = (_: Asked, reply: ServerResponse) => reply.writeHead(200, { etag: `"${md5}"` }).end()

describe('a put', () => {
  test('carries its bytes, their MD5, and what they are', async () => {
    const { server, connection } = await other(stored)
    const written = await put(
      connection,
      { ...target, body, md5: digest, contentType: 'text/plain', metadata: { colour: 'blue' } },
      unstopped,
    )
    expect(written).toEqual({ etag: md5, etagIsDigest: true, checksumProved: false })
    expect(server.asked[0]).toMatchObject({
      method: 'PUT',
      url: '/bucket/a%20b/%C3%BC',
      headers: {
        'content-md5': digest.toString('base64'),
        'content-length': '5',
        'content-type': 'text/plain',
        'x-amz-meta-colour': 'blue',
      },
      body,
    })
  })

  test('has no checksum that only Amazon knows, and sends its body at once', async () => {
    const { server, connection } = await other(stored)
    const big = Buffer.alloc(3_000_000)
    await put(connection, { ...target, body: big, md5: digest }, unstopped)
    const names = Object.keys(server.asked[0]?.headers ?? {})
    expect(names.filter((name) => /checksum|trailer|expect|encoding|decoded/.test(name))).toEqual([])
    expect(server.asked[0]?.body.length).toBe(big.length)
  })

  test('tells of its bytes on their way', async () => {
    const { connection } = await other(stored)
    const big = Buffer.alloc(3_000_000)
    let told = 0
    await put(
      connection,
      { ...target, body: big, md5: digest, onSent: (bytes) => (told += bytes) },
      unstopped,
    )
    expect(told).toBeGreaterThan(2_500_000)
  })

  test('of nothing is one of no bytes', async () => {
    const { server, connection } = await other(stored)
    await put(connection, { ...target, body: Buffer.alloc(0), md5: digest }, unstopped)
    expect(server.asked[0]).toMatchObject({ headers: { 'content-length': '0' }, body: Buffer.alloc(0) })
  })

  test('to Amazon has a checksum, and is proved when the same one comes back', async () => {
    const echo = (wrong: boolean) => (asked: Asked, reply: ServerResponse) =>
      reply
        .writeHead(200, {
          etag: '"opaque"',
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-checksum-crc64nvme': wrong
            ? 'AAAAAAAAAAA='
            : String(asked.headers['x-amz-checksum-crc64nvme']),
        })
        .end()
    const right = await amazon(echo(false))
    expect(await put(right.connection, { ...target, body, md5: digest }, unstopped)).toEqual({
      etag: 'opaque',
      etagIsDigest: false,
      checksumProved: true,
    })
    // CRC-64/NVME of "hello", by the parameters of the CRC catalogue.
    expect(right.server.asked[0]?.headers['x-amz-checksum-crc64nvme']).toBe('M3eFcAZSQlc=')
    expect(right.server.asked[0]?.headers['content-md5']).toBe(digest.toString('base64'))
    const wrong = await amazon(echo(true))
    expect(await put(wrong.connection, { ...target, body, md5: digest }, unstopped)).toMatchObject({
      checksumProved: false,
    })
    const silent = await amazon(stored)
    expect(await put(silent.connection, { ...target, body, md5: digest }, unstopped)).toMatchObject({
      checksumProved: false,
    })
  })

  test.each([
    [{}, undefined, undefined, undefined],
    [{ ifAbsent: true } as const, '*', undefined, undefined],
    [{ ifMatch: md5 }, undefined, `"${md5}"`, md5],
  ])(
    'with the condition %j carries it, the ETag quoted only to Amazon',
    async (condition, ifNoneMatch, quoted, bare) => {
      const [far, near] = [await amazon(stored), await other(stored)]
      await put(far.connection, { ...target, body, md5: digest, ...condition }, unstopped)
      await put(near.connection, { ...target, body, md5: digest, ...condition }, unstopped)
      expect([far, near].map(({ server }) => server.asked[0]?.headers['if-match'])).toEqual([quoted, bare])
      expect([far, near].map(({ server }) => server.asked[0]?.headers['if-none-match'])).toEqual([
        ifNoneMatch,
        ifNoneMatch,
      ])
    },
  )

  test('without an ETag in reply has an empty one', async () => {
    const { connection } = await other((_, reply) => reply.end())
    expect(await put(connection, { ...target, body, md5: digest }, unstopped)).toEqual({
      etag: '',
      etagIsDigest: false,
      checksumProved: false,
    })
  })

  test.each([
    [400, 'BadDigest', 'integrity'],
    [412, 'PreconditionFailed', 'precondition-failed'],
    [409, 'ConditionalRequestConflict', 'conflict'],
  ])('refused with %i %s is told as that', async (status, s3Code, code) => {
    const { connection } = await other((_, reply) => {
      fail(reply, status, errorDocument(s3Code))
    })
    expect(await failure(put(connection, { ...target, body, md5: digest }, unstopped))).toMatchObject({
      code,
      subject: 's3://bucket/a b/ü',
    })
  })
})

describe('a copy', () => {
  const source = { bucket: 'from', key: 'x y/%' }
  const done = (_: Asked, reply: ServerResponse) =>
    reply.end(`<CopyObjectResult><ETag>"${md5}"</ETag></CopyObjectResult>`)

  test('names its source, as it was seen', async () => {
    const { server, connection } = await other(done)
    expect(await copy(connection, { ...target, source, sourceEtag: 'e' }, unstopped)).toEqual({
      etag: md5,
      etagIsDigest: true,
      checksumProved: false,
    })
    expect(server.asked[0]?.headers).toMatchObject({
      'x-amz-copy-source': 'from/x%20y/%25',
      'x-amz-copy-source-if-match': 'e',
    })
    expect(server.asked[0]?.headers['x-amz-metadata-directive']).toBeUndefined()
  })

  test.each([
    ['at Amazon', true, {}, 'EXCLUDE'],
    ['at Amazon, where they are to be kept', true, { keepAnnotations: true } as const, undefined],
    ['elsewhere, where nobody knows them', false, {}, undefined],
  ])('leaves annotations behind: %s', async (_, isAmazon, given, expected) => {
    const { server, connection } = await (isAmazon ? amazon : other)(done)
    await copy(connection, { ...target, source, sourceEtag: 'e', ...given }, unstopped)
    expect(server.asked[0]?.headers['x-amz-object-annotation-directive']).toBe(expected)
  })

  test('replaces properties when it is told to', async () => {
    const { server, connection } = await other(done)
    await copy(
      connection,
      { ...target, source, sourceEtag: 'e', contentType: 'text/plain', metadataDirective: 'REPLACE' },
      unstopped,
    )
    expect(server.asked[0]?.headers).toMatchObject({
      'x-amz-metadata-directive': 'REPLACE',
      'content-type': 'text/plain',
    })
  })

  test.each([
    ['an error in a good reply', errorDocument('InternalError', 'We encountered an internal error.')],
    ['nothing in a good reply', ''],
  ])('that ends with %s has failed', async (_, text) => {
    const { connection } = await other((_asked, reply) => reply.end(text))
    expect(await failure(copy(connection, { ...target, source, sourceEtag: 'e' }, unstopped))).toMatchObject({
      code: 'server-failed',
    })
  })

  test('of what is not there is about its source', async () => {
    const { connection } = await other((_, reply) => {
      fail(reply, 404, errorDocument('NoSuchKey'))
    })
    expect(await failure(copy(connection, { ...target, source, sourceEtag: 'e' }, unstopped))).toMatchObject({
      code: 'no-such-key',
      subject: 's3://from/x y/%',
    })
  })
})

describe('a removal', () => {
  test.each([204, 200, 404])('answered with %i is done', async (status) => {
    const { server, connection } = await other((_, reply) => reply.writeHead(status).end())
    await remove(connection, target, unstopped)
    expect(server.asked[0]).toMatchObject({ method: 'DELETE', url: '/bucket/a%20b/%C3%BC?x-id=DeleteObject' })
  })

  test('in a bucket that is not there is not', async () => {
    const { connection } = await other((_, reply) => {
      fail(reply, 404, errorDocument('NoSuchBucket'))
    })
    expect(await failure(remove(connection, target, unstopped))).toMatchObject({ code: 'no-such-bucket' })
  })
})

describe('storage class, encryption and ACL', () => {
  const given = {
    storageClass: 'STANDARD_IA',
    encryption: 'aws:kms',
    kmsKeyId: 'key-1',
    acl: 'bucket-owner-full-control',
  } as const
  const headers = {
    'x-amz-storage-class': 'STANDARD_IA',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'key-1',
    'x-amz-acl': 'bucket-owner-full-control',
  }
  const named = (asked: Asked | undefined): string[] =>
    Object.keys(headers).filter((name) => asked?.headers[name] !== undefined)
  const copied = (_: Asked, reply: ServerResponse) =>
    reply.end(`<CopyObjectResult><ETag>"${md5}"</ETag></CopyObjectResult>`)
  const query = { ...target, source: { bucket: 'from', key: 'x' }, sourceEtag: 'e' }

  test('go with a put', async () => {
    const { server, connection } = await other(stored)
    await put(connection, { ...target, body, md5: digest, ...given }, unstopped)
    expect(server.asked[0]?.headers).toMatchObject(headers)
  })

  test('go with a copy, which keeps the metadata of its source', async () => {
    const { server, connection } = await other(copied)
    await copy(connection, { ...query, ...given }, unstopped)
    expect(server.asked[0]?.headers).toMatchObject(headers)
    expect(server.asked[0]?.headers['x-amz-metadata-directive']).toBeUndefined()
  })

  test('and Object Lock, a bucket key and tags go with a copy that is given them', async () => {
    const { server, connection } = await other(copied)
    const lock = { lockMode: 'GOVERNANCE', lockUntil: '2027-01-01T00:00:00Z', legalHold: 'ON' }
    const kms = { encryption: 'aws:kms:dsse', bucketKey: 'true' } as const
    const tags = { 'a b': 'é&=' }
    await copy(connection, { ...query, ...lock, ...kms, tags, taggingDirective: 'REPLACE' }, unstopped)
    expect(server.asked[0]?.headers).toMatchObject({
      'x-amz-object-lock-mode': 'GOVERNANCE',
      'x-amz-object-lock-retain-until-date': '2027-01-01T00:00:00Z',
      'x-amz-object-lock-legal-hold': 'ON',
      'x-amz-server-side-encryption': 'aws:kms:dsse',
      'x-amz-server-side-encryption-bucket-key-enabled': 'true',
      'x-amz-tagging-directive': 'REPLACE',
      'x-amz-tagging': 'a+b=%C3%A9%26%3D',
    })
  })

  test('are left to the bucket where they are not given', async () => {
    const [sent, made] = [await other(stored), await other(copied)]
    await put(sent.connection, { ...target, body, md5: digest }, unstopped)
    await copy(made.connection, query, unstopped)
    expect([named(sent.server.asked[0]), named(made.server.asked[0])]).toEqual([[], []])
  })

  test.each([
    ['storageClass', 'GLACIER_IR', 'x-amz-storage-class'],
    ['encryption', 'AES256', 'x-amz-server-side-encryption'],
    ['acl', 'public-read', 'x-amz-acl'],
  ])('can be given alone: %s %s', async (name, value, header) => {
    const { server, connection } = await other(stored)
    await put(connection, { ...target, body, md5: digest, [name]: value }, unstopped)
    expect(named(server.asked[0])).toEqual([header])
    expect(server.asked[0]?.headers[header]).toBe(value)
  })

  test('encrypted by KMS, a good copy is one whose ETag is not its digest', async () => {
    const { connection } = await other((_, reply) =>
      reply.writeHead(200, { etag: `"${md5}"`, 'x-amz-server-side-encryption': 'aws:kms' }).end(),
    )
    expect(await put(connection, { ...target, body, md5: digest, ...given }, unstopped)).toMatchObject({
      etag: md5,
      etagIsDigest: false,
    })
  })
})
