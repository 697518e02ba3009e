import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli, sluice } from '../faults/run-cli.ts'

/* A plan takes as much memory for a million keys a side as for a hundred thousand. */

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sluice-scale-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

/** A lister in a process of its own, so that its work is not this one's. */
async function startLister(
  keys: number,
  differ: number,
): Promise<{ lister: ChildProcess; endpoint: string }> {
  const script = path.resolve(import.meta.dirname, '../fakes/synthetic-lister.ts')
  const lister = spawn(process.execPath, [script, '--keys', String(keys), '--differ', String(differ)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(lister.stdout, 'data')) as [Buffer]
  return { lister, endpoint: line.toString().trim() }
}

/**
 * The command line with a small young generation: V8 lets garbage pile up for as long as it sees fit, and what is
 * measured here is what the program holds on to.
 */
const keepingLittleGarbage = sluice.toSpliced(1, 0, '--max-semi-space-size=4')

/** Plans bucket against bucket in a dry run; the peak of resident memory in KiB. */
async function planPeak(keys: number, differ: number): Promise<number> {
  const { lister, endpoint } = await startLister(keys, differ)
  try {
    const run = await runCli(
      keepingLittleGarbage,
      ['sync', 's3://one', 's3://other', '--dryrun', '--delete', '--size-only', '--endpoint-url', endpoint],
      {
        cwd: folder,
        env: {
          HOME: folder,
          PATH: process.env['PATH'] ?? '',
          AWS_ACCESS_KEY_ID: 'synthetic',
          AWS_SECRET_ACCESS_KEY: 'synthetic',
          AWS_REGION: 'us-east-1',
        },
        patience: 240_000,
      },
    )
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(run.stdout.match(/^\(dryrun\) copy: /gm) ?? []).toHaveLength(differ)
    return run.peakKiB ?? 0
  } finally {
    lister.kill()
  }
}

test('the peak memory of planning 1,000,000 keys a side is that of 100,000', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux tells the peak memory of a process (/proc)')
  const small = await planPeak(100_000, 100)
  const large = await planPeak(1_000_000, 1000)
  console.log(`peak resident memory: ${inMiB(small)} for 100,000 keys a side, ${inMiB(large)} for 1,000,000`)
  expect(large / small).toBeLessThanOrEqual(1.5)
}, 300_000)

const inMiB = (kib: number): string => `${(kib / 1024).toFixed(0)} MiB`
