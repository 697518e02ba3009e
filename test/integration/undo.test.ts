import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type BucketVersioningStatus,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import { Scene } from '../faults/scene.ts'
import { servers } from '../faults/servers.ts'
import { writeTree, type Files } from '../faults/tree.ts'
import { listBucket } from '../parity/bucket.ts'

const MiB = 1 << 20

/** Of what there is before a run: 20 that it overwrites, 30 that it deletes. */
const names = {
  overwritten: Array.from({ length: 20 }, (_, n) => `site/over/${String(n)} é+%2B.txt`),
  deleted: Array.from({ length: 30 }, (_, n) => `site/gone/${String(n % 3)}/${String(n)} &😀`),
}

for (const { name: server, start, where } of servers) {
  describe(`undoing runs on ${server}`, where, () => {
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

    const setVersioning = (Bucket: string, Status: BucketVersioningStatus) =>
      scene.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))

    const write = (Bucket: string, Key: string, bytes: Uint8Array) =>
      scene.s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: bytes,
          ContentType: 'text/x-before',
          CacheControl: 'max-age=7',
          Metadata: { owner: 'ada', key: Buffer.from(Key).toString('hex') },
          Tagging: 'tier=gold',
        }),
      )

    /** A bucket with the names above, one of them large, a folder to make it match, and where it goes. */
    async function planted(status: BucketVersioningStatus | null) {
      const bucket = await scene.bucket('undo')
      if (status !== null) await setVersioning(bucket, 'Enabled')
      const keys = [...names.overwritten, ...names.deleted]
      for (const [n, key] of keys.entries())
        await write(bucket, key, seededBytes(n, key === keys[0] ? 9 * MiB : 100 + n))
      if (status === 'Suspended') await setVersioning(bucket, 'Suspended')
      const folder = scene.path(bucket)
      const files: Files = Object.fromEntries([
        ...names.overwritten.map(
          (key, n) => [key.slice('site/'.length), seededBytes(100 + n, 5000)] as const,
        ),
        ['large', seededBytes(1, 9 * MiB)],
        ['new', 'new'],
      ])
      await writeTree(folder, files)
      return { bucket, sync: ['sync', folder, `s3://${bucket}/site`, '--delete'] }
    }

    /** All that can be seen of every object. */
    async function look(Bucket: string) {
      const seen: Record<string, unknown> = {}
      for (const { key: Key } of await listBucket(scene.s3, Bucket)) {
        const object = await scene.s3.send(new GetObjectCommand({ Bucket, Key }))
        const tags = await scene.s3.send(new GetObjectTaggingCommand({ Bucket, Key }))
        const bytes = Buffer.from((await object.Body?.transformToByteArray()) ?? [])
        const { ContentType, CacheControl, Metadata, ETag } = object
        const kept = { ContentType, CacheControl, Metadata, ETag, tags: tags.TagSet }
        seen[Key] = { ...kept, size: bytes.length, bytes: bytes.toString('base64') }
      }
      return seen
    }

    /** The ids of all versions, and of all delete markers. */
    async function versionsOf(Bucket: string) {
      const page = await scene.s3.send(new ListObjectVersionsCommand({ Bucket }))
      const ids = (found: readonly { Key?: string | undefined; VersionId?: string | undefined }[] = []) =>
        found.map(({ Key, VersionId }) => `${String(Key)} ${String(VersionId)}`).sort()
      return { versions: ids(page.Versions), markers: ids(page.DeleteMarkers) }
    }

    async function run(args: readonly string[], exit = 0) {
      const ran = await scene.run(args, { patience: 120_000 })
      expect(ran, `${args.join(' ')}\n${ran.stdout}${ran.stderr}`).toMatchObject({ exit })
      return ran
    }

    test('20 objects overwritten, 30 deleted, 2 made: all of it is as before; then again as after, and as before', async () => {
      const { bucket, sync } = await planted('Enabled')
      const before = await look(bucket)
      await run(sync)
      const after = await look(bucket)
      const kept = await versionsOf(bucket)
      expect(Object.keys(after)).toHaveLength(22)
      const dry = await run(['undo', 'last', '--dryrun'])
      expect(dry.stdout.match(/^\(dryrun\) restore: /gm)).toHaveLength(50)
      expect(dry.stdout.match(/^\(dryrun\) delete: /gm)).toHaveLength(2)
      expect(await look(bucket)).toEqual(after)
      const undone = await run(['undo', 'last'])
      expect(undone.stdout.match(/^restore: s3:\/\//gm)).toHaveLength(50)
      expect(await look(bucket)).toEqual(before)
      const now = await versionsOf(bucket)
      expect(kept.versions.filter((version) => !now.versions.includes(version))).toEqual([])
      expect(kept.markers.filter((marker) => now.markers.includes(marker))).toEqual([])

      const [undo, first] = (await run(['undo'])).stdout.split('\n').map((line) => line.split(' ')[0] ?? '')
      const again = await run(['undo', first ?? ''])
      expect(again.stdout).toBe('')
      expect(await versionsOf(bucket)).toEqual(now)

      await run(['undo', undo ?? ''])
      const redone = await look(bucket)
      expect(Object.keys(redone)).toEqual(Object.keys(after))
      for (const key of names.overwritten) expect(redone[key]).toEqual(after[key])
      await run(['undo', 'last'])
      expect(await look(bucket)).toEqual(before)
    })

    test('what another writer has done since is named and left; the rest is undone', async () => {
      const { bucket, sync } = await planted('Enabled')
      const before = await look(bucket)
      await run(sync)
      const [over = '', deletedSince = ''] = names.overwritten
      const [gone = ''] = names.deleted
      await write(bucket, over, Buffer.from('theirs'))
      await scene.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: deletedSince }))
      await write(bucket, gone, Buffer.from('theirs'))
      await write(bucket, 'site/new', Buffer.from('new'))
      const theirs = await look(bucket)
      const undone = await run(['undo', 'last'], 1)
      for (const key of [over, deletedSince, gone, 'site/new'])
        expect(undone.stderr).toContain(`skip refused: s3://${bucket}/${key}`)
      const expected = {
        ...before,
        [over]: theirs[over],
        [gone]: theirs[gone],
        'site/new': theirs['site/new'],
      }
      Reflect.deleteProperty(expected, deletedSince)
      expect(await look(bucket)).toEqual(expected)
    })

    test('copies from bucket to bucket are undone too', async () => {
      const { bucket } = await planted('Enabled')
      const other = await scene.bucket('undo-from')
      await scene.put(other, { [names.overwritten[1] ?? '']: 'another', copied: 'copied' })
      const before = await look(bucket)
      await run(['cp', '--recursive', `s3://${other}`, `s3://${bucket}`])
      expect(Object.keys(await look(bucket))).toHaveLength(51)
      await run(['undo', 'last'])
      expect(await look(bucket)).toEqual(before)
    })

    test.each([
      ['no versions', null, /keeps no versions\. Not to be had back: .* and 47 others/],
      ['suspended versioning', 'Suspended', /versioning is suspended\. Not to be had back: .* and 47 others/],
    ] as const)('a bucket with %s is said to have nothing to put back', async (_, status, said) => {
      const { bucket, sync } = await planted(status)
      await run(sync)
      const after = await versionsOf(bucket)
      const undone = await run(['undo', 'last'], 1)
      expect(undone.stderr).toMatch(said)
      for (const key of names.deleted) expect(undone.stderr).toContain(`skip refused: s3://${bucket}/${key}`)
      expect(await versionsOf(bucket)).toEqual(after)
    })

    test('a run that is unknown, changed nothing, or wrote to another server is not undone', async () => {
      const { sync } = await planted('Enabled')
      expect((await run(['undo', '20200101T000000-000000'], 252)).stderr).toMatch(/There is no run 20200101T/)
      await run([...sync, '--dryrun'])
      const ran = await run(sync)
      expect(ran.stdout).toContain('delete: ')
      const elsewhere = await scene.run(['undo', 'last'], { endpoint: 'http://127.0.0.1:1' })
      expect(elsewhere).toMatchObject({ exit: 252 })
      expect(elsewhere.stderr).toMatch(/wrote to http:.* leads to http:\/\/127\.0\.0\.1:1/)
    })
  })
}
