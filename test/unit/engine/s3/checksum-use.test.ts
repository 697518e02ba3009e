import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { endpointAddress, habitsInMemory } from '../../../../main/engine/s3/endpoint-habits.ts'
import { putPart, startMultipart } from '../../../../main/engine/s3/multipart.ts'
import { put } from '../../../../main/engine/s3/write-objects.ts'
import type { ConnectionOptions } from '../../../../main/engine/s3/connection-options.ts'
import { connect, errorDocument, fail, failure, serve, unstopped, type Asked } from './scripted-server.ts'

const body = Buffer.from('hello')
const md5 = createHash('md5').update(body).digest()
const etag = md5.toString('hex')
const hasChecksum = ({ headers }: Asked): boolean =>
  Object.keys(headers).some((name) => name.startsWith('x-amz-') && name.includes('checksum'))

/** A server that answers as it is said to a request with a checksum, and takes all others. */
async function server(
  withChecksum: (asked: Asked, reply: ServerResponse) => void,
  options: Partial<ConnectionOptions> = { sendChecksums: true },
) {
  const habits = habitsInMemory()
  const { endpoint, asked } = await serve((one, reply) => {
    if (hasChecksum(one)) withChecksum(one, reply)
    else if (one.method === 'POST')
      reply.end('<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>')
    else reply.writeHead(200, { etag: `"${etag}"` }).end()
  })
  const { connection } = connect({ endpoint, habits, ...options })
  const target = { bucket: 'b', key: 'k' }
  return {
    write: () => put(connection, { ...target, body, md5 }, unstopped),
    start: () => startMultipart(connection, target, unstopped),
    part: () => putPart(connection, { ...target, uploadId: 'u', partNumber: 1, body, md5 }, unstopped),
    tries: () => asked.map(hasChecksum),
    learnt: () => habits.of(endpointAddress(endpoint) ?? '').checksums?.value,
  }
}

const refusing =
  (status: number, code: string) =>
  (_: Asked, reply: ServerResponse): void => {
    fail(reply, status, errorDocument(code))
  }

test.each([
  [501, 'NotImplemented'],
  [400, 'InvalidArgument'],
  [400, 'InvalidRequest'],
])('checksums that are refused with %i %s are left out, and not tried again', async (status, code) => {
  const { write, start, part, tries, learnt } = await server(refusing(status, code))
  expect(await write()).toMatchObject({ etag, checksumProved: false })
  expect(learnt()).toBe('refused')
  await write()
  await start()
  await part()
  expect(tries()).toEqual([true, false, false, false, false])
})

test('an upload in parts finds out, too', async () => {
  const { start, tries, learnt } = await server(refusing(501, 'NotImplemented'))
  expect(await start()).toEqual({ uploadId: 'u' })
  expect([tries(), learnt()]).toEqual([[true, false], 'refused'])
})

test.each([
  ['BadDigest', 'integrity'],
  ['EntityTooLarge', 'request-refused'],
])('what is wrong with a body is not blamed on its checksum: %s', async (s3Code, code) => {
  const { write, tries, learnt } = await server(refusing(400, s3Code))
  expect(await failure(write())).toMatchObject({ code })
  expect([tries(), learnt()]).toEqual([[true], undefined])
})

test('one that was asked for by name is not left out', async () => {
  const { write, tries } = await server(refusing(501, 'NotImplemented'), { checksumAlgorithm: 'SHA256' })
  expect(await failure(write())).toMatchObject({ code: 'request-refused' })
  expect(tries()).toEqual([true])
})

test.each([
  ['kept', true],
  ['ignored', false],
])('whether it is stored is seen by the reply: %s', async (value, echoes) => {
  const { write, learnt } = await server(({ headers }, reply) => {
    const stored = { 'x-amz-checksum-crc64nvme': String(headers['x-amz-checksum-crc64nvme']) }
    reply.writeHead(200, { etag: `"${etag}"`, ...(echoes ? stored : {}) }).end()
  })
  expect(await write()).toMatchObject({ checksumProved: echoes })
  expect(learnt()).toBe(value)
})

test('where nobody asks for checksums, none is tried', async () => {
  const { write, tries, learnt } = await server(refusing(501, 'NotImplemented'), {})
  await write()
  expect([tries(), learnt()]).toEqual([[false], undefined])
})
