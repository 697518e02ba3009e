import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FolderName } from '../../../../main/engine/local/file-system.ts'
import { createNodeFs } from '../../../../main/engine/local/node-fs.ts'
import { codeOf } from '../../../fakes/fs-error.ts'

const fs = createNodeFs(() => performance.now())
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-node-fs-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a folder read some names at a time has the names it has when read at once, byte for byte', async () => {
  for (const name of ['caf\u00e9', 'cafe\u0301', '\ufefff', 'a\nb', '\ufffd', '😀'.repeat(63)])
    await writeFile(join(folder, name), '')
  await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0x61, 0xff, 0x62)]), '')
  await symlink('nowhere', join(folder, 'link'))
  for (let i = 0; i < 1100; i++) await mkdir(join(folder, String(i)))
  const shown = ({ name, bytes, kind }: FolderName): string =>
    `${String(name)} ${Buffer.from(bytes).toString('hex')} ${kind}`

  const batches: (readonly FolderName[])[] = []
  for await (const names of fs.streamFolder?.(folder) ?? []) batches.push(names)
  expect(batches.map(({ length }) => length)).toEqual([1000, 108])
  expect(batches.flat().map(shown).sort()).toEqual((await fs.readFolder(folder)).map(shown).sort())
})

test('a folder that can’t be read some names at a time says why', async () => {
  const read = async (): Promise<void> => {
    for await (const names of fs.streamFolder?.(join(folder, 'missing')) ?? [])
      expect.unreachable(`${names.length} names`)
  }
  expect(await read().catch(codeOf)).toBe('ENOENT')
})

test('many names are looked at as one is, each with its own error', async () => {
  await writeFile(join(folder, 'file'), 'content')
  await symlink('file', join(folder, 'link'))
  const paths = ['file', 'missing', 'link', 'file/x', '.'].map((name) => join(folder, name))
  const one = await Promise.all(paths.map((path) => fs.lstat(path).catch(codeOf)))
  const many = await fs.lstatAll?.(paths)
  expect(many?.map((seen) => (seen instanceof Error ? codeOf(seen) : seen))).toEqual(one)
  expect(one[1]).toBe('ENOENT')
  expect(await fs.lstatAll?.([])).toEqual([])
})

test('more names than are looked at side by side come back in their order', async () => {
  const paths = Array.from({ length: 100 }, (_, i) => join(folder, String(i)))
  for (const [i, path] of paths.entries()) await writeFile(path, 'x'.repeat(i))
  const seen = (await fs.lstatAll?.(paths)) ?? []
  expect(seen.map((stat) => (stat instanceof Error ? stat : stat.size))).toEqual(paths.map((_, i) => i))
})
