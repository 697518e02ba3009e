import { execFileSync } from 'node:child_process'
import { chmod, chown, link, mkdir, open, readdir, symlink, truncate } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import { needs } from '../servers/needs.ts'
import { sluice } from './run-cli.ts'
import { sceneOfFile } from './scene-of-file.ts'
import { nobody } from './scene.ts'
import { mountTmpfs } from './small-disk.ts'
import { digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/* A disk that has no room, does not want, or holds what is no file. */
const scene = sceneOfFile()
const objects: Files = Object.fromEntries(
  Array.from({ length: 20 }, (_, n) => [`f${String(n).padStart(2, '0')}`, seededBytes(n, 50_000)]),
)
const old: Files = { f00: 'the old contents' }
let bucket: string
let dst: string

beforeEach(async () => {
  bucket = await scene().bucket('disk')
  await scene().put(bucket, objects)
  dst = scene().path(bucket)
  await mkdir(dst)
})

/** Each file is one of those that were to come, whole, or an old one: no temp file, no empty one. */
async function expectWholeFiles(folder: string): Promise<void> {
  const right = digestsOf(objects)
  const before = digestsOf(old)
  for (const [name, digest] of Object.entries(await readTree(folder)))
    expect([right[name], before[name]], name).toContain(digest)
}

describe('a small disk', needs('small-disk'), () => {
  test('F56 that has no place for one more name: whole files only, exit 7', async () => {
    const unmount = await mountTmpfs(dst, '10m', 'nr_inodes=10')
    try {
      await writeTree(dst, old)
      const run = await scene().run(['sync', `s3://${bucket}`, dst])
      await expectWholeFiles(dst)
      expect(run, run.stderr).toMatchObject({ exit: 7, timedOut: false })
    } finally {
      unmount()
    }
  })

  test('F57 that can only be read: nothing is changed, and it is said, exit 7', async () => {
    const unmount = await mountTmpfs(dst, '1m')
    try {
      await writeTree(dst, old)
      execFileSync('mount', ['-o', 'remount,ro', dst])
      const run = await scene().run(['sync', `s3://${bucket}`, dst, '--delete'])
      expect(await readTree(dst)).toEqual(digestsOf(old))
      expect(run, run.stderr).toMatchObject({ exit: 7, timedOut: false })
      expect(run.stderr).toMatch(/only be read/)
    } finally {
      unmount()
    }
  })

  test('F54 that is full where the journal is kept: nothing is deleted, exit 7', async () => {
    const state = scene().path('small-state')
    const unmount = await mountTmpfs(state, '40k')
    try {
      await writeTree(dst, { ...old, extra: 'x' })
      const env = { ...scene().env, XDG_STATE_HOME: state }
      const run = await scene().run(['sync', `s3://${bucket}`, dst, '--delete'], { env })
      expect(await readdir(dst)).toContain('extra')
      expect(run, run.stderr).toMatchObject({ exit: 7, timedOut: false })
      expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
    } finally {
      unmount()
    }
  })

  test('F34 that was unmounted: what is left of it is an empty folder, and nothing is deleted, exit 5', async () => {
    const unmount = await mountTmpfs(dst, '2m')
    await writeTree(dst, objects)
    expect((await scene().run(['sync', dst, `s3://${bucket}`, '--delete'])).exit).toBe(0)
    unmount()
    const run = await scene().run(['sync', dst, `s3://${bucket}`, '--delete'])
    expect(run, run.stderr).toMatchObject({ exit: 5, timedOut: false })
    expect(Object.keys(await scene().etags(bucket))).toEqual(Object.keys(objects))
  })
})

test(
  'F55 files larger than the limit of this user: none is cut, the old one stands, exit 7',
  needs('linux'),
  async () => {
    await writeTree(dst, old)
    await scene().put(bucket, { 'f20-large': seededBytes(99, 3_000_000) })
    // In KiB, and more than the journal needs.
    const limited = ['/bin/bash', '-c', 'trap "" XFSZ; ulimit -f 2000; exec "$@"', 'bash', ...sluice]
    const run = await scene().run(['sync', `s3://${bucket}`, dst], { command: limited })
    await expectWholeFiles(dst)
    expect(run, run.stderr).toMatchObject({ exit: 7, timedOut: false })
    expect(run.stderr).toContain('f20-large')
  },
)

describe('a place that is closed to us', needs('another-user'), () => {
  test('F57 a folder that may not be written to: named, the rest is done, exit 1', async () => {
    await scene().put(bucket, { 'shut/a': 'a', 'open/b': 'b' })
    await mkdir(path.join(dst, 'shut'), { mode: 0o555 })
    await chown(dst, nobody, nobody)
    const run = await scene().run(['sync', `s3://${bucket}`, dst], { uid: nobody })
    expect(await readTree(dst)).toEqual(digestsOf({ ...objects, 'open/b': 'b' }))
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toContain('shut')
  })

  test('F57 a file that may not be written to is replaced as a whole, exit 0', async () => {
    await writeTree(dst, old)
    await chmod(path.join(dst, 'f00'), 0o444)
    await chown(dst, nobody, nobody)
    const run = await scene().run(['sync', `s3://${bucket}`, dst], { uid: nobody })
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(await readTree(dst)).toEqual(digestsOf(objects))
  })
})

describe('times that are far away', needs('unix'), () => {
  test('F58 before 1970: the bytes arrive, and a second run transfers nothing, exit 0', async () => {
    const times = ['1901-12-14', '1960-01-01', '1970-01-01T00:00:00.000Z', '2001-02-03']
    for (const time of times) await writeTree(scene().path('past', time), { file: time }, new Date(time))
    const up = ['sync', scene().path('past'), `s3://${bucket}/past`]
    expect((await scene().run(up)).exit).toBe(0)
    expect(await scene().run(up)).toMatchObject({ exit: 0, stdout: '' })
    expect((await scene().run(['sync', `s3://${bucket}/past`, scene().path('back')])).exit).toBe(0)
    expect(await readTree(scene().path('back'))).toEqual(await readTree(scene().path('past')))
  })

  test('F59 in the future: sent again at each run, as newer, and right each time, exit 0', async () => {
    await writeTree(scene().path('ahead'), { file: 'f' }, new Date('2100-01-01'))
    const up = ['sync', scene().path('ahead'), `s3://${bucket}/ahead`]
    for (let n = 0; n < 2; n++) {
      const run = await scene().run(up)
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      expect(run.stdout).toMatch(/^upload: .*file/)
    }
    expect(await scene().run([...up, '--size-only'])).toMatchObject({ exit: 0, stdout: '' })
  })
})

describe('a source with more than files in it', needs('unix'), () => {
  test('F61 hard links and holes are sent as what they read as; pipes, sockets and devices are named, exit 2', async ({
    skip,
  }) => {
    skip(process.getuid?.() !== 0, 'only root makes devices')
    const src = scene().path('special')
    await writeTree(src, { one: 'twice here' })
    await link(path.join(src, 'one'), path.join(src, 'two'))
    await (await open(path.join(src, 'hole'), 'w')).close()
    await truncate(path.join(src, 'hole'), 3_000_000)
    execFileSync('mkfifo', [path.join(src, 'fifo')])
    execFileSync('mknod', [path.join(src, 'null'), 'c', '1', '3'])
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path.join(src, 'socket'), resolve))
    const target = await scene().bucket('special')
    const run = await scene().run(['sync', src, `s3://${target}`])
    server.close()
    expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
    for (const name of ['fifo', 'null', 'socket']) expect(run.stderr).toContain(`special/${name}`)
    expect((await scene().run(['sync', `s3://${target}`, dst])).exit).toBe(0)
    expect(await readTree(dst)).toEqual(
      digestsOf({ one: 'twice here', two: 'twice here', hole: new Uint8Array(3_000_000) }),
    )
  })

  test('F36 a link to a folder above it: cut at the first repeat, named, exit 2', async () => {
    await writeTree(scene().path('loop'), { 'sub/file': 'f' })
    await symlink('..', scene().path('loop/sub/up'))
    const target = await scene().bucket('loop')
    const run = await scene().run(['sync', scene().path('loop'), `s3://${target}`])
    expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
    expect(run.stderr).toContain('sub/up')
    expect(Object.keys(await scene().etags(target))).toEqual(['sub/file'])
  })

  test('F36 folders deeper than a path can be: the rest is sent, nothing there is deleted, exit 2', async () => {
    const src = scene().path('deep')
    await writeTree(src, { 'a.txt': 'a' })
    const dig =
      'process.chdir(process.argv[1]); for (let n = 0; n < 3000; n++) { fs.mkdirSync("d"); process.chdir("d") }'
    execFileSync(sluice[0], ['-e', `const fs = require('node:fs'); ${dig}`, src])
    const target = await scene().bucket('deep')
    await scene().put(target, { 'd/d/d/kept': 'k', extra: 'x' })
    const run = await scene().run(['sync', src, `s3://${target}`, '--delete'])
    execFileSync('rm', ['-rf', src])
    expect(run.timedOut).toBe(false)
    expect(Object.keys(await scene().etags(target)).filter((key) => key !== 'd/d/d/kept')).toEqual(['a.txt'])
    expect(run, run.stderr).toMatchObject({ exit: 2 })
  })

  test('F21 a name that is not UTF-8: named with its bytes, not sent, its like not deleted, exit 2', async () => {
    const src = scene().path('bytes')
    await writeTree(src, { ok: 'ok' })
    execFileSync('/bin/sh', ['-c', `printf x > "$(printf '%s/bad\\377name' "$1")"`, 'sh', src])
    const target = await scene().bucket('bytes')
    await scene().put(target, { 'bad\ufffdname': 'what another tool has made of it' })
    const run = await scene().run(['sync', src, `s3://${target}`, '--delete'])
    expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
    expect(run.stderr).toContain('bad\\xffname')
    expect(Object.keys(await scene().etags(target))).toEqual(['bad\ufffdname', 'ok'])
  })
})
