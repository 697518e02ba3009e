import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import type { Fault } from '../fakes/fault-proxy.ts'
import { needs } from '../servers/needs.ts'
import { mountTmpfs } from './small-disk.ts'
import { Scene } from './scene.ts'
import { faultServer, startPractice } from './servers.ts'
import { below, digestOf, digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/*
 * A final name holds the complete old bytes or the complete new ones, whatever the network and the disk do; what did
 * not verify is never called done.
 */
const objects: Files = Object.fromEntries(
  [1, 2, 3, 4].map((n) => [`f${String(n)}`, seededBytes(n, 1_000_000)]),
)
const old: Files = { f1: 'the old contents of f1' }

let scene: Scene
let bucket: string
let stop: () => Promise<void>
let dst: string

beforeAll(async () => {
  const started = await faultServer()
  stop = started.stop
  scene = await Scene.set(started.server)
  bucket = await scene.bucket('down')
  await scene.put(bucket, below('p/', objects))
})

afterAll(async () => {
  await scene.close()
  await stop()
})

beforeEach(async () => {
  scene.proxy.setPlan([])
  scene.proxy.resetCounts()
  dst = scene.path('dst')
  await rm(dst, { recursive: true, force: true })
  await writeTree(dst, old)
})

/** Brings `p/` down through a proxy with these faults. */
async function down(plan: readonly Fault[], ...more: string[]) {
  scene.proxy.setPlan(plan)
  return await scene.run(['sync', `s3://${bucket}/p`, dst, ...more])
}

describe('bytes that arrive wrong, always', () => {
  test.each([
    ['F43 bitflip', 'bitflip', [6]],
    ['F41 short', 'short', [1, 6]],
    ['F42 wronglen', 'wronglen', [6]],
    ['F50 html200', 'html200', [6]],
    ['F40 trunc', 'trunc', [1]],
    ['F49 archived', 'archived', [1]],
    ['F49 denied', 'denied', [1]],
    ['F50 error200', 'error200', [1, 6]],
  ] as const)('%s: no bad file, the old one stands, exit 1 or 6', async (_, mode, exits) => {
    const run = await down([{ mode, on: ['GetObject'] }])
    expect(scene.proxy.struck[mode]).toBeGreaterThan(0)
    expect(await readTree(dst), 'the destination, temp files included').toEqual(digestsOf(old))
    expect(run.timedOut).toBe(false)
    expect(exits).toContain(run.exit)
    for (const name of Object.keys(objects)) expect(run.stderr).toContain(name)
  })

  test.each([
    ['F44 stall', 'stall'],
    ['F44 stallhead', 'stallhead'],
  ] as const)('%s: given up in bounded time, exit 1', async (_, mode) => {
    const run = await down([{ mode }], '--cli-read-timeout', '1')
    expect(await readTree(dst)).toEqual(digestsOf(old))
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
  })

  test('F44 one byte a second, with a least rate: given up in bounded time, exit 1', async () => {
    const run = await down([{ mode: 'drip' }], '--min-rate', '10', '--cli-read-timeout', '2')
    expect(await readTree(dst)).toEqual(digestsOf(old))
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toMatch(/was too slow\. Fewer than 10 bytes a second moved, over 2 seconds/)
  })

  test('F43 one wrong object does not keep the others', async () => {
    const run = await down([{ mode: 'bitflip', key: 'p/f1' }])
    expect(await readTree(dst)).toEqual(digestsOf({ ...objects, ...old }))
    expect(run, run.stderr).toMatchObject({ exit: 6, timedOut: false })
    expect(run.stderr).toContain('f1')
  })

  /** Uploads an object in three parts, and brings it down with a flipped bit. */
  async function flippedParts(on: Scene) {
    const parts = await on.bucket('parts')
    await writeTree(on.path('parts'), { b: seededBytes(9, 20_000_000) })
    expect((await on.run(['sync', on.path('parts'), `s3://${parts}`])).exit).toBe(0)
    expect((await on.etags(parts))['b']).toMatch(/-3$/)
    on.proxy.setPlan([{ mode: 'bitflip' }])
    await writeTree(on.path('flipped'), old)
    return await on.run(['sync', `s3://${parts}`, on.path('flipped'), '--json'])
  }

  test('F43 a flipped bit in an object of several parts is seen too, where the server tells how large they are', async () => {
    const started = await startPractice()
    const practice = await Scene.set(started.server)
    try {
      const run = await flippedParts(practice)
      expect(await readTree(practice.path('flipped'))).toEqual(digestsOf(old))
      expect(run, run.stderr).toMatchObject({ exit: 6, timedOut: false })
    } finally {
      await practice.close()
      await started.stop()
    }
  })

  test(
    'F43 where it does not, such an object is never called proved by a hash',
    needs('radosgw'),
    async () => {
      const { stdout } = await flippedParts(scene)
      const report: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
      expect(report).toMatchObject({ type: 'report', proof: { hash: 0 } })
    },
  )
})

describe('bytes that arrive wrong once', () => {
  const once = (mode: Fault['mode']): Fault => ({ mode, count: 1, perKey: true })

  test.each<[string, readonly Fault[], (readonly string[])?]>([
    ['F43 bitflip', [once('bitflip')]],
    ['F41 short', [once('short')]],
    ['F40 trunc', [once('trunc')]],
    ['F44 stall', [once('stall')]],
    ['F44 stallhead', [once('stallhead')]],
    ['F44 drip, with a least rate', [once('drip')], ['--min-rate', '10', '--cli-read-timeout', '2']],
    ['F47 trunc, then a server that ignores ranges', [once('trunc'), { mode: 'ignorerange' }]],
    ['F47 trunc, then a server that answers another range', [once('trunc'), { ...once('wrongrange') }]],
    ['F76 503 SlowDown two times of three', [{ mode: 'slow503', perKey: true }]],
    ['F80 a clock that is wrong', [{ mode: 'skewed', count: 1 }]],
  ] as const)(
    '%s: the right bytes in the end, exit 0',
    async (_, plan, flags = ['--cli-read-timeout', '1']) => {
      const run = await down(plan, ...flags)
      expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
      expect(await readTree(dst)).toEqual(digestsOf(objects))
    },
  )
})

describe('a service that gives up on us', () => {
  test('F77 503 for ever on objects: given up in bounded time, exit 1', async () => {
    const run = await down([{ mode: 'always503', on: ['GetObject'] }])
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(await readTree(dst)).toEqual(digestsOf(old))
  })

  test('F78 credentials that expire on the way: exit 4, what was done stands', async () => {
    const run = await down([{ mode: 'expired', on: ['GetObject'], nth: 3 }])
    expect(run, run.stderr).toMatchObject({ exit: 4, timedOut: false })
    const left = await readTree(dst)
    const allowed = [...Object.values(digestsOf(objects)), digestOf(old['f1'] ?? '')]
    for (const digest of Object.values(left)) expect(allowed).toContain(digest)
    expect(run.stderr).toMatch(/expired/i)
  })
})

describe('a disk that is full', needs('small-disk'), () => {
  test('F53 no temp file, no empty file, the old one stands, exit 7', async () => {
    const full = scene.path('full')
    const unmount = await mountTmpfs(full, '3m')
    try {
      await writeTree(full, old)
      const run = await scene.run(['sync', `s3://${bucket}/p`, full])
      const right = digestsOf(objects)
      for (const [name, digest] of Object.entries(await readTree(full))) {
        expect([right[name], name === 'f1' ? digestOf(old['f1'] ?? '') : undefined]).toContain(digest)
      }
      expect(await readdir(full)).toContain('f1')
      expect(run, run.stderr).toMatchObject({ exit: 7, timedOut: false })
      expect(run.stderr).toMatch(/full|space/i)
    } finally {
      unmount()
    }
  })
})

describe('kill -9 in the middle of a download', () => {
  const args = () => ['sync', `s3://${bucket}/p`, dst]

  /** Kills a run while it has some bytes of an object and waits for more. */
  async function killWithin(key: string): Promise<void> {
    scene.proxy.setPlan([{ mode: 'drip', key }])
    const running = scene.start(args())
    await scene.proxy.reached('GetObject', 4)
    await new Promise((resolve) => setTimeout(resolve, 300))
    running.kill()
    expect((await running.done).signal).toBe('SIGKILL')
    scene.proxy.setPlan([])
  }

  test.each([1, 2, 3, 4])(
    'F81 in the middle of object %i: only whole files, and the next run converges',
    async (n) => {
      await killWithin(`p/f${String(n)}`)
      for (const name of Object.keys(objects)) {
        const found = await readFile(path.join(dst, name)).catch(() => null)
        const whole = [objects[name], old[name]].map((each) => each && digestOf(each))
        if (found !== null) expect(whole).toContain(digestOf(found))
      }
      const second = await scene.run(args())
      expect(second, second.stderr).toMatchObject({ exit: 0, timedOut: false })
      expect(await readTree(dst), 'and no temp file is left').toEqual(digestsOf(objects))
      scene.proxy.resetCounts()
      expect((await scene.run(args())).exit).toBe(0)
      expect(scene.proxy.counts.GetObject).toBe(0)
    },
  )

  test('F81 what such a run left behind is no source of an upload', async () => {
    await killWithin('p/f2')
    const copy = await scene.bucket('copy')
    expect((await scene.run(['sync', dst, `s3://${copy}`])).exit).toBe(0)
    for (const key of Object.keys(await scene.etags(copy))) expect(Object.keys(objects)).toContain(key)
  })

  test('what the user has lying about under a likely name is no temp file of ours', async () => {
    await writeFile(path.join(dst, '.sluice-0-1.part'), 'mine')
    expect((await down([])).exit).toBe(0)
    expect(await readFile(path.join(dst, '.sluice-0-1.part'), 'utf8')).toBe('mine')
  })
})
