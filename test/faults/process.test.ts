import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import { needs } from '../servers/needs.ts'
import { sluice } from './run-cli.ts'
import type { RunningCli } from './run-cli.ts'
import { sceneOfFile } from './scene-of-file.ts'
import { below, digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/* What happens to a process: signals, sleep, a twin of it, too little of everything. */
const scene = sceneOfFile()
const objects: Files = Object.fromEntries(
  [1, 2, 3, 4].map((n) => [`f${String(n)}`, seededBytes(n, 1_000_000)]),
)
let bucket: string
let dst: string

beforeEach(async () => {
  bucket = await scene().bucket('process')
  await scene().put(bucket, objects)
  dst = scene().path(bucket)
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const down = () => ['sync', `s3://${bucket}`, dst]

/** Starts a download that does not end by itself: its bodies stand still. */
async function stuck(...more: string[]): Promise<RunningCli> {
  scene().proxy.setPlan([{ mode: 'stall' }])
  const running = scene().start([...down(), ...more])
  await scene().proxy.reached('GetObject', 4)
  await pause(300)
  return running
}

describe('a signal', needs('unix'), () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'F82 %s twice, while nothing arrives: nothing half-written, within 5 s, exit 130',
    async (name) => {
      const running = await stuck()
      const begin = Date.now()
      running.signal(name)
      await pause(200)
      running.signal(name)
      const run = await running.done
      expect(Date.now() - begin).toBeLessThan(5000)
      expect(run, run.stderr).toMatchObject({ exit: 130, signal: null })
      expect(await readTree(dst)).toEqual({})
      scene().proxy.setPlan([])
      expect((await scene().run(down())).exit).toBe(0)
      expect(await readTree(dst)).toEqual(digestsOf(objects))
    },
  )

  test('F82 SIGINT once: what moves is finished, nothing more is begun, nothing deleted, exit 130', async () => {
    await writeTree(dst, { extra: 'x' })
    scene().proxy.setPlan([{ mode: 'late', on: ['GetObject'] }])
    const running = scene().start([...down(), '--delete'])
    await scene().proxy.reached('GetObject', 4)
    running.signal('SIGINT')
    const run = await running.done
    expect(run, run.stderr).toMatchObject({ exit: 130, signal: null })
    expect(await readTree(dst)).toEqual(digestsOf({ ...objects, extra: 'x' }))
  })

  test('F82 SIGINT twice in an upload of parts: no upload is left to be paid for, exit 130', async () => {
    await writeTree(scene().path('large'), { large: seededBytes(9, 20_000_000) })
    scene().proxy.setPlan([{ mode: 'stallhead', on: ['UploadPart'] }])
    const target = await scene().bucket('stopped')
    const running = scene().start(['sync', scene().path('large'), `s3://${target}`])
    await scene().proxy.reached('UploadPart', 1)
    running.signal('SIGINT')
    await pause(200)
    running.signal('SIGINT')
    const run = await running.done
    expect(run, run.stderr).toMatchObject({ exit: 130, signal: null })
    expect(scene().proxy.counts.AbortMultipartUpload).toBe(1)
  })

  test('F82 nobody reads what it prints: it does its work or stops, without a crash', async () => {
    const run = await scene().run(down(), { deaf: true })
    expect(run.timedOut).toBe(false)
    expect(run.stderr).not.toMatch(/EPIPE|^\s+at .*:\d+:\d+/m)
    for (const [name, digest] of Object.entries(await readTree(dst)))
      expect(digest).toBe(digestsOf(objects)[name])
  })
})

describe('two runs of one pair', () => {
  const args = () => [...down(), '--delete']

  test('F83 at once: the second is refused and does nothing, exit 5', async () => {
    await writeTree(dst, { extra: 'x' })
    scene().proxy.setPlan([{ mode: 'late', on: ['GetObject'] }])
    const first = scene().start(args())
    await scene().proxy.reached('GetObject', 1)
    const second = await scene().run(args())
    expect(second, second.stderr).toMatchObject({ exit: 5, timedOut: false })
    expect(second.stderr).toContain('Another run')
    expect((await first.done).exit).toBe(0)
    expect(await readTree(dst)).toEqual(digestsOf(objects))
  })

  test('F83 one after the other was killed: nothing is locked any more, exit 0', async () => {
    const first = await stuck('--delete')
    first.kill()
    await first.done
    scene().proxy.setPlan([])
    const second = await scene().run(args())
    expect(second, second.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(await readTree(dst)).toEqual(digestsOf(objects))
  })
})

test(
  'F84 a machine that slept: the dead connections are replaced, and all arrives, exit 0',
  needs('unix'),
  async () => {
    scene().proxy.setPlan([{ mode: 'stall', count: 1, perKey: true }])
    const running = scene().start([...down(), '--cli-read-timeout', '2'])
    await scene().proxy.reached('GetObject', 4)
    running.signal('SIGSTOP')
    scene().proxy.dropConnections()
    await pause(5000)
    running.signal('SIGCONT')
    const run = await running.done
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(await readTree(dst)).toEqual(digestsOf(objects))
  },
)

describe('a journal', () => {
  /** The files in which a killed run kept what it knew. */
  async function journals(state: string): Promise<string[]> {
    const names = await readdir(state, { recursive: true })
    return names.filter((name) => /\.(db|sqlite)/.test(name)).map((name) => path.join(state, name))
  }

  test.each([
    ['cut', (file: string) => truncate(file, 1000)],
    ['overwritten', (file: string) => writeFile(file, seededBytes(1, 20_000))],
    ['taken away', (file: string) => rm(file)],
    ['taken over by a newer version', makeNewer],
  ] as const)('F85 that was %s after a kill: all is compared anew, exit 0', async (_, spoil) => {
    const state = scene().path(`${bucket}-state`)
    const env = { ...scene().env, XDG_STATE_HOME: state }
    scene().proxy.setPlan([{ mode: 'stall', key: 'f3' }])
    const running = scene().start(down(), { env })
    await scene().proxy.reached('GetObject', 4)
    await pause(300)
    running.kill()
    await running.done
    scene().proxy.setPlan([])
    const files = await journals(state)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) await spoil(file)
    const run = await scene().run(down(), { env })
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(await readTree(dst)).toMatchObject(digestsOf(objects))
  })
})

describe('too little of everything', needs('linux'), () => {
  const configure = (line: string) =>
    writeTree(scene().path('home/.aws'), { config: `[default]\ns3 =\n  ${line}\n` })

  afterEach(() => rm(scene().path('home/.aws'), { recursive: true, force: true }))

  test('F86 64 transfers at once in 256 MB of heap: all arrives, in bounded memory, exit 0', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`m${String(n)}`, seededBytes(n, 2_000_000)]),
    )
    await scene().put(bucket, below('many/', many))
    await configure('max_concurrent_requests = 64')
    const env = { ...scene().env, NODE_OPTIONS: '--max-old-space-size=256' }
    const run = await scene().run(['sync', `s3://${bucket}/many`, dst], { env })
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(run.peakKiB).toBeLessThan(600 * 1024)
    expect(await readTree(dst)).toEqual(digestsOf(many))
  })

  test('F87 64 open files at most: fewer at once, and done, exit 0', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`m${String(n)}`, `m ${String(n)}`]),
    )
    await scene().put(bucket, below('many/', many))
    const limited = ['/bin/bash', '-c', 'ulimit -n 64; exec "$@"', 'bash', ...sluice]
    const args = ['sync', `s3://${bucket}/many`, dst, '--json']
    const run = await scene().run(args, { command: limited })
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false, stderr: '' })
    expect(run.stdout).toMatch(/"askedForLess":[1-9]/)
    expect(await readTree(dst)).toEqual(digestsOf(many))
  })
})

describe('a secret', needs('linux'), () => {
  test('F89 is in nothing that is printed, kept or seen in the list of processes', async () => {
    const state = scene().path(`${bucket}-state`)
    const secret = scene().env['AWS_SECRET_ACCESS_KEY'] ?? ''
    const token = 'canary-token-canary'
    const env = { ...scene().env, XDG_STATE_HOME: state, AWS_SESSION_TOKEN: token }
    scene().proxy.setPlan([{ mode: 'late', on: ['ListObjectsV2'] }])
    const running = scene().start([...down(), '--debug', '--json'], { env })
    await scene().proxy.reached('ListObjectsV2', 1)
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const read = (name: string) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    const commandLines = (await Promise.all(processes.map(read))).join('\n')
    const run = await running.done
    const kept = await readdir(state, { recursive: true, withFileTypes: true })
    const files = kept.filter((entry) => entry.isFile())
    const texts = files.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'latin1'))
    expect(commandLines, 'its own is among them').toContain(`s3://${bucket}`)
    const all = [run.stdout, run.stderr, commandLines, ...(await Promise.all(texts))]
    expect(files.length).toBeGreaterThan(0)
    for (const text of all) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(token)
    }
  })
})

/** Gives a database the format of a version there is not yet. */
function makeNewer(file: string): void {
  if (!file.endsWith('.sqlite')) return
  const database = new DatabaseSync(file)
  database.exec('PRAGMA user_version = 999')
  database.close()
}
