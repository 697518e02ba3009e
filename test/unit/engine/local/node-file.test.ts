import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeFs } from '../../../../main/engine/local/node-fs.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-file-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

test('a file is closed when the pool has done what it was given: its number may be another file’s then', async () => {
  const fs = createNodeFs(() => performance.now())
  const bytes = Buffer.alloc(1 << 20, 'a')
  const files = await Promise.all(
    Array.from({ length: 12 }, (_, i) => fs.create(join(folder, `a${String(i)}`))),
  )
  // More at once than the pool has threads: the last ones wait.
  const written = files.map((file) => file.write(bytes, 0))
  await Promise.all(files.map((file) => file.close()))
  const others = await Promise.all(
    Array.from({ length: 12 }, (_, i) => fs.create(join(folder, `b${String(i)}`))),
  )
  await Promise.all(written)
  for (let i = 0; i < 12; i++) {
    expect((await readFile(join(folder, `a${String(i)}`))).equals(bytes)).toBe(true)
    expect((await others[i]?.stat())?.size).toBe(0)
    await others[i]?.close()
  }
})

test('a file that is closed is nothing to read or write any more', async () => {
  const fs = createNodeFs(() => performance.now())
  const file = await fs.create(join(folder, 'a'))
  await file.close()
  await file.close()
  await expect(file.stat()).rejects.toMatchObject({ code: 'EBADF' })
  await expect(file.read(Buffer.alloc(1), 0)).rejects.toMatchObject({ code: 'EBADF' })
  await expect(file.write(Buffer.alloc(1), 0)).rejects.toMatchObject({ code: 'EBADF' })
})
