import { gzipSync } from 'node:zlib'
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../fakes/fault-proxy.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import { sceneOfFile } from './scene-of-file.ts'
import { digestOf, digestsOf, readTree, writeTree } from './tree.ts'

/* What is listed is not always what is there any more: somebody else writes and deletes at the same time. */
const scene = sceneOfFile()
const large = seededBytes(1, 6_000_000)
const other = seededBytes(2, 6_000_000)
let bucket: string
let dst: string

beforeEach(async () => {
  bucket = await scene().bucket('shared')
  dst = scene().path(bucket)
})

/** Runs a sync; once `when` so many listings have been asked for, and before the last is answered, `meanwhile` happens. */
async function whileListed(args: readonly string[], meanwhile: () => Promise<unknown>, fault: Fault) {
  scene().proxy.setPlan([fault])
  const running = scene().start(args)
  await scene().proxy.reached('ListObjectsV2', fault.fromPage ?? 1)
  // The server has answered by then, and its answer waits at the proxy.
  await new Promise((resolve) => setTimeout(resolve, 400))
  await meanwhile()
  return await running.done
}

const late = (): Fault => ({ mode: 'late', bucket })
const put = (Key: string, Body: string | Uint8Array) =>
  scene().s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))
const remove = (Key: string) => scene().s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))

describe('an object that is no longer what was listed', () => {
  test('F45 replaced before it is fetched: nothing of either version is written, exit 1', async () => {
    await scene().put(bucket, { a: large, b: 'b' })
    const run = await whileListed(['sync', `s3://${bucket}`, dst], () => put('a', other), late())
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toContain(`s3://${bucket}/a was replaced or removed since it was listed`)
    expect(await readTree(dst)).toEqual(digestsOf({ b: 'b' }))
    expect((await scene().run(['sync', `s3://${bucket}`, dst])).exit).toBe(0)
    expect(await readTree(dst)).toEqual(digestsOf({ a: other, b: 'b' }))
  })

  test('F45 replaced between two ranges of it: never a mix of the two, exit 1', async () => {
    await scene().put(bucket, { a: large })
    // The first connection breaks half way, and the one that would go on from there is not answered.
    scene().proxy.setPlan([
      { mode: 'trunc', count: 1 },
      { mode: 'stallhead', count: 1 },
    ])
    const running = scene().start(['sync', `s3://${bucket}`, dst, '--cli-read-timeout', '2'])
    await scene().proxy.reached('GetObject', 2)
    await put('a', other)
    const run = await running.done
    expect(scene().proxy.struck).toEqual({ trunc: 1, stallhead: 1 })
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(await readTree(dst)).toEqual({})
  })

  test('F46 deleted before it is fetched: named, no empty file, exit 1', async () => {
    await scene().put(bucket, { a: 'a', b: 'b' })
    const run = await whileListed(['sync', `s3://${bucket}`, dst], () => remove('a'), late())
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toContain(`s3://${bucket}/a`)
    expect(await readTree(dst)).toEqual(digestsOf({ b: 'b' }))
  })
})

describe('a destination in which somebody else writes', () => {
  test('F37 what was to be deleted, and was written anew since the listing, stays, exit 1', async () => {
    const many = Object.fromEntries(Array.from({ length: 1100 }, (_, n) => [`m/${String(n)}`, 'm']))
    await scene().put(bucket, { ...many, 'a-extra': 'old', 'z-extra': 'old' })
    await writeTree(scene().path('many'), many)
    const run = await whileListed(
      ['sync', scene().path('many'), `s3://${bucket}`, '--delete'],
      async () => {
        await put('a-extra', 'written since')
        await put('a-new', 'written since')
      },
      { ...late(), fromPage: 2 },
    )
    const left = Object.keys(await scene().etags(bucket)).filter((key) => !key.startsWith('m/'))
    expect(left).toEqual(['a-extra', 'a-new'])
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stderr).toContain('a-extra')
  })
})

describe('bytes that are stored compressed', () => {
  const packed = gzipSync('the page '.repeat(10_000))

  beforeEach(async () => {
    const page = { Bucket: bucket, Key: 'page', Body: packed, ContentEncoding: 'gzip' }
    await scene().s3.send(new PutObjectCommand(page))
  })

  test('F48 are kept as they are, exit 0', async () => {
    expect((await scene().run(['sync', `s3://${bucket}`, dst])).exit).toBe(0)
    expect(await readTree(dst)).toEqual({ page: digestOf(packed) })
  })

  test('F48 and unpacked by a proxy are refused, exit 6', async () => {
    scene().proxy.setPlan([{ mode: 'gunzip' }])
    const run = await scene().run(['sync', `s3://${bucket}`, dst])
    expect(run, run.stderr).toMatchObject({ exit: 6, timedOut: false })
    expect(await readTree(dst)).toEqual({})
  })
})

test('F52 an object of no bytes comes and goes as it is, exit 0', async () => {
  await scene().put(bucket, { empty: '' })
  expect((await scene().run(['sync', `s3://${bucket}`, dst])).exit).toBe(0)
  expect(await readTree(dst)).toEqual(digestsOf({ empty: '' }))
  const copy = await scene().bucket('copy')
  for (const from of [dst, `s3://${bucket}`]) {
    expect((await scene().run(['sync', from, `s3://${copy}/${from === dst ? 'up' : 'across'}`])).exit).toBe(0)
  }
  const empty = 'd41d8cd98f00b204e9800998ecf8427e'
  expect(await scene().etags(copy)).toEqual({ 'across/empty': empty, 'up/empty': empty })
})
