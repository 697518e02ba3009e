import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import {
  abortMultipart,
  copyPart,
  finishMultipart,
  listParts,
  putPart,
  startMultipart,
} from '../../../../main/engine/s3/multipart.ts'
import type { Written } from '../../../../main/engine/s3/object-store.ts'
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

const upload = { bucket: 'bucket', key: 'a b', uploadId: 'ID+1' }
const body = Buffer.from('hello')
const digest = createHash('md5').update(body).digest()
const md5 = digest.toString('hex')

async function to(answer: (asked: Asked, reply: ServerResponse) => unknown, aws = false) {
  const server = await serve(answer)
  const options = aws ? { ...asAmazon(server), pathStyle: true } : { endpoint: server.endpoint }
  return { server, connection: connect(options).connection }
}

const failing = (status: number, code: string) => (_: Asked, reply: ServerResponse) => {
  fail(reply, status, errorDocument(code))
}

describe('a start', () => {
  const started = (_: Asked, reply: ServerResponse) =>
    reply.end('<InitiateMultipartUploadResult><UploadId>ID+1</UploadId></InitiateMultipartUploadResult>')

  test('gives the id of the upload', async () => {
    const { server, connection } = await to(started)
    expect(
      await startMultipart(
        connection,
        { bucket: 'bucket', key: 'a b', contentType: 'text/plain', metadata: { colour: 'blue' } },
        unstopped,
      ),
    ).toEqual({ uploadId: 'ID+1' })
    expect(server.asked[0]).toMatchObject({
      method: 'POST',
      url: '/bucket/a%20b?uploads=',
      headers: { 'content-type': 'text/plain', 'x-amz-meta-colour': 'blue' },
    })
    expect(server.asked[0]?.headers['x-amz-checksum-algorithm']).toBeUndefined()
  })

  test('carries storage class, encryption and ACL', async () => {
    const { server, connection } = await to(started)
    const given = {
      storageClass: 'STANDARD_IA',
      encryption: 'aws:kms',
      kmsKeyId: 'k',
      acl: 'private',
    } as const
    await startMultipart(connection, { bucket: 'bucket', key: 'a b', ...given }, unstopped)
    expect(server.asked[0]?.headers).toMatchObject({
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'k',
      'x-amz-acl': 'private',
    })
  })

  test('at Amazon says which checksum the parts will have', async () => {
    const { server, connection } = await to(started, true)
    await startMultipart(connection, { bucket: 'bucket', key: 'a b' }, unstopped)
    expect(server.asked[0]?.headers).toMatchObject({
      'x-amz-checksum-algorithm': 'CRC64NVME',
      'x-amz-checksum-type': 'FULL_OBJECT',
    })
  })

  test.each(['', '<html></html>', '<InitiateMultipartUploadResult/>'])(
    'answered with %j has failed',
    async (text) => {
      const { connection } = await to((_, reply) => reply.end(text))
      expect(await failure(startMultipart(connection, upload, unstopped))).toMatchObject({
        code: 'server-failed',
      })
    },
  )
})

describe('a part', () => {
  test('tells of its bytes on their way', async () => {
    const { connection } = await to((_, reply) => reply.writeHead(200, { etag: `"${md5}"` }).end())
    const query = { ...upload, partNumber: 7, body: Buffer.alloc(3_000_000), md5: digest }
    let told = 0
    await putPart(connection, { ...query, onSent: (bytes) => (told += bytes) }, unstopped)
    expect(told).toBeGreaterThan(2_500_000)
  })

  test('carries its bytes and their MD5', async () => {
    const { server, connection } = await to((_, reply) => reply.writeHead(200, { etag: `"${md5}"` }).end())
    expect(await putPart(connection, { ...upload, partNumber: 7, body, md5: digest }, unstopped)).toEqual({
      etag: md5,
      etagIsDigest: true,
      checksumProved: false,
    })
    expect(server.asked[0]).toMatchObject({
      method: 'PUT',
      body,
      headers: { 'content-md5': digest.toString('base64') },
    })
    expect(server.asked[0]?.url).toBe('/bucket/a%20b?partNumber=7&uploadId=ID%2B1')
  })

  test('to Amazon is proved by its checksum', async () => {
    const { connection } = await to((asked, reply) => {
      reply
        .writeHead(200, {
          etag: '"x"',
          'x-amz-checksum-crc64nvme': String(asked.headers['x-amz-checksum-crc64nvme']),
        })
        .end()
    }, true)
    expect(await putPart(connection, { ...upload, partNumber: 1, body, md5: digest }, unstopped)).toEqual({
      etag: 'x',
      etagIsDigest: false,
      checksumProved: true,
      checksum: expect.any(String) as string,
    })
  })

  test('may be a range of another object', async () => {
    const { server, connection } = await to((_, reply) =>
      reply.end(`<CopyPartResult><ETag>&quot;${md5}&quot;</ETag></CopyPartResult>`),
    )
    const source = { bucket: 'from', key: 'x y' }
    expect(
      await copyPart(
        connection,
        { ...upload, partNumber: 2, source, sourceEtag: 'e', from: 5, to: 9 },
        unstopped,
      ),
    ).toMatchObject({ etag: md5 })
    expect(server.asked[0]?.headers).toMatchObject({
      'x-amz-copy-source': 'from/x%20y',
      'x-amz-copy-source-range': 'bytes=5-9',
      'x-amz-copy-source-if-match': 'e',
    })
  })

  test('of an upload that is not there is told as that', async () => {
    const { connection } = await to(failing(404, 'NoSuchUpload'))
    expect(
      await failure(putPart(connection, { ...upload, partNumber: 1, body, md5: digest }, unstopped)),
    ).toMatchObject({ code: 'gone' })
  })
})

describe('a finish', () => {
  const parts = [
    { partNumber: 1, etag: 'e1' },
    { partNumber: 2, etag: 'e2' },
  ]
  const finished = (etag: string) => (_: Asked, reply: ServerResponse) =>
    reply.end(`<CompleteMultipartUploadResult><ETag>${etag}</ETag></CompleteMultipartUploadResult>`)

  test('names the parts, and gives the ETag of the whole', async () => {
    const { server, connection } = await to(finished('"abc-2"'))
    expect(await finishMultipart(connection, { ...upload, parts, ifMatch: 'old' }, unstopped)).toEqual({
      etag: 'abc-2',
      etagIsDigest: false,
      checksumProved: false,
    })
    expect(server.asked[0]?.headers['if-match']).toBe('old')
    expect(server.asked[0]?.body.toString().replace(/&quot;|"/g, '"')).toContain(
      '<Part><ETag>"e1"</ETag><PartNumber>1</PartNumber></Part><Part><ETag>"e2"</ETag><PartNumber>2</PartNumber></Part>',
    )
  })

  test('may answer no ETag', async () => {
    const { connection } = await to(finished(''))
    expect(await finishMultipart(connection, { ...upload, parts }, unstopped)).toMatchObject({ etag: '' })
  })

  test.each([
    ['an error in a good reply', errorDocument('InternalError')],
    ['blanks and an error', `   \n${errorDocument('InternalError')}`],
    ['nothing', ''],
  ])('that ends with %s has failed', async (_, text) => {
    const { connection } = await to((_asked, reply) => reply.end(text))
    expect(await failure(finishMultipart(connection, { ...upload, parts }, unstopped))).toMatchObject({
      code: 'server-failed',
    })
  })

  test.each([
    [404, 'NoSuchUpload', 'gone'],
    [400, 'InvalidPart', 'request-refused'],
    [412, 'PreconditionFailed', 'precondition-failed'],
  ])('refused with %i %s is told as that', async (status, s3Code, code) => {
    const { connection } = await to(failing(status, s3Code))
    expect(await failure(finishMultipart(connection, { ...upload, parts }, unstopped))).toMatchObject({
      code,
    })
  })
})

describe('the checksum of an upload', () => {
  const crc = (asked: Asked) => asked.headers['x-amz-checksum-crc64nvme'] as string | undefined

  /** A server that keeps checksums of parts; asked for them though it is not Amazon's. */
  async function open(refusesOfParts = false) {
    const server = await serve((asked, reply) => {
      if (asked.url.endsWith('uploads='))
        reply.end('<InitiateMultipartUploadResult><UploadId>ID+1</UploadId></InitiateMultipartUploadResult>')
      else if (asked.method === 'POST')
        reply.end('<CompleteMultipartUploadResult><ETag>"e-2"</ETag></CompleteMultipartUploadResult>')
      else if (refusesOfParts && crc(asked) !== undefined) fail(reply, 400, errorDocument('InvalidArgument'))
      else
        reply
          .writeHead(200, { etag: `"${md5}"`, ...(crc(asked) && { 'x-amz-checksum-crc64nvme': crc(asked) }) })
          .end()
    })
    const { connection } = connect({ endpoint: server.endpoint, sendChecksums: true })
    await startMultipart(connection, upload, unstopped)
    const send = (partNumber: number) =>
      putPart(connection, { ...upload, partNumber, body, md5: digest }, unstopped)
    const finish = (parts: readonly Written[]) =>
      finishMultipart(
        connection,
        { ...upload, parts: parts.map((part, at) => ({ ...part, partNumber: at + 1 })) },
        unstopped,
      )
    return { connection, asked: server.asked, send, finish }
  }

  test('stays what it was begun with where another request finds that the server refuses it', async () => {
    const { connection, asked, send, finish } = await open()
    const first = await send(1)
    connection.endpoint.habits.learn('checksums', 'refused')
    await finish([first, await send(2)])
    const sum = crc(asked[1] as Asked)
    expect(asked.slice(1, 3).map(crc)).toEqual([sum, sum])
    const named = String(asked[3]?.body).match(/<Checksum\w+>[^<]*/g)
    expect(named).toEqual([`<ChecksumCRC64NVME>${String(sum)}`, `<ChecksumCRC64NVME>${String(sum)}`])
  })

  test('stays none where the server takes it with no part', async () => {
    const { connection, asked, send, finish } = await open(true)
    const first = await send(1)
    connection.endpoint.habits.learn('checksums', 'kept')
    await finish([first, await send(2)])
    expect(asked.slice(1, 4).map((one) => crc(one) !== undefined)).toEqual([true, false, false])
    expect(String(asked[4]?.body)).not.toContain('Checksum')
  })

  test('of an upload that has ended is forgotten', async () => {
    const { connection, asked, send } = await open()
    connection.endpoint.habits.learn('checksums', 'refused')
    await abortMultipart(connection, upload, unstopped)
    await send(1)
    expect(crc(asked.at(-1) as Asked)).toBeUndefined()
  })
})

describe('an abort', () => {
  test('is one request, and no error when there is nothing to abort', async () => {
    const { server, connection } = await to((_, reply) => reply.writeHead(204).end())
    await abortMultipart(connection, upload, unstopped)
    expect(server.asked[0]).toMatchObject({ method: 'DELETE' })
    await abortMultipart((await to(failing(404, 'NoSuchUpload'))).connection, upload, unstopped)
    expect(
      await failure(abortMultipart((await to(failing(403, 'AccessDenied'))).connection, upload, unstopped)),
    ).toMatchObject({ code: 'access-denied' })
  })
})

describe('the parts of an upload', () => {
  const part = (number: number) =>
    `<Part><PartNumber>${number}</PartNumber><ETag>"e${number}"</ETag><Size>${number * 10}</Size></Part>`
  const page = (inside: string, truncated = false, id = 'ID+1') =>
    `<ListPartsResult><UploadId>${id}</UploadId><IsTruncated>${truncated}</IsTruncated>${inside}</ListPartsResult>`

  test('come in order, over several pages', async () => {
    const { server, connection } = await to((asked, reply) =>
      reply.end(asked.url.includes('part-number-marker=2') ? page(part(5)) : page(part(1) + part(2), true)),
    )
    expect(await listParts(connection, upload, unstopped)).toEqual([
      { partNumber: 1, size: 10, etag: 'e1' },
      { partNumber: 2, size: 20, etag: 'e2' },
      { partNumber: 5, size: 50, etag: 'e5' },
    ])
    expect(server.asked).toHaveLength(2)
  })

  test('are none where nothing has arrived, and null where there is no upload', async () => {
    expect(
      await listParts((await to((_, reply) => reply.end(page('')))).connection, upload, unstopped),
    ).toEqual([])
    expect(await listParts((await to(failing(404, 'NoSuchUpload'))).connection, upload, unstopped)).toBeNull()
  })

  test.each([
    ['', 'nothing'],
    ['<html></html>', 'a web page'],
    [page(part(1), false, 'other'), 'those of another upload'],
    [page(part(2) + part(1)), 'parts out of order'],
    [page('', true), 'more to come after nothing'],
    [page('<Part><PartNumber>1</PartNumber></Part>'), 'a part without a size'],
  ])('are not taken from %s (%s)', async (text) => {
    const { connection } = await to((_, reply) => reply.end(text))
    expect(await failure(listParts(connection, upload, unstopped))).toMatchObject({ code: 'server-failed' })
  })

  test('that go in circles are not followed for ever', async () => {
    const { connection } = await to((_, reply) => reply.end(page(part(1), true)))
    expect(await failure(listParts(connection, upload, unstopped))).toMatchObject({ code: 'server-failed' })
  })
})
