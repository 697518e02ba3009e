import { execFileSync, spawn } from 'node:child_process'
import { lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { findCommand } from '../servers/tools.ts'
import { sceneOfFile } from './scene-of-file.ts'
import { below, digestOf, digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/* What stands in the way at a destination: links, pipes, folders; and names that only another disk holds for one. */
const scene = sceneOfFile()
let dst: string

beforeEach(async () => {
  dst = scene().path('dst')
  await rm(dst, { recursive: true, force: true })
  await writeTree(dst, { old: 'old' })
})

/** Brings these objects down into `dst`. */
async function down(files: Files, ...more: string[]) {
  const bucket = await scene().bucket('down')
  await scene().put(bucket, below('p/', files))
  return await scene().run(['sync', `s3://${bucket}/p`, dst, ...more])
}

describe('a link below the destination', needs('unix'), () => {
  test('F12 that points out of it is not written through, exit 1', async () => {
    const outside = scene().path('outside')
    await writeTree(outside, { 'via.txt': 'mine' })
    await symlink(outside, path.join(dst, 'link'))
    const run = await down({ 'link/via.txt': 'evil', 'link/new.txt': 'evil', 'ok.txt': 'ok' })
    expect(await readTree(outside)).toEqual(digestsOf({ 'via.txt': 'mine' }))
    expect(await readFile(path.join(dst, 'ok.txt'), 'utf8')).toBe('ok')
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toContain('link')
  })

  test('F12 nor is anything behind it deleted', async () => {
    const outside = scene().path('outside-2')
    await writeTree(outside, { 'via.txt': 'mine' })
    await symlink(outside, path.join(dst, 'link'))
    await down({ 'ok.txt': 'ok' }, '--delete')
    expect(await readTree(outside)).toEqual(digestsOf({ 'via.txt': 'mine' }))
  })

  test('F13 that is swapped in again and again during the run: nothing outside is touched', async ({
    skip,
  }) => {
    const python = findCommand('python3')
    skip(process.platform !== 'linux' || python === null, 'exchanging two names needs Linux and python3')
    const outside = scene().path('outside-3')
    await writeTree(outside, { 'f0.txt': 'mine', deep: 'mine' })
    const keys = Array.from({ length: 1000 }, (_, n) => `s/f${String(n)}.txt`)
    const bucket = await scene().bucket('swapped')
    await scene().put(bucket, below('p/', Object.fromEntries(keys.map((key) => [key, 'evil']))))
    await mkdir(path.join(dst, 's'))
    // Exchanged in one step, so that one of the two is always there.
    await symlink(outside, path.join(dst, 'other'))
    const swap =
      'import ctypes, sys\nlibc = ctypes.CDLL(None)\na, b = (name.encode() for name in sys.argv[1:])\n' +
      'while True: libc.renameat2(-100, a, -100, b, 2)'
    const swapper = spawn(python ?? '', ['-c', swap, path.join(dst, 's'), path.join(dst, 'other')])
    try {
      while (!(await lstat(path.join(dst, 's'))).isSymbolicLink()) expect(swapper.exitCode).toBe(null)
      const run = await scene().run(['sync', `s3://${bucket}/p`, dst])
      expect(run.timedOut).toBe(false)
      expect([0, 1]).toContain(run.exit)
    } finally {
      swapper.kill('SIGKILL')
    }
    expect(await readTree(outside)).toEqual(digestsOf({ 'f0.txt': 'mine', deep: 'mine' }))
  })
})

describe('what stands at a final name', needs('unix'), () => {
  test('F14 a link is replaced, and its target is untouched, exit 0', async () => {
    await writeTree(scene().path('target'), { 'secret.txt': 'mine' })
    await symlink(scene().path('target/secret.txt'), path.join(dst, 'f1'))
    const run = await down({ f1: 'longer than what was there' })
    expect(await readFile(scene().path('target/secret.txt'), 'utf8')).toBe('mine')
    expect(await readTree(dst)).toEqual(digestsOf({ f1: 'longer than what was there', old: 'old' }))
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
  })

  const inTheWay: readonly (readonly [string, (name: string) => Promise<() => void>])[] = [
    ['a FIFO', async (name) => run('mkfifo', name)],
    ['a device', async (name) => run('mknod', name, 'c', '1', '3')],
    ['a folder with a file in it', async (name) => (await writeTree(name, { in: 'in' }), () => undefined)],
    ['a socket', listenAt],
  ]

  test.each(inTheWay)(
    'F14 %s blocks nothing, stays, and the rest is done, exit 1 or 2',
    async (what, plant) => {
      const remove = await plant(path.join(dst, 'f1'))
      const run = await down({ f1: 'one', f2: 'two' })
      const tree = await readTree(dst)
      remove()
      expect(run.timedOut).toBe(false)
      expect([1, 2], run.stderr).toContain(run.exit)
      expect(run.stderr).toContain('f1')
      expect(tree).toMatchObject(digestsOf({ f2: 'two' }))
      if (what.includes('folder')) expect(tree['f1/in']).toBe(digestOf('in'))
      else expect(tree).not.toHaveProperty('f1')
    },
  )

  test('F11 a name that is both a file and a folder is a conflict with a name, exit 1', async () => {
    const run = await down({ dir: 'a file', 'dir/x': 'in a folder', 'ok.txt': 'ok' })
    const tree = await readTree(dst)
    expect(tree).toMatchObject(digestsOf({ 'ok.txt': 'ok' }))
    expect(tree).not.toHaveProperty('dir/dir')
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toMatch(/\bdir\b/)
  })

  test('F11 a folder marker that has bytes is refused by name, the rest done, exit 2', async () => {
    const run = await down({ 'dir/': 'bytes', 'dir/x': 'x' })
    expect(await readTree(dst)).toEqual(digestsOf({ 'dir/x': 'x', old: 'old' }))
    expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
    expect(run.stderr).toContain('dir/')
  })
})

function run(program: string, ...args: string[]): () => void {
  execFileSync(program, args)
  return () => undefined
}

async function listenAt(name: string): Promise<() => void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(name, resolve))
  return () => server.close()
}
