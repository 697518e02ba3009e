import { describe, expect, test } from 'vitest'
import type { Answer } from '../practice-client.ts'
import { send, startServer, texts } from '../practice-client.ts'
import { MiB5, complete, create, md5, putPart, whole } from './upload-client.ts'

describe('a part copied from an object', () => {
  test('is all of it or a range', async () => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/source%2B', { body: whole })
    const id = await create(server)
    const copy = (number: number, headers: Record<string, string>): Promise<Answer> =>
      putPart(server, id, number, Buffer.alloc(0), { 'x-amz-copy-source': 'bucket/source%2B', ...headers })
    const range = { 'x-amz-copy-source-range': `bytes=${String(MiB5)}-${String(whole.length - 1)}` }
    expect(texts((await copy(1, range)).text, 'ETag')).toEqual([`&quot;${md5(whole.subarray(MiB5))}&quot;`])
    expect(texts((await copy(2, {})).text, 'ETag')).toEqual([`&quot;${md5(whole)}&quot;`])
    expect(
      (
        await complete(server, id, [
          [1, md5(whole.subarray(MiB5))],
          [2, md5(whole)],
        ])
      ).status,
    ).toBe(200)
    expect(
      (await send(server, 'GET', '/bucket/key')).bytes.equals(Buffer.concat([whole.subarray(MiB5), whole])),
    ).toBe(true)
  })

  test.each([
    [{ 'x-amz-copy-source-range': '0-8' }, 400, 'InvalidArgument'],
    [{ 'x-amz-copy-source-range': 'bytes=8-0' }, 400, 'InvalidArgument'],
    [{ 'x-amz-copy-source-range': 'bytes=0-10' }, 400, 'InvalidArgument'],
    [{ 'x-amz-copy-source-if-match': '"x"' }, 412, 'PreconditionFailed'],
    [{ 'x-amz-copy-source': 'bucket/absent' }, 404, 'NoSuchKey'],
  ])('with %j is refused', async (headers: Record<string, string>, status, code) => {
    const server = await startServer()
    await send(server, 'PUT', '/bucket/source', { body: '0123456789' })
    const id = await create(server)
    const refused = await putPart(server, id, 1, Buffer.alloc(0), {
      'x-amz-copy-source': 'bucket/source',
      ...headers,
    })
    expect(refused).toMatchObject({ status, code })
  })
})
