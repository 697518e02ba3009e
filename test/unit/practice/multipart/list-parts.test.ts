import { describe, expect, test } from 'vitest'
import { send, startServer, texts } from '../practice-client.ts'
import { create, last, putPart } from './upload-client.ts'

describe('the listing', () => {
  test('of parts comes in pages', async () => {
    const server = await startServer()
    const id = await create(server)
    for (const number of [7, 2, 10_000]) await putPart(server, id, number, last)
    const list = async (query: string): Promise<string> =>
      (await send(server, 'GET', `/bucket/key?uploadId=${id}${query}`)).text
    const all = await list('')
    expect([texts(all, 'PartNumber'), texts(all, 'Size'), texts(all, 'IsTruncated')]).toEqual([
      ['2', '7', '10000'],
      ['4', '4', '4'],
      ['false'],
    ])
    const page = await list('&max-parts=2')
    expect([
      texts(page, 'PartNumber'),
      texts(page, 'NextPartNumberMarker'),
      texts(page, 'IsTruncated'),
    ]).toEqual([['2', '7'], ['7'], ['true']])
    const rest = await list('&max-parts=2&part-number-marker=7')
    expect([texts(rest, 'PartNumber'), texts(rest, 'IsTruncated')]).toEqual([['10000'], ['false']])
    expect((await send(server, 'GET', '/bucket/other?uploadId=' + id)).code).toBe('NoSuchUpload')
  })

  test('of uploads comes in pages, by key and the oldest first', async () => {
    const server = await startServer()
    const ids = [
      await create(server, {}, 'b'),
      await create(server, {}, 'a'),
      await create(server, {}, 'b'),
      await create(server, {}, 'c/d'),
    ]
    const list = async (query: string): Promise<string> =>
      (await send(server, 'GET', `/bucket?uploads${query}`)).text
    const all = await list('')
    expect(texts(all, 'UploadId')).toEqual([ids[1], ids[0], ids[2], ids[3]])
    expect([texts(all, 'NextKeyMarker'), texts(all, 'NextUploadIdMarker')]).toEqual([['c/d'], [ids[3]]])
    const page = await list('&max-uploads=2')
    expect([texts(page, 'UploadId'), texts(page, 'IsTruncated')]).toEqual([[ids[1], ids[0]], ['true']])
    const markers = `&key-marker=${texts(page, 'NextKeyMarker')[0] ?? ''}&upload-id-marker=${texts(page, 'NextUploadIdMarker')[0] ?? ''}`
    expect(texts(await list(`&max-uploads=2${markers}`), 'UploadId')).toEqual([ids[2], ids[3]])
    expect(texts(await list('&key-marker=b'), 'UploadId')).toEqual([ids[3]])
    expect(texts(await list('&delimiter=%2F&prefix=c'), 'Prefix')).toEqual(['c', 'c/'])
    expect((await send(server, 'GET', '/bucket?uploads&key-marker=b&upload-id-marker=x')).code).toBe(
      'InvalidArgument',
    )
  })
})
