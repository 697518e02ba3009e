import { rename } from 'node:fs/promises'
import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import { sluice, startCli, type CliRun } from '../faults/run-cli.ts'
import { Scene } from '../faults/scene.ts'
import { servers } from '../faults/servers.ts'
import { readTree, writeTree, type Files } from '../faults/tree.ts'

/** 50 files of two sizes, so that sizes tell nothing; one of them in parts. */
const tree: Files = {
  ...Object.fromEntries(
    Array.from({ length: 49 }, (_, n) => [
      `site/${String(n % 5)}/${String(n)} é.txt`,
      seededBytes(n, n % 2 === 0 ? 1000 : 2000),
    ]),
  ),
  'site/large.bin': seededBytes(99, 9 << 20),
}

const lines = ({ stdout }: CliRun): string[] => stdout.split('\n').filter((line) => line !== '')

interface Line {
  readonly type: string
  readonly action?: string
  readonly key?: string
  readonly moved?: { readonly key: string }
  readonly state?: string
  readonly outcome?: { readonly bytes?: number; readonly proof?: string } | null
  readonly run?: { readonly moved?: object; readonly transferred: object; readonly deleted: object }
}

const parsed = (run: CliRun): Line[] => lines(run).map((line) => JSON.parse(line) as Line)

for (const { name: server, start, where } of servers) {
  describe(`moves on ${server}`, where, () => {
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

    /** A folder of the tree, a bucket that has it, and then three renamed; one renamed and edited; one edited. */
    async function renamed(folder: string): Promise<string> {
      const bucket = await scene.bucket('moves')
      await writeTree(scene.path(folder), tree)
      expect(await scene.run(['sync', folder, `s3://${bucket}`])).toMatchObject({ exit: 0 })
      await rename(scene.path(folder, 'site/0/0 é.txt'), scene.path(folder, 'site/first.txt'))
      await rename(scene.path(folder, 'site/1/1 é.txt'), scene.path(folder, 'other %2B 1 é.txt'))
      await rename(scene.path(folder, 'site/large.bin'), scene.path(folder, 'site/2/large.bin'))
      await rename(scene.path(folder, 'site/2/2 é.txt'), scene.path(folder, 'site/2/edited.txt'))
      await writeTree(scene.path(folder), { 'site/2/edited.txt': seededBytes(1000, 1000) })
      return bucket
    }

    const moved = [
      'move: s3://B/site/0/0 é.txt to s3://B/site/first.txt',
      'move: s3://B/site/1/1 é.txt to s3://B/other %2B 1 é.txt',
      'move: s3://B/site/large.bin to s3://B/site/2/large.bin',
    ]

    test('three that were renamed are moved and not sent; one that was edited too stays a transfer and a delete', async () => {
      const bucket = await renamed('up')
      const args = ['sync', 'up', `s3://${bucket}`, '--delete', '--moves']
      const plain = (run: CliRun): string[] =>
        lines(run)
          .map((line) => line.replaceAll(bucket, 'B'))
          .sort()
      const rest = [
        'delete: s3://B/site/2/2 é.txt',
        'upload: up/site/2/edited.txt to s3://B/site/2/edited.txt',
      ]
      const dry = await scene.run([...args, '--dryrun'])
      expect(plain(dry)).toEqual([...moved, ...rest].map((line) => `(dryrun) ${line}`).sort())
      scene.proxy.resetCounts()
      const run = await scene.run([...args, '--max-delete', '1', '--json'])
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      const found = parsed(run)
      const moves = found.filter(({ action }) => action === 'move')
      expect(moves).toHaveLength(3)
      for (const { outcome, state } of moves)
        expect({ outcome, state }).toMatchObject({ state: 'done', outcome: { bytes: 0 } })
      expect(scene.proxy.counts).toMatchObject({ PutObject: 1, CopyObject: 3, GetObject: 0 })
      expect(found.at(-1)?.run).toMatchObject({
        transferred: { count: 1, bytes: 1000 },
        moved: { count: 3, bytes: 3000 + (9 << 20) },
        deleted: { count: 1 },
      })
      expect(await scene.run(['sync', `s3://${bucket}`, 'back'])).toMatchObject({ exit: 0 })
      expect(await readTree(scene.path('back'))).toEqual(await readTree(scene.path('up')))
      expect(await scene.run(args)).toMatchObject({ exit: 0, stdout: '', stderr: '' })
    })

    test('a folder is given its new names, and nothing is fetched for them', async () => {
      const bucket = await renamed('fresh')
      await writeTree(scene.path('down'), tree)
      expect(await scene.run(['sync', 'fresh', `s3://${bucket}`, '--delete'])).toMatchObject({ exit: 0 })
      scene.proxy.resetCounts()
      const args = ['sync', `s3://${bucket}`, 'down', '--delete', '--moves', '--compare', 'content']
      const run = await scene.run(args)
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      expect(
        lines(run)
          .filter((line) => line.startsWith('move: '))
          .sort(),
      ).toEqual(
        [
          'move: down/site/0/0 é.txt to down/site/first.txt',
          'move: down/site/1/1 é.txt to down/other %2B 1 é.txt',
          'move: down/site/large.bin to down/site/2/large.bin',
        ].sort(),
      )
      expect(scene.proxy.counts['GetObject']).toBe(1)
      expect(await readTree(scene.path('down'))).toEqual(await readTree(scene.path('fresh')))
      // It has the object's time too.
      const again = await scene.run(['sync', `s3://${bucket}`, 'down', '--exact-timestamps', '--dryrun'])
      expect(again.exit, again.stderr).toBe(0)
      expect(again.stdout).not.toContain('first.txt')
    })

    test('a bucket that another is made to match moves its own objects, with their properties and tags', async () => {
      const from = await renamed('origin')
      const onto = await scene.bucket('onto')
      await scene.put(onto, tree)
      const Key = 'site/0/0 é.txt'
      await scene.s3.send(
        new PutObjectCommand({
          Bucket: onto,
          Key,
          Body: tree[Key] ?? '',
          ContentType: 'text/x-own',
          Metadata: { owner: 'ada' },
          Tagging: 'tier=gold',
        }),
      )
      expect(await scene.run(['sync', 'origin', `s3://${from}`, '--delete'])).toMatchObject({ exit: 0 })
      const args = ['sync', `s3://${from}`, `s3://${onto}`, '--delete', '--moves', '--size-only']
      const run = await scene.run(args)
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      const found = lines(run).filter((line) => line.startsWith('move: '))
      // The large one went in one piece here, and in parts there: no ETag proves it.
      expect(found.map((line) => line.replaceAll(onto, 'B')).sort()).toEqual(moved.slice(0, 2).sort())
      const name = { Bucket: onto, Key: 'site/first.txt' }
      expect(await scene.s3.send(new HeadObjectCommand(name))).toMatchObject({
        ContentType: 'text/x-own',
        Metadata: { owner: 'ada' },
      })
      const { TagSet } = await scene.s3.send(new GetObjectTaggingCommand(name))
      expect(TagSet).toEqual([{ Key: 'tier', Value: 'gold' }])
      expect(await scene.run(args)).toMatchObject({ exit: 0, stdout: '', stderr: '' })
    })

    test('where deletes are withheld the new name comes, the old one stays, and the row says so', async () => {
      const bucket = await renamed('kept')
      await writeTree(scene.path('kept'), { 'site/more.txt': 'more' })
      const args = ['sync', 'kept', `s3://${bucket}`, '--delete', '--moves', '--max-delete', '0']
      const run = await scene.run(args)
      expect(run, run.stderr).toMatchObject({ exit: 5 })
      for (const line of moved)
        expect(run.stderr.replaceAll(bucket, 'B')).toContain(line.replace('move:', 'move withheld:'))
      const keys = Object.keys(await scene.etags(bucket))
      expect(keys).toContain('site/first.txt')
      expect(keys).toContain('site/0/0 é.txt')
    })

    test('a plan file has moves; each is held to what was seen of all three', async () => {
      const bucket = await renamed('plan')
      const made = await scene.run([
        'plan',
        'plan',
        `s3://${bucket}`,
        '--delete',
        '--moves',
        '-o',
        'moves.sluice',
      ])
      expect(made, made.stderr).toMatchObject({ exit: 0 })
      const show = ['show', 'moves.sluice', '--why', 'site/0/0 é.txt']
      const why = await startCli(sluice, show, { cwd: scene.folder, env: scene.env }).done
      expect(why.stdout).toContain('the same content is there under an old name')
      expect(why.stdout).toContain('old name     site/0/0 é.txt')
      await scene.put(bucket, { 'site/0/0 é.txt': 'another', 'other %2B 1 é.txt': 'in the way' })
      const run = await scene.run(['apply', 'moves.sluice'])
      expect(run.exit, run.stderr).toBe(1)
      expect(run.stderr).toContain('old name then: 1000 Bytes')
      expect(run.stderr).toContain('old name now:  7 Bytes')
      const keys = Object.keys(await scene.etags(bucket))
      expect(keys).toContain('site/0/0 é.txt')
      expect(keys).not.toContain('site/first.txt')
      expect(keys).toContain('site/1/1 é.txt')
      // Nothing is deleted after a refusal; what was copied stays beside what it was copied from.
      expect(keys).toContain('site/large.bin')
      expect(keys).toContain('site/2/large.bin')
    })

    test('an undo gives both names back', async () => {
      const bucket = await renamed('undone')
      await scene.s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      )
      const before = await scene.etags(bucket)
      const run = await scene.run(['sync', 'undone', `s3://${bucket}`, '--delete', '--moves'])
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      expect(await scene.etags(bucket)).not.toEqual(before)
      const undo = await scene.run(['undo', 'last'])
      expect(undo, undo.stderr).toMatchObject({ exit: 0 })
      expect(await scene.etags(bucket)).toEqual(before)
    })
  })
}
