import { createHash } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import { GetObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Way } from '../fakes/fault-proxy.ts'
import type { Operation } from '../fakes/fault-proxy-request.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import { Scene } from './scene.ts'
import { faultServer } from './servers.ts'
import { digestOfFile, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/*
 * A run that was killed, and then the same command: the destination is as the source, what was done is not done again,
 * and a third run does nothing.
 */
let scene: Scene
let stop: () => Promise<void>

beforeAll(async () => {
  const started = await faultServer()
  stop = started.stop
  scene = await Scene.set(started.server)
})

afterAll(async () => {
  await scene.close()
  await stop()
})

beforeEach(() => {
  scene.proxy.resetCounts()
})

const writes: readonly Operation[] = [
  'PutObject',
  'CopyObject',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'DeleteObject',
  'DeleteObjects',
]

/** Starts a sync, kills it once the server was asked for so many of a call, and waits for its end. */
async function killAt(args: readonly string[], operation: Operation, count: number): Promise<void> {
  const running = scene.start(args)
  const reached = scene.proxy.reached(operation, count).then(() => {
    running.kill()
  })
  const run = await running.done
  expect(run.signal, `killed by us, not ended by itself: ${run.stderr}`).toBe('SIGKILL')
  await reached
}

/** The same, once so many bytes have come through. */
async function killOnceMoved(args: readonly string[], way: Way, bytes: number): Promise<void> {
  scene.proxy.resetCounts()
  const running = scene.start(args)
  const reached = scene.proxy.reachedBytes(way, bytes).then(() => {
    running.kill()
  })
  const run = await running.done
  expect(run.signal, `killed by us, not ended by itself: ${run.stderr}`).toBe('SIGKILL')
  await reached
}

/** As `digestOfFile`. */
async function digestOfObject(bucket: string, key: string): Promise<string> {
  const object = await scene.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of object.Body as AsyncIterable<Uint8Array>) {
    hash.update(chunk)
    size += chunk.length
  }
  return `${String(size)}:${hash.digest('hex')}`
}

const uploadsIn = async (bucket: string): Promise<(string | undefined)[]> => {
  const { Uploads = [] } = await scene.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
  return Uploads.map(({ Key }) => Key)
}

/** The same command again; what it asked the server for. */
async function again(args: readonly string[]): Promise<Record<Operation, number>> {
  scene.proxy.resetCounts()
  const run = await scene.run(args)
  expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
  return { ...scene.proxy.counts }
}

async function expectNoWrites(args: readonly string[]): Promise<void> {
  const counts = await again(args)
  for (const operation of [...writes, 'GetObject'] as const)
    expect(counts, operation).toMatchObject({ [operation]: 0 })
}

const many: Files = Object.fromEntries(
  Array.from({ length: 2000 }, (_, n) => [`d${String(n % 13)}/f${String(n)}`, seededBytes(n, 4096)]),
)
const etagsOf = (files: Files) =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, createHash('md5').update(bytes).digest('hex')]),
  )

describe('kill -9', { timeout: 180_000 }, () => {
  test.each([1, 700, 1990])('F81 in an upload of 2,000 files, at file %i', async (at) => {
    const bucket = await scene.bucket('many')
    await writeTree(scene.path('many'), many)
    const args = ['sync', scene.path('many'), `s3://${bucket}/`, '--delete']
    await killAt(args, 'PutObject', at)
    const stored = Object.keys(await scene.etags(bucket)).length
    const second = await again(args)
    expect(await scene.etags(bucket)).toEqual(etagsOf(many))
    expect(second.PutObject, 'what was stored is not sent again').toBeLessThanOrEqual(2000 - stored)
    await expectNoWrites(args)
  })

  test.each([1, 40])('F81 in an upload of one file of 500 MB, at part %i of 60', async (at) => {
    const bucket = await scene.bucket('large')
    await writeTree(scene.path('large'), { 'file.bin': '' })
    await makeLargeFile(scene.path('large/file.bin'), 500_000_000)
    const args = ['sync', scene.path('large'), `s3://${bucket}/`]
    await killAt(args, 'UploadPart', at)
    await again(args)
    expect(await digestOfObject(bucket, 'file.bin')).toBe(await digestOfFile(scene.path('large/file.bin')))
    await expectNoWrites(args)
  })

  test('F81 in an upload of one file of 500 MB, at 60 %: less than 45 % of it goes again', async () => {
    const bucket = await scene.bucket('resumed')
    await writeTree(scene.path('resumed'), { 'file.bin': '' })
    await makeLargeFile(scene.path('resumed/file.bin'), 500_000_000)
    const args = ['sync', scene.path('resumed'), `s3://${bucket}/`]
    await killOnceMoved(args, 'up', 300_000_000)
    await again(args)
    expect(scene.proxy.moved.up).toBeLessThan(225_000_000)
    expect(scene.proxy.counts.CreateMultipartUpload, 'the same upload').toBe(0)
    expect(await digestOfObject(bucket, 'file.bin')).toBe(await digestOfFile(scene.path('resumed/file.bin')))
    await expectNoWrites(args)
  })

  test('F81 in a download of one file of 500 MB, at 60 %: less than 45 % of it comes again', async () => {
    const bucket = await scene.bucket('fetched')
    await writeTree(scene.path('from'), { 'file.bin': '' })
    await makeLargeFile(scene.path('from/file.bin'), 500_000_000)
    await again(['sync', scene.path('from'), `s3://${bucket}/`])
    scene.proxy.resetCounts()
    const args = ['sync', `s3://${bucket}/`, scene.path('to')]
    await killOnceMoved(args, 'down', 300_000_000)
    await again(args)
    expect(scene.proxy.moved.down).toBeLessThan(225_000_000)
    expect(await digestOfFile(scene.path('to/file.bin'))).toBe(
      await digestOfFile(scene.path('from/file.bin')),
    )
    expect(await readdir(scene.path('to')), 'and no temp file').toEqual(['file.bin'])
    await expectNoWrites(args)
  })

  test('F81 and no second run: cleanup aborts the upload and removes the temp file that are left', async () => {
    const bucket = await scene.bucket('cleaned')
    await writeTree(scene.path('cleaned'), { 'file.bin': seededBytes(1, 40 << 20) })
    const up = ['sync', scene.path('cleaned'), `s3://${bucket}/`]
    await killAt(up, 'UploadPart', 3)
    expect(await uploadsIn(bucket)).toEqual(['file.bin'])
    const cleaned = await scene.run(['cleanup', `s3://${bucket}`])
    expect(cleaned, cleaned.stderr).toMatchObject({ exit: 0 })
    expect(cleaned.stdout).toMatch(/^abort: .*\/file\.bin/)
    expect(await uploadsIn(bucket)).toEqual([])
    await again(up)
    const down = ['sync', `s3://${bucket}/`, scene.path('cleaned-to')]
    await killOnceMoved(down, 'down', 10 << 20)
    // With a note of what has come of it, where enough has.
    const left = (await readdir(scene.path('cleaned-to'))).map((name) => name.split('.').at(-1))
    expect([['part'], ['part', 'ranges']]).toContainEqual(left.sort())
    expect(await scene.run(['cleanup', scene.path('cleaned-to')])).toMatchObject({ exit: 0 })
    expect(await readdir(scene.path('cleaned-to'))).toEqual([])
  })

  test('F81 in a copy from bucket to bucket', async () => {
    const from = await scene.bucket('from')
    const to = await scene.bucket('to')
    await scene.put(from, many)
    const args = ['sync', `s3://${from}/`, `s3://${to}/`, '--delete']
    await killAt(args, 'CopyObject', 500)
    await again(args)
    expect(await scene.etags(to)).toEqual(etagsOf(many))
    await expectNoWrites(args)
  })

  test('F81 in the deletes', async () => {
    const bucket = await scene.bucket('shrinking')
    await scene.put(bucket, many)
    await writeTree(scene.path('one'), { 'd0/f0': many['d0/f0'] ?? '' })
    const args = ['sync', scene.path('one'), `s3://${bucket}/`, '--delete']
    await killAt(args, 'DeleteObjects', 1)
    await again(args)
    expect(Object.keys(await scene.etags(bucket))).toEqual(['d0/f0'])
    await expectNoWrites(args)
  })
})

/** A file mostly of holes, with a mark in each MiB so that no two parts are alike. */
async function makeLargeFile(file: string, size: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.truncate(size)
    for (let at = 0; at < size; at += 1 << 20) await handle.write(`at ${String(at)}`, at)
    await handle.utimes(new Date('2001-02-03'), new Date('2001-02-03'))
  } finally {
    await handle.close()
  }
}
