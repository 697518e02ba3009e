import { describe, expect, test } from 'vitest'
import { send, startServer, texts } from '../practice-client.ts'
import type { Named } from './upload-client.ts'
import {
  complete,
  crc,
  create,
  first,
  last,
  md5,
  named,
  putPart,
  second,
  upload,
  whole,
} from './upload-client.ts'

describe('a Complete', () => {
  test('that is refused changes nothing: it can be sent again', async () => {
    const server = await startServer()
    const id = await upload(server)
    const [one, two, three] = named
    if (one === undefined || two === undefined || three === undefined) throw new Error('no parts')
    expect((await complete(server, id, [two, one])).code).toBe('InvalidPartOrder')
    expect((await complete(server, id, [one, [2, md5(last)]])).code).toBe('InvalidPart')
    expect((await complete(server, id, [three, [4, md5(last)]])).code).toBe('InvalidPart')
    expect((await complete(server, id, [])).code).toBe('InvalidRequest')
    expect((await complete(server, id, named, { 'x-amz-mp-object-size': '5' })).code).toBe('InvalidRequest')
    expect(
      (await complete(server, id, named, { 'x-amz-checksum-crc64nvme': crc('CRC64NVME', last) })).code,
    ).toBe('BadDigest')
    expect((await complete(server, id, named, { 'x-amz-mp-object-size': String(whole.length) })).status).toBe(
      200,
    )
  })

  test('wants 5 MiB of every part but the last', async () => {
    const server = await startServer()
    const id = await create(server)
    await putPart(server, id, 1, first.subarray(1))
    await putPart(server, id, 2, last)
    const refused = await complete(server, id, [
      [1, md5(first.subarray(1))],
      [2, md5(last)],
    ])
    expect(refused.code).toBe('EntityTooSmall')
    expect(texts(refused.text, 'MinSizeAllowed')).toEqual(['5242880'])
    expect((await complete(server, id, [[2, md5(last)]])).status).toBe(200)
  })

  test('is conditional on the object as it is then', async () => {
    const server = await startServer()
    const id = await upload(server)
    expect((await complete(server, id, named, { 'if-match': '"x"' })).code).toBe('NoSuchKey')
    const { headers } = await send(server, 'PUT', '/bucket/key', { body: 'meanwhile' })
    expect(await complete(server, id, named, { 'if-none-match': '*' })).toMatchObject({
      status: 412,
      code: 'PreconditionFailed',
    })
    expect(await complete(server, id, named, { 'if-match': '"x"' })).toMatchObject({ status: 412 })
    expect(await complete(server, id, named, { 'if-match': headers.etag ?? '' })).toMatchObject({
      status: 409,
      code: 'ConditionalRequestConflict',
    })
    expect((await send(server, 'GET', '/bucket/key')).text).toBe('meanwhile')

    const again = await upload(server)
    expect((await complete(server, again, named, { 'if-match': headers.etag ?? '' })).status).toBe(200)
    const third = await upload(server)
    await send(server, 'DELETE', '/bucket/key')
    expect(await complete(server, third, named, { 'if-none-match': '*' })).toMatchObject({
      status: 409,
      code: 'ConditionalRequestConflict',
    })
    const fourth = await upload(server)
    expect((await complete(server, fourth, named, { 'if-none-match': '*' })).status).toBe(200)
  })
})

describe('checksums', () => {
  const partSums = [first, second, last].map((bytes) => crc('CRC32', bytes))
  const withSums = named.map(([number, etag], index): Named => [
    number,
    etag,
    `<ChecksumCRC32>${partSums[index] ?? ''}</ChecksumCRC32>`,
  ])
  const digests = Buffer.concat(partSums.map((sum) => Buffer.from(sum, 'base64')))

  test('of type COMPOSITE are over those of the parts, which the Complete has to name', async () => {
    const server = await startServer()
    const id = await upload(server, { 'x-amz-checksum-algorithm': 'CRC32' })
    expect((await complete(server, id, named)).code).toBe('InvalidRequest')
    const completed = await complete(server, id, withSums)
    const composite = `${crc('CRC32', digests)}-3`
    expect([texts(completed.text, 'ChecksumCRC32'), texts(completed.text, 'ChecksumType')]).toEqual([
      [composite],
      ['COMPOSITE'],
    ])
    const asked = { headers: { 'x-amz-checksum-mode': 'ENABLED' } }
    expect((await send(server, 'HEAD', '/bucket/key', asked)).headers).toMatchObject({
      'x-amz-checksum-crc32': composite,
    })
    expect((await send(server, 'HEAD', '/bucket/key?partNumber=2', asked)).headers).toMatchObject({
      'x-amz-checksum-crc32': partSums[1],
    })
  })

  test('of type FULL_OBJECT are over all bytes', async () => {
    const server = await startServer()
    const id = await upload(server, {
      'x-amz-checksum-algorithm': 'CRC32',
      'x-amz-checksum-type': 'FULL_OBJECT',
    })
    const wrong = { 'x-amz-checksum-crc32': crc('CRC32', last), 'x-amz-checksum-type': 'FULL_OBJECT' }
    expect((await complete(server, id, named, wrong)).code).toBe('BadDigest')
    expect((await complete(server, id, named, { 'x-amz-checksum-type': 'COMPOSITE' })).code).toBe(
      'InvalidRequest',
    )
    const right = { ...wrong, 'x-amz-checksum-crc32': crc('CRC32', whole) }
    expect(texts((await complete(server, id, named, right)).text, 'ChecksumCRC32')).toEqual([
      crc('CRC32', whole),
    ])
  })

  test('of a part are checked, and of the upload’s algorithm', async () => {
    const server = await startServer()
    const id = await create(server, { 'x-amz-checksum-algorithm': 'CRC32' })
    expect((await putPart(server, id, 1, last, { 'x-amz-checksum-crc32': partSums[0] ?? '' })).code).toBe(
      'BadDigest',
    )
    expect(
      (await putPart(server, id, 1, last, { 'x-amz-checksum-crc64nvme': crc('CRC64NVME', last) })).code,
    ).toBe('InvalidRequest')
    expect(
      (
        await putPart(server, id, 1, last, {
          'content-md5': Buffer.from(md5(first), 'hex').toString('base64'),
        })
      ).code,
    ).toBe('BadDigest')
    expect(
      (await putPart(server, id, 1, last, { 'x-amz-checksum-crc32': partSums[2] ?? '' })).headers,
    ).toMatchObject({ 'x-amz-checksum-crc32': partSums[2] })
  })

  test.each([
    [{ 'x-amz-checksum-algorithm': 'CRC32' }, 'COMPOSITE'],
    [{ 'x-amz-checksum-algorithm': 'SHA256' }, 'COMPOSITE'],
    [{ 'x-amz-checksum-algorithm': 'CRC64NVME' }, 'FULL_OBJECT'],
    [{ 'x-amz-checksum-algorithm': 'CRC32C', 'x-amz-checksum-type': 'FULL_OBJECT' }, 'FULL_OBJECT'],
    [{ 'x-amz-checksum-algorithm': 'CRC64NVME', 'x-amz-checksum-type': 'COMPOSITE' }, null],
    [{ 'x-amz-checksum-algorithm': 'SHA1', 'x-amz-checksum-type': 'FULL_OBJECT' }, null],
    [{ 'x-amz-checksum-type': 'FULL_OBJECT' }, null],
    [{ 'x-amz-checksum-algorithm': 'MD5' }, null],
  ])('asked for as %j are of type %s', async (headers: Record<string, string>, type) => {
    const server = await startServer()
    const created = await send(server, 'POST', '/bucket/key?uploads', { headers })
    if (type === null) expect(created.code).toBe('InvalidRequest')
    else expect(created.headers).toMatchObject({ 'x-amz-checksum-type': type })
  })
})
