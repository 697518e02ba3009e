import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../fakes/fault-proxy-request.ts'
import { seededBytes, seededRandom } from '../fakes/seeded-random.ts'
import { Scene } from '../faults/scene.ts'
import { servers } from '../faults/servers.ts'
import { readTree, writeTree } from '../faults/tree.ts'

const MiB = 1 << 20

/** Sizes on both sides of where multipart begins (8 MiB), and the suffix of the ETag that says how many parts. */
const thresholds: readonly (readonly [string, number, RegExp])[] = [
  ['large/8 MiB less one', 8 * MiB - 1, /^[0-9a-f]{32}$/],
  ['large/8 MiB', 8 * MiB, /^[0-9a-f]{32}-1$/],
  ['large/8 MiB and one', 8 * MiB + 1, /^[0-9a-f]{32}-2$/],
  ['large/20 MiB', 20 * MiB, /^[0-9a-f]{32}-3$/],
  ['large/with %2B and + 😀.bin', 20 * MiB, /^[0-9a-f]{32}-3$/],
]

const oddities = [
  'plain',
  'a b',
  '😀',
  '%2B',
  '+',
  'two\nlines',
  '～',
  '%zz',
  '%',
  '\'"',
  '&<>',
  '#?',
  '-',
  '~',
  '*[x]',
  'é',
  '=@;',
]

/** 5,000 files, the same ones every time: odd names three folders deep, sizes from nothing to 20 MiB. */
function* manyFiles(): Generator<[string, Uint8Array]> {
  for (const [n, [name, size]] of thresholds.entries()) yield [name, seededBytes(n, size)]
  const random = seededRandom(5000)
  const pick = () => oddities[Math.floor(random() * oddities.length)] ?? ''
  for (let n = thresholds.length; n < 5000; n++) {
    const folders = Array.from({ length: Math.floor(random() * 4) }, () => `${pick()}.d`)
    const size = n % 250 === 0 ? Math.floor(random() * MiB) : n % 50 === 0 ? 0 : Math.floor(random() * 16_384)
    yield [[...folders, `${pick()} ${String(n)} ${pick()}`].join('/'), seededBytes(n, size)]
  }
}

/** The ETag an upload in parts of 8 MiB gives these bytes. */
function etagOf(bytes: Uint8Array): string {
  const md5 = (data: Uint8Array) => createHash('md5').update(data).digest()
  if (bytes.length < 8 * MiB) return md5(bytes).toString('hex')
  const parts = Array.from({ length: Math.ceil(bytes.length / (8 * MiB)) }, (_, n) =>
    md5(bytes.subarray(n * 8 * MiB, (n + 1) * 8 * MiB)),
  )
  return `${md5(Buffer.concat(parts)).toString('hex')}-${String(parts.length)}`
}

const moves: readonly Operation[] = [
  'GetObject',
  'PutObject',
  'CopyObject',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'DeleteObject',
  'DeleteObjects',
]

for (const { name: server, start, where } of servers) {
  describe(`on ${server}`, where, () => {
    let scene: Scene
    let stop: () => Promise<void>

    beforeAll(async () => {
      const started = await start()
      stop = started.stop
      scene = await Scene.set(started.server)
    })

    afterAll(async () => {
      await scene.close()
      await stop()
    })

    /** Runs a sync that must succeed, and then again: the second run must move nothing and say nothing. */
    async function syncTwice(...args: string[]): Promise<void> {
      const first = await scene.run(['sync', ...args], { patience: 600_000 })
      expect(first, `${args.join(' ')}\n${first.stderr}`).toMatchObject({ exit: 0, timedOut: false })
      scene.proxy.resetCounts()
      const second = await scene.run(['sync', ...args], { patience: 600_000 })
      expect(second, `again: ${args.join(' ')}\n${second.stderr}`).toMatchObject({
        exit: 0,
        stdout: '',
        timedOut: false,
      })
      expect(Object.fromEntries(moves.map((move) => [move, scene.proxy.counts[move]]))).toEqual(
        Object.fromEntries(moves.map((move) => [move, 0])),
      )
    }

    test('5,000 files up, across to a second bucket and down again are the same bytes, and a second run moves nothing', async () => {
      const up = scene.path('up')
      const etags: Record<string, string> = {}
      for (const [name, bytes] of manyFiles()) {
        await writeTree(up, { [name]: bytes })
        etags[name] = etagOf(bytes)
      }
      const first = await scene.bucket('first')
      const second = await scene.bucket('second')
      for (const bucket of [first, second])
        await scene.put(bucket, { 'aa-extra': 'x', 'large/extra': 'x', 'zz +extra': 'x' })
      await writeTree(scene.path('down'), { 'aa-extra': 'x', 'large/20 MiB': 'stale', 'zz +extra': 'x' })

      await syncTwice(up, `s3://${first}`, '--delete')
      expect(await scene.etags(first)).toEqual(etags)
      await syncTwice(`s3://${first}`, `s3://${second}`, '--delete')
      expect(Object.keys(await scene.etags(second)).toSorted()).toEqual(Object.keys(etags).toSorted())
      await syncTwice(`s3://${second}`, scene.path('down'), '--delete')
      const uploaded = await readTree(up)
      expect(Object.keys(uploaded)).toHaveLength(5000)
      expect(await readTree(scene.path('down'))).toEqual(uploaded)
    }, 600_000)

    test.each(thresholds)(
      '%s (%i bytes) goes up in the parts it should, across and down',
      async (name, size, etag) => {
        const first = await scene.bucket('parts')
        const second = await scene.bucket('parts-copy')
        const bytes = seededBytes(size, size)
        await rm(scene.path('parts'), { recursive: true, force: true })
        await rm(scene.path('parts-down'), { recursive: true, force: true })
        await writeTree(scene.path('parts'), { [name]: bytes })
        await syncTwice(scene.path('parts'), `s3://${first}/a prefix/`)
        expect((await scene.etags(first))[`a prefix/${name}`]).toMatch(etag)
        await syncTwice(`s3://${first}/a prefix/`, `s3://${second}`)
        await syncTwice(`s3://${second}`, scene.path('parts-down'))
        expect(bytes.length === size && (await readFile(scene.path('parts-down', name))).equals(bytes)).toBe(
          true,
        )
      },
    )

    test('in a versioned bucket a delete marker is absence, and a delete leaves the version behind', async () => {
      const bucket = await scene.bucket('versioned')
      const enabled = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' as const } }
      await scene.s3.send(new PutBucketVersioningCommand(enabled))
      await scene.put(bucket, { kept: 'first' })
      await scene.put(bucket, { kept: 'second', gone: 'was here', extra: 'to be deleted' })
      await scene.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'gone' }))

      await syncTwice(`s3://${bucket}`, scene.path('versioned'))
      const down = await readTree(scene.path('versioned'))
      expect(Object.keys(down).toSorted()).toEqual(['extra', 'kept'])
      expect(await readFile(scene.path('versioned', 'kept'), 'utf8')).toBe('second')

      await rm(scene.path('versioned', 'extra'))
      await writeTree(scene.path('versioned'), { gone: 'is back' })
      await syncTwice(scene.path('versioned'), `s3://${bucket}`, '--delete')
      expect(Object.keys(await scene.etags(bucket))).toEqual(['gone', 'kept'])
      const { Versions, DeleteMarkers } = await scene.s3.send(
        new ListObjectVersionsCommand({ Bucket: bucket }),
      )
      expect(Versions?.map(({ Key }) => Key)).toEqual(['extra', 'gone', 'gone', 'kept', 'kept'])
      expect(DeleteMarkers?.filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key)).toEqual(['extra'])
    })
  })
}
