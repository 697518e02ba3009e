import { createHash } from 'node:crypto'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../fakes/fault-proxy.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import { Scene } from './scene.ts'
import { faultServer } from './servers.ts'
import { writeTree } from './tree.ts'

/*
 * An object is never there with bytes that the source never had; what the server did not keep is never called done,
 * and what it did keep is not called lost.
 */
const small = seededBytes(1, 100_000)
const large = seededBytes(2, 20_000_000)
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes)
/** The ETag of some 20 MB, sent in three parts of 8 MiB. */
function etagOfThree(bytes: Uint8Array): string {
  const parts = [0, 1, 2].map((n) => md5(bytes.subarray(n << 23, (n + 1) << 23)).digest())
  return `${md5(Buffer.concat(parts)).digest('hex')}-3`
}
const right = { small: md5(small).digest('hex'), large: etagOfThree(large) }

let scene: Scene
let stop: () => Promise<void>
let bucket: string

beforeAll(async () => {
  const started = await faultServer()
  stop = started.stop
  scene = await Scene.set(started.server)
  await writeTree(scene.path('src'), { small, large })
})

afterAll(async () => {
  await scene.close()
  await stop()
})

beforeEach(async () => {
  scene.proxy.setPlan([])
  scene.proxy.resetCounts()
  bucket = await scene.bucket('up')
})

async function up(plan: readonly Fault[]) {
  scene.proxy.setPlan(plan)
  return await scene.run(['sync', scene.path('src'), `s3://${bucket}`, '--cli-read-timeout', '2'])
}

const once = (mode: Fault['mode']): Fault => ({ mode, count: 1, perKey: true })

describe('a write that goes wrong once', () => {
  test.each([
    ['F64 an error on a 200 at the end of a multipart upload', once('complete200err')],
    ['F76 two of three calls are answered with 503', { mode: 'slow503', on: ['PutObject', 'UploadPart'] }],
    ['F76 two of three calls are answered with 429', { mode: 'slow429', on: ['PutObject', 'UploadPart'] }],
    ['F76 a burst of 500', { mode: 'burst500' }],
    ['F65 the reply to the end of a multipart upload is lost', once('dropreply')],
    ['F65 the reply to a PUT is lost', { ...once('dropreply'), on: ['PutObject'] }],
    ['F65 the reply to a part is lost', { ...once('dropreply'), on: ['UploadPart'] }],
    [
      'F65 the reply to the start of a multipart upload is lost',
      { ...once('dropreply'), on: ['CreateMultipartUpload'] },
    ],
    ['F67 a bit flips on the way up', once('flipup')],
    ['F71 a conditional write meets another', once('conflict409')],
    ['F44 the server stops answering', { ...once('stallhead'), on: ['PutObject', 'UploadPart'] }],
  ] satisfies [string, Fault][])('%s: the right bytes in the end, exit 0', async (_, fault) => {
    const run = await up([fault])
    expect(scene.proxy.struck[fault.mode], 'the fault struck').toBeGreaterThan(0)
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(await scene.etags(bucket)).toEqual(right)
  })
})

describe('a write that goes wrong always', () => {
  test.each([
    ['F64 an error on a 200 at the end', { mode: 'complete200err' }, 1, 'large'],
    ['F77 503 for ever', { mode: 'always503', on: ['PutObject'] }, 1, 'small'],
    ['F67 a bit flips in each part', { mode: 'flipup', on: ['UploadPart'] }, 6, 'large'],
    ['F67 a bit flips in each body', { mode: 'flipup', on: ['PutObject'] }, 6, 'small'],
    ['F73 a write that is denied', { mode: 'denied', on: ['PutObject'] }, 1, 'small'],
  ] satisfies [string, Fault, number, keyof typeof right][])(
    '%s: it is not there, and is named',
    async (_, fault, exit, lost) => {
      const run = await up([fault])
      const { [lost]: absent, ...kept } = right
      expect(await scene.etags(bucket)).toEqual(kept)
      expect(run, run.stderr).toMatchObject({ exit, timedOut: false })
      expect(run.stderr).toContain(lost)
      const pending = await scene.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
      expect(pending.Uploads ?? [], 'no upload is left to be paid for').toEqual([])
    },
  )

  test('a failed transfer withholds all deletes', async () => {
    await scene.put(bucket, { extra: 'x' })
    scene.proxy.setPlan([{ mode: 'denied', on: ['PutObject'] }])
    const run = await scene.run(['sync', scene.path('src'), `s3://${bucket}`, '--delete'])
    expect(Object.keys(await scene.etags(bucket))).toContain('extra')
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toMatch(/withheld/)
  })
})

describe('a copy', () => {
  test.each([
    ['once', { count: 1, perKey: true }, 0],
    ['always', {}, 1],
  ] as const)(
    'F64 with an error on a 200, %s: exit as it should, and never a wrong object',
    async (_, often, exit) => {
      await scene.put(bucket, { small })
      const copy = await scene.bucket('copy')
      scene.proxy.setPlan([{ mode: 'copy200err', ...often }])
      const run = await scene.run(['sync', `s3://${bucket}`, `s3://${copy}`])
      expect(await scene.etags(copy)).toEqual(exit === 0 ? { small: right.small } : {})
      expect(run, run.stderr).toMatchObject({ exit, timedOut: false })
    },
  )
})

describe('an object that appeared since the destination was listed', () => {
  /** Uploads while somebody else does: after the listing was made, and before its reply is here. */
  async function upAfter(files: Record<string, Uint8Array>) {
    scene.proxy.setPlan([{ mode: 'late', bucket }])
    const running = scene.start(['sync', scene.path('src'), `s3://${bucket}`])
    await scene.proxy.reached('ListObjectsV2', 1)
    await new Promise((resolve) => setTimeout(resolve, 500))
    await scene.put(bucket, files)
    return await running.done
  }

  test('F70 is left as it is, and named, when its bytes are others', async () => {
    const theirs = seededBytes(3, 100)
    const run = await upAfter({ small: theirs, large: theirs })
    expect(await scene.etags(bucket)).toEqual({
      small: md5(theirs).digest('hex'),
      large: md5(theirs).digest('hex'),
    })
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toMatch(/small[\s\S]*large|large[\s\S]*small/)
  })

  test('F70 is what was wanted when its bytes are ours: so it is right after a kill', async () => {
    const run = await upAfter({ small })
    expect(await scene.etags(bucket)).toEqual(right)
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
  })
})
