import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { ContentRange } from '../../../../main/practice/store/content-files.ts'
import { ContentFiles } from '../../../../main/practice/store/content-files.ts'
import { makeDirectory } from '../practice-client.ts'

async function open(): Promise<{ files: ContentFiles; names: () => Promise<string[]> }> {
  const directory = path.join(await makeDirectory(), 'content')
  await mkdir(directory)
  const files = new ContentFiles(directory)
  await files.prepare(() => true)
  const names = async (): Promise<string[]> => {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  }
  return { files, names }
}

async function write(
  files: ContentFiles,
  bytes: Uint8Array,
): Promise<{ id: string; small: Uint8Array | null }> {
  const writer = files.create()
  await writer.write(bytes)
  return { id: writer.id, small: await writer.keep() }
}

function range(id: string, from: number, length: number): ContentRange {
  return { id, from, length, bytes: null }
}

async function read(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const content = Buffer.from(Array.from({ length: 5000 }, (_, i) => String(i)).join(' '))

test('content of a few bytes is given back, and gets no file', async () => {
  const { files, names } = await open()
  const { small } = await write(files, Buffer.from('few'))
  expect(Buffer.from(small ?? []).toString()).toBe('few')
  expect(await names()).toEqual([])
})

test('ranges of files and of small content are read one after another', async () => {
  const { files } = await open()
  const { id } = await write(files, content)
  const small = { id: 'small', from: 0, length: 3, bytes: Buffer.from('|x|') }
  const text = await read(files.read([range(id, 10, 5), small, range(id, content.length - 4, 4)]))
  expect(text).toBe(`${content.toString('utf8', 10, 15)}|x|4999`)
})

test('a file that is removed stays for those who were to read it, until all are done', async () => {
  const { files, names } = await open()
  const { id } = await write(files, content)
  const reader = (): AsyncIterableIterator<Uint8Array> => files.read([range(id, 0, content.length)])
  const [one, two, three] = [reader(), reader(), reader()]
  await files.remove([id])
  expect(await names()).toEqual([id])
  await three.return?.()
  expect(await read(one)).toBe(content.toString())
  expect(await names()).toEqual([id])
  expect(await read(two)).toBe(content.toString())
  expect(await names()).toEqual([])
})

test('content that is not wanted leaves nothing, written half or whole', async () => {
  const { files, names } = await open()
  for (const whole of [false, true]) {
    const writer = files.create()
    await writer.write(content)
    if (whole) await writer.keep()
    expect(await names()).toHaveLength(1)
    await writer.discard()
    expect(await names()).toEqual([])
  }
})

test('a file that is too short for the index is an error, not a short object', async () => {
  const { files } = await open()
  const { id } = await write(files, content)
  await expect(read(files.read([range(id, 0, content.length + 1)]))).rejects.toThrow(
    'shorter than the index says',
  )
})
