import { appendFile, rm, truncate, writeFile } from 'node:fs/promises'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeEach, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import { needs } from '../servers/needs.ts'
import { sceneOfFile } from './scene-of-file.ts'
import { digestOf, readTree, writeTree } from './tree.ts'

/* What changes under an upload, a copy or a delete, and what a server keeps to itself. */
const scene = sceneOfFile()
const large = seededBytes(2, 20_000_000)
let bucket: string

beforeEach(async () => {
  bucket = await scene().bucket('changes')
})

const edits: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ['grows', (file) => appendFile(file, 'more')],
  ['is cut', (file) => truncate(file, 9_000_000)],
  ['is rewritten', (file) => writeFile(file, seededBytes(3, large.length))],
  ['is deleted', (file) => rm(file)],
]

test.each(edits)(
  'F62 a file that %s while its parts are sent: the old object or all of the new file, and exit 0 only for that',
  async (what, edit) => {
    const file = scene().path('edited/file')
    await scene().put(bucket, { file: 'the old object' })
    const old = await scene().etags(bucket)
    await writeTree(scene().path('edited'), { file: large }, new Date(Date.now() + 60_000))
    // One part is not answered, so that the upload is not over when the file changes.
    scene().proxy.setPlan([{ mode: 'stallhead', on: ['UploadPart'], nth: 3, count: 1 }])
    const running = scene().start([
      'sync',
      scene().path('edited'),
      `s3://${bucket}`,
      '--cli-read-timeout',
      '2',
    ])
    await scene().proxy.reached('UploadPart', 3)
    await edit(file)
    const run = await running.done
    expect(run, run.stderr).toMatchObject({ exit: what === 'is deleted' ? 1 : 0, timedOut: false })
    if (what === 'is deleted') {
      expect(run.stderr).toContain('edited/file')
      expect(await scene().etags(bucket)).toEqual(old)
    } else {
      const back = scene().path(bucket)
      expect((await scene().run(['sync', `s3://${bucket}`, back])).exit).toBe(0)
      expect(await readTree(back)).toEqual(await readTree(scene().path('edited')))
    }
    const pending = await scene().s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    expect(pending.Uploads ?? []).toEqual([])
  },
)

test('F66 a server whose first answer has no ETag: the object is looked at, and is right, exit 0', async () => {
  await writeTree(scene().path('whole'), { file: large })
  const run = await scene().run(['sync', scene().path('whole'), `s3://${bucket}`, '--json'])
  expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
  expect((await scene().run(['sync', `s3://${bucket}`, scene().path('whole-back')])).exit).toBe(0)
  expect(await readTree(scene().path('whole-back'))).toEqual({ file: digestOf(large) })
})

test('F68 an upload that somebody aborts under way: begun anew, exit 0', async () => {
  await writeTree(scene().path('aborted'), { file: large })
  scene().proxy.setPlan([{ mode: 'stallhead', on: ['UploadPart'], nth: 3, count: 1 }])
  const running = scene().start([
    'sync',
    scene().path('aborted'),
    `s3://${bucket}`,
    '--cli-read-timeout',
    '2',
  ])
  await scene().proxy.reached('UploadPart', 3)
  const { Uploads = [] } = await scene().s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
  for (const { Key, UploadId } of Uploads)
    await scene().s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
  const run = await running.done
  expect(Uploads).toHaveLength(1)
  expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
  expect((await scene().run(['sync', `s3://${bucket}`, scene().path(bucket)])).exit).toBe(0)
  expect(await readTree(scene().path(bucket))).toEqual({ file: digestOf(large) })
})

describe('deletes', () => {
  test('F72 a key that no list of keys can carry goes alone, and the 1,001 others in lists, exit 0', async () => {
    const keys = Array.from({ length: 1001 }, (_, n) => `k${String(n)}`)
    await scene().put(bucket, Object.fromEntries([...keys, 'a\u0001b'].map((key) => [key, 'x'])))
    await writeTree(scene().path('rest'), { rest: 'r' })
    const run = await scene().run(['sync', scene().path('rest'), `s3://${bucket}`, '--delete'])
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(Object.keys(await scene().etags(bucket))).toEqual(['rest'])
    expect(scene().proxy.counts).toMatchObject({ DeleteObjects: 2, DeleteObject: 1 })
  })

  test('F72 an answer that leaves keys out: they count as not deleted, exit 1', async () => {
    await scene().put(bucket, { extra: 'x' })
    await writeTree(scene().path('rest'), { rest: 'r' })
    scene().proxy.setPlan([{ mode: 'deleteshort' }])
    const run = await scene().run(['sync', scene().path('rest'), `s3://${bucket}`, '--delete'])
    expect(scene().proxy.struck.deleteshort).toBeGreaterThan(0)
    expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
    expect(run.stdout).not.toContain('delete:')
    expect(run.stderr).toContain('extra')
  })

  test(
    'F73 a key whose delete the bucket denies: named, the others are deleted, exit 1',
    needs('radosgw'),
    async () => {
      await scene().put(bucket, { locked: 'l', free: 'f' })
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: ['s3:DeleteObject'],
            Resource: [`arn:aws:s3:::${bucket}/locked`],
          },
        ],
      })
      await scene().s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }))
      await writeTree(scene().path('rest'), { rest: 'r' })
      const run = await scene().run(['sync', scene().path('rest'), `s3://${bucket}`, '--delete'])
      expect(Object.keys(await scene().etags(bucket))).toEqual(['locked', 'rest'])
      expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
      expect(run.stderr).toContain('locked')
    },
  )

  test('F74 in a versioned bucket: a delete marker is absence, and a delete leaves the version, exit 0', async () => {
    const VersioningConfiguration = { Status: 'Enabled' } as const
    await scene().s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }))
    await scene().put(bucket, { gone: 'g', extra: 'x' })
    await scene().s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'gone' }))
    const folder = scene().path('versioned')
    expect((await scene().run(['sync', `s3://${bucket}`, folder])).exit).toBe(0)
    expect(await readTree(folder)).toEqual({ extra: digestOf('x') })
    await writeTree(scene().path('rest'), { rest: 'r' })
    expect((await scene().run(['sync', scene().path('rest'), `s3://${bucket}`, '--delete'])).exit).toBe(0)
    const versions = await scene().s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))
    expect(versions.Versions?.map(({ Key }) => Key)).toEqual(['extra', 'gone', 'rest'])
    expect(versions.DeleteMarkers?.map(({ Key }) => Key)).toEqual(['extra', 'gone'])
  })
})

describe('a copy', () => {
  test('F75 of a bucket to itself does nothing, exit 0', async () => {
    await scene().put(bucket, { a: 'a' })
    const run = await scene().run(['sync', `s3://${bucket}`, `s3://${bucket}`, '--delete'])
    expect(run, run.stderr).toMatchObject({ exit: 0, stdout: '' })
    expect(scene().proxy.counts.CopyObject).toBe(0)
  })

  test.each([
    ['in one piece', seededBytes(4, 1000), seededBytes(5, 1000)],
    ['in parts', large, seededBytes(6, large.length)],
  ])(
    'F75 %s, of an object that is replaced since it was listed: named, never called done, exit 1',
    async (_, before, after) => {
      await scene().put(bucket, { file: before })
      const target = await scene().bucket('target')
      scene().proxy.setPlan([{ mode: 'late', bucket: target }])
      const running = scene().start(['sync', `s3://${bucket}`, `s3://${target}`])
      await scene().proxy.reached('ListObjectsV2', 2)
      await new Promise((resolve) => setTimeout(resolve, 400))
      await scene().s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'file', Body: after }))
      const run = await running.done
      expect(run, run.stderr).toMatchObject({ exit: 1, timedOut: false })
      expect(run.stderr).toContain('file')
    },
  )
})
