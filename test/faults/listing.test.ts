import { existsSync } from 'node:fs'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../fakes/fault-proxy.ts'
import { awsCli } from '../servers/aws-cli.ts'
import { needs } from '../servers/needs.ts'
import { nobody, Scene } from './scene.ts'
import type { CliRun } from './run-cli.ts'
import { faultServer } from './servers.ts'
import { below, digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/*
 * Unknown is not absent: a listing that is not proved complete never leads to a delete.
 *
 * Both places hold the same 1,505 files, and the destination some more, which a true listing of the source would have
 * deleted. Then a listing is made false on its way.
 */
const common: Files = Object.fromEntries(
  Array.from({ length: 1505 }, (_, n) => [
    `d${String(n % 7)}/f${String(n).padStart(4, '0')}.txt`,
    `contents ${String(n)}\n`,
  ]),
)
const extra: Files = {
  'aa-extra.txt': 'only here\n',
  'd3/extra.txt': 'only here\n',
  'zz-extra.txt': 'only here\n',
}

let scene: Scene
let source: string
let destination: string
let stop: () => Promise<void>
let before: { folder: Record<string, string>; bucket: Record<string, string> }

const folder = () => scene.path('dst')

beforeAll(async () => {
  const started = await faultServer()
  stop = started.stop
  scene = await Scene.set(started.server)
  source = await scene.bucket('source')
  await scene.put(source, below('p/', common))
  destination = await scene.bucket('destination')
  await scene.put(destination, below('p/', { ...common, ...extra }))
  await writeTree(scene.path('src'), common)
  before = { folder: digestsOf({ ...common, ...extra }), bucket: await scene.etags(destination) }
})

afterAll(async () => {
  await scene.close()
  await stop()
})

beforeEach(() => {
  scene.proxy.setPlan([])
  scene.proxy.resetCounts()
})

const directions = {
  download: { args: () => ['sync', `s3://${source}/p`, folder(), '--delete'], falsified: () => source },
  copy: {
    args: () => ['sync', `s3://${source}/p`, `s3://${destination}/p`, '--delete'],
    falsified: () => source,
  },
  upload: {
    args: () => ['sync', scene.path('src'), `s3://${destination}/p`, '--delete'],
    falsified: () => destination,
  },
} as const

/** Runs a sync with `--delete`, one listing of which is false. */
async function runWith(
  direction: keyof typeof directions,
  fault: Omit<Fault, 'bucket'>,
  ...more: string[]
): Promise<CliRun> {
  const { args, falsified } = directions[direction]
  if (direction === 'download' && !existsSync(folder())) await writeTree(folder(), { ...common, ...extra })
  scene.proxy.setPlan([{ ...fault, bucket: falsified() }])
  return await scene.run([...args(), ...more])
}

async function expectNothingLost(): Promise<void> {
  if (existsSync(folder())) expect(await readTree(folder())).toEqual(before.folder)
  expect(await scene.etags(destination)).toEqual(before.bucket)
}

/** The fault by the catalogue's name, the listing it makes, and the exit code. */
const falseListings: readonly (readonly [string, Omit<Fault, 'bucket'>, number])[] = [
  ['F23 list500', { mode: 'list500', fromPage: 2 }, 3],
  ['F23 list500', { mode: 'list500' }, 3],
  ['F24 listcut', { mode: 'listcut' }, 3],
  ['F24 listcut', { mode: 'listcut', fromPage: 2 }, 3],
  ['F28 listloop', { mode: 'listloop' }, 3],
  ['F25 listcutclean', { mode: 'listcutclean' }, 3],
  ['F25 listcutclean', { mode: 'listcutclean', fromPage: 2 }, 3],
  ['F26 listempty', { mode: 'listempty' }, 3],
  ['F26 listempty', { mode: 'listempty', fromPage: 2 }, 3],
  ['F27 listhtml', { mode: 'listhtml' }, 3],
  ['F27 listhtml', { mode: 'listhtml', fromPage: 2 }, 3],
  ['F32 list403', { mode: 'list403' }, 4],
  ['F32 list403', { mode: 'list403', fromPage: 2 }, 4],
  ['F29 listdup', { mode: 'listdup' }, 3],
  ['F29 listdupacross', { mode: 'listdupacross' }, 3],
  ['F30 listdisorder', { mode: 'listdisorder' }, 3],
  ['F30 listforeign', { mode: 'listforeign' }, 3],
  ['F31 listname', { mode: 'listname' }, 3],
  ['F31 listcount', { mode: 'listcount' }, 3],
  ['F38 listbadsize', { mode: 'listbadsize' }, 3],
  ['F38 listhugesize', { mode: 'listhugesize' }, 3],
  ['F38 listnosize', { mode: 'listnosize' }, 3],
  ['F38 listbadtime', { mode: 'listbadtime' }, 3],
  ['F38 listnotime', { mode: 'listnotime' }, 3],
  ['F38 listnoetag', { mode: 'listnoetag' }, 3],
  ['F39 listdtd', { mode: 'listdtd' }, 3],
  ['F39 listhuge', { mode: 'listhuge' }, 3],
]

const named = falseListings.map(([name, fault, exit]) => {
  const page = fault.fromPage === undefined ? '' : ` from page ${String(fault.fromPage)}`
  return [`${name}${page}`, fault, exit] as const
})

describe.each(['download', 'copy', 'upload'] as const)('%s', (direction) => {
  test.each(named)('%s: nothing is deleted', async (_, fault, exit) => {
    const run = await runWith(direction, fault)
    expect(scene.proxy.struck[fault.mode], 'the fault struck').toBeGreaterThan(0)
    await expectNothingLost()
    expect(run, run.stderr).toMatchObject({ exit, timedOut: false })
    expect(run.stderr, 'the message names the bucket').toContain(directions[direction].falsified())
    expect(run.stdout).not.toMatch(/^(\(dryrun\) )?delete:/m)
  })
})

describe('and moreover', () => {
  test('F28 a listing that answers one token for ever is left after a few pages', async () => {
    await runWith('download', { mode: 'listloop' })
    expect(scene.proxy.counts.ListObjectsV2).toBeLessThan(10)
  })

  test('F27 a web page instead of a listing is called what it probably is', async () => {
    const run = await runWith('download', { mode: 'listhtml' })
    expect(run.stderr).toMatch(/captive portal|sign[- ]in page|login page|proxy/i)
  })

  test('F39 a listing without end in one page is refused in bounded memory', async () => {
    const run = await runWith('download', { mode: 'listhuge' })
    if (run.peakKiB !== null) expect(run.peakKiB).toBeLessThan(300 * 1024)
  })

  test.each(['listempty', 'listcutclean', 'list403'] as const)(
    '%s: a dry run gives the same verdict',
    async (mode) => {
      const run = await runWith('download', { mode }, '--dryrun')
      expect(run.exit).toBe(mode === 'list403' ? 4 : 3)
      expect(run.stdout).not.toContain('delete:')
    },
  )
})

describe('a place that is not there', () => {
  test('F33 an endpoint that refuses connections: nothing is deleted, and it is named', async () => {
    await writeTree(folder(), { ...common, ...extra })
    const run = await scene.run(directions.download.args(), { endpoint: 'http://127.0.0.1:1' })
    await expectNothingLost()
    expect(run, run.stderr).toMatchObject({ exit: 3, timedOut: false })
    expect(run.stderr).toContain('127.0.0.1:1')
  })

  test('F33 a host that does not exist: nothing is deleted, and it is named', async () => {
    const run = await scene.run(directions.download.args(), { endpoint: 'http://no-such-host.invalid' })
    await expectNothingLost()
    expect(run, run.stderr).toMatchObject({ exit: 3, timedOut: false })
    expect(run.stderr).toContain('no-such-host.invalid')
  })

  test('F34 a missing source folder: nothing is deleted, exit 3', async () => {
    const run = await scene.run(['sync', scene.path('no-such-folder'), `s3://${destination}/p`, '--delete'])
    await expectNothingLost()
    expect(run, run.stderr).toMatchObject({ exit: 3, timedOut: false })
    expect(run.stderr).toContain('no-such-folder')
  })

  test('F34 a missing source bucket: nothing is deleted, exit 3', async () => {
    const run = await scene.run(['sync', 's3://no-such-bucket-anywhere', folder(), '--delete'])
    await expectNothingLost()
    expect(run, run.stderr).toMatchObject({ exit: 3, timedOut: false })
    expect(run.stderr).toContain('no-such-bucket-anywhere')
  })
})

describe('an unreadable folder in the source', needs('another-user'), () => {
  test('F35 what is below it stays, the rest is synced, and the exit code is a warning', async () => {
    const bucket = await scene.bucket('unreadable')
    await scene.put(bucket, {
      'kept.txt': 'k',
      'locked/a.txt': 'a',
      'locked/deep/b.txt': 'b',
      'extra.txt': 'x',
    })
    await writeTree(scene.path('half'), {
      'kept.txt': 'k',
      'locked/a.txt': 'a',
      'locked/deep/b.txt': 'b',
      'new.txt': 'n',
    })
    await chmod(scene.path('half/locked'), 0)
    const run = await scene.run(['sync', scene.path('half'), `s3://${bucket}`, '--delete'], { uid: nobody })
    await chmod(scene.path('half/locked'), 0o700)
    expect(Object.keys(await scene.etags(bucket))).toEqual([
      'kept.txt',
      'locked/a.txt',
      'locked/deep/b.txt',
      'new.txt',
    ])
    expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
    expect(run.stderr).toMatch(/warning: .*locked/)
  })

  test('F35 an unreadable root is a source that cannot be read', async () => {
    await mkdir(scene.path('shut'), { mode: 0 })
    const run = await scene.run(['sync', scene.path('shut'), `s3://${destination}/p`, '--delete'], {
      uid: nobody,
    })
    await expectNothingLost()
    expect(run, run.stderr).toMatchObject({ exit: 3, timedOut: false })
    expect(run.stderr).toContain('shut')
  })
})

describe('without a fault', () => {
  test('the same commands do delete: so every test above had something to lose', async () => {
    await writeTree(folder(), { ...common, ...extra })
    const down = await scene.run(directions.download.args())
    expect(down).toMatchObject({ exit: 0, timedOut: false })
    expect(await readTree(folder())).toEqual(digestsOf(common))
    const across = await scene.run(directions.copy.args())
    expect(across).toMatchObject({ exit: 0, timedOut: false })
    expect(await scene.etags(destination)).toEqual(await scene.etags(source))
  })
})

describe('what the faults do to a tool that does not ask for proof', needs('aws'), () => {
  test.each(['listempty', 'listhtml', 'listcutclean'] as const)(
    '%s: `aws s3 sync` deletes, and exits 0',
    async (mode) => {
      await rm(folder(), { recursive: true, force: true })
      await writeTree(folder(), { ...common, ...extra })
      scene.proxy.setPlan([{ mode, bucket: source }])
      const run = await scene.run(directions.download.args(), { command: [awsCli(), 's3'] })
      expect(run.exit).toBe(0)
      const left = Object.keys(await readTree(folder()))
      // A page holds at most 1,000 of the 1,505, and the cut one half of that.
      if (mode === 'listcutclean') expect(left.length).toBeLessThanOrEqual(500)
      else expect(left).toEqual([])
    },
  )
})
