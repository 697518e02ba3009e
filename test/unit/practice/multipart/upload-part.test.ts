import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeDirectory, send, startServer, texts } from '../practice-client.ts'
import {
  MiB5,
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

async function contentFiles(directory: string): Promise<string[]> {
  const entries = await readdir(path.join(directory, 'content'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

describe('an upload in parts', () => {
  test('becomes an object of its parts, with the properties of its start', async () => {
    const server = await startServer()
    const id = await upload(server, {
      'content-type': 'text/plain',
      'x-amz-meta-a': '1',
      'x-amz-tagging': 't=1',
    })
    expect((await send(server, 'GET', '/bucket/key')).code).toBe('NoSuchKey')
    const completed = await complete(server, id, named)
    const etag = `${createHash('md5')
      .update(named.map(([, one]) => one).join(''), 'hex')
      .digest('hex')}-3`
    expect(texts(completed.text, 'ETag')).toEqual([`&quot;${etag}&quot;`])
    expect(texts(completed.text, 'Location')).toEqual([`${server.endpoint}/bucket/key`])
    expect(texts(completed.text, 'ChecksumCRC64NVME')).toEqual([crc('CRC64NVME', whole)])

    const got = await send(server, 'GET', '/bucket/key')
    expect(got.bytes.equals(whole)).toBe(true)
    expect(got.headers).toMatchObject({
      etag: `"${etag}"`,
      'content-type': 'text/plain',
      'x-amz-meta-a': '1',
      'x-amz-tagging-count': '1',
    })
    expect((await complete(server, id, named)).code).toBe('NoSuchUpload')
    expect(texts((await send(server, 'GET', '/bucket?uploads')).text, 'UploadId')).toEqual([])
  })

  test('can be read by part, and by ranges across parts', async () => {
    const server = await startServer()
    await complete(server, await upload(server), named)
    const part = await send(server, 'GET', '/bucket/key?partNumber=3')
    expect(part).toMatchObject({
      status: 206,
      text: 'last',
      headers: {
        'x-amz-mp-parts-count': '3',
        'content-range': `bytes ${String(2 * MiB5)}-${String(2 * MiB5 + 3)}/${String(whole.length)}`,
      },
    })
    const head = await send(server, 'HEAD', '/bucket/key?partNumber=1')
    expect(head).toMatchObject({
      status: 206,
      headers: { 'content-length': String(MiB5), 'x-amz-mp-parts-count': '3' },
    })
    expect(await send(server, 'GET', '/bucket/key?partNumber=4')).toMatchObject({
      status: 416,
      code: 'InvalidPartNumber',
    })
    const across = await send(server, 'GET', '/bucket/key', {
      headers: { range: `bytes=${String(MiB5 - 3)}-${String(2 * MiB5 + 1)}` },
    })
    expect(across.bytes.equals(whole.subarray(MiB5 - 3, 2 * MiB5 + 2))).toBe(true)
  })

  test('takes a part again, and drops those that are not named', async () => {
    const directory = await makeDirectory()
    const server = await startServer({ directory })
    const id = await create(server)
    await putPart(server, id, 1, second)
    await putPart(server, id, 1, first)
    await putPart(server, id, 5, second)
    await putPart(server, id, 9, second)
    expect(await contentFiles(directory)).toHaveLength(3)
    expect(
      (
        await complete(server, id, [
          [1, md5(first)],
          [9, md5(second)],
        ])
      ).status,
    ).toBe(200)
    expect(await contentFiles(directory)).toHaveLength(2)
    expect((await send(server, 'GET', '/bucket/key')).bytes.equals(Buffer.concat([first, second]))).toBe(true)
    await send(server, 'DELETE', '/bucket/key')
    expect(await contentFiles(directory)).toEqual([])
  })

  test('that is aborted leaves nothing', async () => {
    const directory = await makeDirectory()
    const server = await startServer({ directory })
    const id = await upload(server)
    expect((await send(server, 'DELETE', `/bucket/key?uploadId=${id}`)).status).toBe(204)
    expect(await contentFiles(directory)).toEqual([])
    expect(await send(server, 'DELETE', `/bucket/key?uploadId=${id}`)).toMatchObject({
      status: 404,
      code: 'NoSuchUpload',
    })
    expect((await putPart(server, id, 1, last)).code).toBe('NoSuchUpload')
  })

  test('outlives a restart, and goes with its bucket', async () => {
    const directory = await makeDirectory()
    const before = await startServer({ directory })
    const id = await upload(before)
    await before.close()
    const server = await startServer({ directory })
    expect((await complete(server, id, named)).status).toBe(200)
    await send(server, 'DELETE', '/bucket/key')
    await upload(server)
    expect((await send(server, 'DELETE', '/bucket')).status).toBe(204)
    expect(await contentFiles(directory)).toEqual([])
  })

  test.each([0, -1, 10_001, 1.5])('refuses part number %d', async (number) => {
    const server = await startServer()
    const id = await create(server)
    expect(await putPart(server, id, number, last)).toMatchObject({ status: 400, code: 'InvalidArgument' })
    expect((await putPart(server, id, 10_000, last)).status).toBe(200)
  })
})
