import { chmod, mkdir, rm } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { nobody, Scene } from './scene.ts'
import type { RunOptions } from './scene.ts'
import type { CliRun } from './run-cli.ts'
import { faultServer } from './servers.ts'
import { mountTmpfs } from './small-disk.ts'
import { digestsOf, readTree, writeTree } from './tree.ts'

/*
 * What makes no sense, or cannot be had: an error that names the thing and says the way out, the exit code for its
 * kind, and nothing deleted.
 */
const local = { 'a.txt': 'a', 'only-local.txt': 'l' }
const remote = { 'a.txt': 'a', 'only-remote.txt': 'r' }

let scene: Scene
let stop: () => Promise<void>
let bucket: string
let etags: Record<string, string>

beforeAll(async () => {
  const started = await faultServer()
  stop = started.stop
  scene = await Scene.set(started.server)
  bucket = await scene.bucket('bad-input')
  await scene.put(bucket, remote)
  await scene.put(bucket, { 'nested/deep/x.txt': 'x' })
  etags = await scene.etags(bucket)
})

afterAll(async () => {
  await scene.close()
  await stop()
})

beforeEach(async () => {
  scene.proxy.setPlan([])
  await rm(scene.path('here'), { recursive: true, force: true })
  await writeTree(scene.path('here'), local)
})

/** An error as it should be: the thing by its name, below it what to do, and neither a secret nor a stack trace. */
function expectClear({ stderr, stdout }: CliRun, ...things: string[]): void {
  for (const thing of things) expect(stderr).toContain(thing)
  expect(stderr, 'the way out, in a line of its own').toMatch(/^ {2}\S.{15,}$/m)
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
  expect(stderr + stdout).not.toContain(scene.env['AWS_SECRET_ACCESS_KEY'])
}

async function expectNothingDeleted(): Promise<void> {
  expect(await readTree(scene.path('here'))).toEqual(digestsOf(local))
  expect(await scene.etags(bucket)).toEqual(etags)
}

/** `HERE` is the local folder and `BUCKET` the bucket. */
const filled = (arg: string) => arg.replace('HERE', scene.path('here')).replace('BUCKET', bucket)

interface BadInput {
  readonly exit: number
  readonly args: readonly string[]
  /** What the message must name. */
  readonly names: readonly string[]
  readonly options?: () => RunOptions
}

const withEnv = (change: Record<string, string>) => () => ({ env: { ...scene.env, ...change } })
const withoutKeys = () => {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
  return { env: Object.fromEntries(Object.entries(scene.env).filter(([name]) => !keys.includes(name))) }
}
const down = ['sync', 's3://BUCKET', 'HERE', '--delete']

const cases: Readonly<Record<string, BadInput>> = {
  'a source folder that is not there': {
    args: ['sync', 'HERE/nowhere', 's3://BUCKET', '--delete'],
    exit: 3,
    names: ['nowhere'],
  },
  'a source bucket that is not there': {
    args: ['sync', 's3://no-such-bucket-here', 'HERE', '--delete'],
    exit: 3,
    names: ['no-such-bucket-here'],
  },
  'a destination bucket that is not there': {
    args: ['sync', 'HERE', 's3://no-such-bucket-here', '--delete'],
    exit: 3,
    names: ['no-such-bucket-here'],
  },
  'no credentials': { args: down, exit: 4, names: ['credentials'], options: withoutKeys },
  'F79 an access key nobody knows': {
    args: down,
    exit: 4,
    names: ['InvalidAccessKeyId'],
    options: withEnv({ AWS_ACCESS_KEY_ID: 'AKIANOBODYKNOWSTHIS' }),
  },
  'F79 a secret that is wrong': {
    args: down,
    exit: 4,
    names: ['SignatureDoesNotMatch'],
    options: withEnv({ AWS_SECRET_ACCESS_KEY: 'a-secret-that-is-wrong' }),
  },
  'a profile that is not there': {
    args: [...down, '--profile', 'no-such-profile'],
    exit: 252,
    names: ['no-such-profile'],
    options: withoutKeys,
  },
  'an endpoint where nothing listens': {
    args: down,
    exit: 3,
    names: ['127.0.0.1:1'],
    options: () => ({ endpoint: 'http://127.0.0.1:1' }),
  },
  'an endpoint whose host is not there': {
    args: down,
    exit: 3,
    names: ['no-such-host.invalid'],
    options: () => ({ endpoint: 'http://no-such-host.invalid' }),
  },
  'an endpoint that is no address': {
    args: down,
    exit: 252,
    names: ['not an address'],
    options: () => ({ endpoint: 'not an address' }),
  },
  'a root inside the other': {
    args: ['sync', 's3://BUCKET/nested', 's3://BUCKET/nested/deep', '--delete'],
    exit: 252,
    names: ['nested/deep'],
  },
  'a root around the other': {
    args: ['sync', 's3://BUCKET/nested/deep', 's3://BUCKET', '--delete'],
    exit: 252,
    names: ['nested/deep'],
  },
  'an address with one slash too few': {
    args: ['sync', 's3:/BUCKET', 'HERE', '--delete'],
    exit: 252,
    names: ['s3:/'],
  },
  'an address in capitals': {
    args: ['sync', 'S3://BUCKET', 'HERE', '--delete'],
    exit: 252,
    names: ['S3://'],
  },
  'an address without a bucket': { args: ['sync', 's3://', 'HERE', '--delete'], exit: 3, names: ['s3://'] },
  'two local sides': { args: ['sync', 'HERE', 'HERE/other', '--delete'], exit: 252, names: ['/here/other'] },
  'an empty path': { args: ['sync', '', 's3://BUCKET', '--delete'], exit: 252, names: ['path'] },
  'a file where a folder belongs': {
    args: ['sync', 'HERE/a.txt', 's3://BUCKET', '--delete'],
    exit: 252,
    names: ['a.txt'],
  },
  'a flag nobody knows': { args: [...down, '--frobnicate'], exit: 252, names: ['--frobnicate'] },
  'a flag without its value, which must not take the next flag for it': {
    args: [...down, '--exclude', '--dryrun'],
    exit: 252,
    names: ['--exclude'],
  },
  'a cap that is no number': {
    args: [...down, '--max-delete', 'few'],
    exit: 252,
    names: ['--max-delete', 'few'],
  },
  'one side too few': { args: ['sync', 'HERE'], exit: 252, names: ['sync'] },
  'one side too many': { args: [...down, 'third'], exit: 252, names: ['third'] },
  'a command nobody knows': { args: ['synk', 'HERE', 's3://BUCKET'], exit: 252, names: ['synk'] },
}

describe('bad input', () => {
  test.each(Object.entries(cases))('%s', async (_, { args, exit, names, options }) => {
    const run = await scene.run(args.map(filled), options?.())
    await expectNothingDeleted()
    expect(run, run.stderr).toMatchObject({ exit, timedOut: false })
    expectClear(run, ...names)
  })

  test('a bucket that is closed to us', async () => {
    scene.proxy.setPlan([{ mode: 'denied' }])
    const run = await scene.run(down.map(filled))
    await expectNothingDeleted()
    expect(run, run.stderr).toMatchObject({ exit: 4, timedOut: false })
    expectClear(run, bucket)
  })

  test('F89 a secret that was refused is in no line of --debug either', async () => {
    const secret = 'kR7canaryCanaryCanary'
    const run = await scene.run(
      [...down.map(filled), '--debug'],
      withEnv({ AWS_SECRET_ACCESS_KEY: secret })(),
    )
    expect(run.exit).toBe(4)
    expect(run.stderr + run.stdout).not.toContain(secret)
  })
})

describe('what could be had, but not like this', () => {
  test(
    'F35 a file that cannot be read: named, the rest is done, its copy is kept',
    needs('another-user'),
    async () => {
      const kept = await scene.bucket('unreadable-file')
      await scene.put(kept, { 'secret.txt': 'kept' })
      await writeTree(scene.path('some'), { 'secret.txt': 'not for everyone', 'open.txt': 'o' })
      await chmod(scene.path('some/secret.txt'), 0)
      const run = await scene.run(['sync', scene.path('some'), `s3://${kept}`, '--delete'], { uid: nobody })
      expect(Object.keys(await scene.etags(kept))).toEqual(['open.txt', 'secret.txt'])
      expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
      expectClear(run, 'some/secret.txt')
    },
  )

  test('F53 a disk that is full: named, nothing deleted', needs('small-disk'), async () => {
    const full = scene.path('full')
    const large = await scene.bucket('too-large')
    await scene.put(large, { 'large.bin': Buffer.alloc(2_000_000, 7) })
    const unmount = await mountTmpfs(full, '1m')
    try {
      await writeTree(full, local)
      const run = await scene.run(['sync', `s3://${large}`, full, '--delete'])
      expect(await readTree(full)).toEqual(digestsOf(local))
      expect(run, run.stderr).toMatchObject({ exit: 7, timedOut: false })
      expectClear(run, 'large.bin')
    } finally {
      unmount()
    }
  })

  test('F34 an empty source: stopped, with the number spared and the flag that allows it', async () => {
    await mkdir(scene.path('empty'), { recursive: true })
    const args = ['sync', scene.path('empty'), `s3://${bucket}`, '--delete']
    for (const more of [[], ['--dryrun']]) {
      const run = await scene.run([...args, ...more])
      await expectNothingDeleted()
      expect(run, run.stderr).toMatchObject({ exit: 5, timedOut: false })
      expectClear(run, '3', '--allow-empty-source')
    }
  })

  test('more deletes than the cap allows: transfers are done, all deletes withheld', async () => {
    const capped = await scene.bucket('capped')
    await scene.put(capped, { x1: '1', x2: '2' })
    const run = await scene.run([
      'sync',
      scene.path('here'),
      `s3://${capped}`,
      '--delete',
      '--max-delete',
      '1',
    ])
    expect(Object.keys(await scene.etags(capped))).toEqual(['a.txt', 'only-local.txt', 'x1', 'x2'])
    expect(run, run.stderr).toMatchObject({ exit: 5, timedOut: false })
    expectClear(run, '--max-delete')
  })
})
