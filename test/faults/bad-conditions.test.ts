import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunReport } from '../../shared/job.ts'
import type { Fault } from '../fakes/fault-proxy-plan.ts'
import { sluice } from './run-cli.ts'
import { Scene } from './scene.ts'
import { faultServer } from './servers.ts'
import { below, digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/* Nothing is wrong but the conditions: it slows down, finishes, and says so. */
const files: Files = Object.fromEntries(
  Array.from({ length: 80 }, (_, i) => [`d${i % 10}/f${String(i).padStart(3, '0')}`, `bytes ${i}`]),
)

/** The built command line in a process that may have so many files open: sockets and the journal are files too. */
const withDescriptors = (most: number) => ['/bin/sh', '-c', `ulimit -n ${most}; exec "$0" "$@"`, ...sluice]

let scene: Scene
let stop: () => Promise<void>
let bucket: string

beforeAll(async () => {
  const { server, stop: end } = await faultServer()
  stop = end
  scene = await Scene.set(server)
  await writeTree(scene.path('src'), files)
})

afterAll(async () => {
  await scene.close()
  await stop()
})

beforeEach(async () => {
  bucket = await scene.bucket('conditions')
  scene.proxy.setPlan([])
})

/** How often the run was asked for less, as the last line of `--json` has it. */
const askedForLess = (stdout: string): number | undefined =>
  (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { run: RunReport }).run.askedForLess

describe.each<[string, readonly Fault[], readonly string[], boolean]>([
  [
    '503 to two of three calls',
    [{ mode: 'slow503', perKey: true, on: ['PutObject', 'GetObject'] }],
    sluice,
    true,
  ],
  [
    'each tenth connection broken',
    [
      { mode: 'dropreply', on: ['PutObject'], every: 10 },
      { mode: 'reset', every: 10 },
    ],
    sluice,
    false,
  ],
  ['64 file descriptors', [], withDescriptors(64), false],
])('%s', (_, faults, command, isAsked) => {
  test('goes up whole, exit 0', { timeout: 120_000 }, async () => {
    scene.proxy.setPlan(faults)
    const run = await scene.run(['sync', scene.path('src'), `s3://${bucket}/p`, '--json'], {
      command,
      patience: 110_000,
    })
    expect(run, run.stderr).toMatchObject({ exit: 0 })
    expect(Object.keys(await scene.etags(bucket))).toEqual(Object.keys(below('p/', files)).toSorted())
    if (isAsked) expect(askedForLess(run.stdout)).toBeGreaterThan(0)
  })

  test('comes down whole, exit 0', { timeout: 120_000 }, async () => {
    await scene.put(bucket, below('p/', files))
    scene.proxy.setPlan(faults)
    const to = scene.path(`dst-${bucket}`)
    const run = await scene.run(['sync', `s3://${bucket}/p`, to, '--json'], { command, patience: 110_000 })
    expect(run, run.stderr).toMatchObject({ exit: 0 })
    expect(await readTree(to)).toEqual(digestsOf(files))
    if (isAsked) expect(askedForLess(run.stdout)).toBeGreaterThan(0)
  })
})
