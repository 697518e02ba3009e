import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { countTaken, nginxHere, startNginxSink } from '../../../bench/servers/nginx-sink.ts'

test('a PUT is an object, if it was taken', () => {
  const log = ['200 GET - -', '200 PUT 4096 -', '201 PUT 10 -', '400 PUT 4096 -', '404 HEAD - -', '']
  expect(countTaken(log.join('\n'))).toEqual({ objects: 2, bytes: 4106 })
})

test('of a body in signed chunks its own bytes are counted', () => {
  expect(countTaken('200 PUT 4182 4096')).toEqual({ objects: 1, bytes: 4096 })
})

test('over HTTP: it reads what is put, keeps nothing, and counts it once', async ({ skip }) => {
  skip(nginxHere() === null, 'there is no nginx here')
  const folder = await mkdtemp(path.join(tmpdir(), 'sluice-sink-'))
  const sink = await startNginxSink(folder)
  onTestFinished(async () => {
    await sink.close()
    await rm(folder, { recursive: true })
  })
  const put = async (name: string, body: string | Buffer, headers: Record<string, string> = {}) => {
    const { status, headers: replied } = await fetch(`${sink.endpoint}/b/${name}`, {
      method: 'PUT',
      body,
      headers,
    })
    return [status, replied.get('etag')]
  }
  expect(await put('a/b', 'four')).toEqual([200, '"sink"'])
  expect(await put('a/', Buffer.alloc(3_000_000))).toEqual([200, '"sink"'])
  expect(await put('c', 'four', { 'if-none-match': '*' })).toEqual([201, '"sink"'])
  expect((await fetch(`${sink.endpoint}/b/c`, { method: 'HEAD' })).status).toBe(404)
  const listing = await (await fetch(`${sink.endpoint}/b/?prefix=&list-type=2`)).text()
  expect(listing).toContain('<Name>b</Name><Prefix></Prefix><KeyCount>0</KeyCount>')
  expect(await sink.counted(3)).toEqual({ objects: 3, bytes: 3_000_008 })
  expect(await sink.counted(0)).toEqual({ objects: 0, bytes: 0 })
})
