import { lstat, mkdtemp, readFile, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Entry } from '../../parity/case.ts'
import { contentsOfSeed } from '../../parity/contents.ts'
import { makeLocalTree } from '../../parity/local-tree.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'local-tree-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file: Entry = { path: 'f', kind: 'file', size: 10 }

const make = async (entries: Entry[], time: number | null = null) => {
  await makeLocalTree(folder, 'src', entries, () => time)
  return await lstat(path.join(folder, entries[0]?.path ?? ''), { bigint: true })
}

test('a file gets its parents, its bytes and its mode', async () => {
  const stat = await make([{ ...file, path: 'd/e/f', seed: 's', size: 3000, mode: '600' }])
  expect(await readFile(path.join(folder, 'd/e/f'))).toEqual(contentsOfSeed('s', 3000))
  expect(Number(stat.mode) & 0o777).toBe(0o600)
})

test.each([1_700_000_000_123, 1_700_000_000_999, -86_400_000])(
  'a time of %i ms is set to the nanosecond',
  async (time) => {
    const { mtimeNs } = await make([file], time)
    expect(mtimeNs).toBe(BigInt(time) * 1_000_000n)
  },
)

test('links, broken ones too, keep their target', async () => {
  await make([{ ...file, path: 'l', kind: 'symlink', target: 'no/where' }])
  expect(await readlink(path.join(folder, 'l'))).toBe('no/where')
})

test('every kind of entry is made', async () => {
  expect((await make([{ ...file, path: 'p', kind: 'fifo' }])).isFIFO()).toBe(true)
  expect((await make([{ ...file, path: 's', kind: 'socket' }])).isSocket()).toBe(true)
  expect((await make([{ ...file, path: 'd', kind: 'dir' }])).isDirectory()).toBe(true)
  const sparse = await make([{ ...file, path: 'z', kind: 'sparse', size: 2 ** 30 }])
  expect([sparse.size, sparse.blocks]).toEqual([2n ** 30n, 0n])
  expect((await readdir(folder)).sort()).toEqual(['d', 'p', 's', 'z'])
})

test('a name that is not UTF-8 is written byte for byte', async () => {
  await makeLocalTree(folder, 'src', [{ ...file, rawPathHex: '6261ff' }], () => null)
  expect(await readdir(folder, { encoding: 'buffer' })).toEqual([Buffer.from('6261ff', 'hex')])
})
