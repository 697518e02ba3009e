import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectTaggingCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sluice, startCli, type CliRun } from '../faults/run-cli.ts'
import { Scene } from '../faults/scene.ts'
import { servers } from '../faults/servers.ts'
import { writeTree } from '../faults/tree.ts'

const lines = ({ stdout }: CliRun): string[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort()

for (const { name: server, start, where } of servers) {
  describe(`properties on ${server}`, where, () => {
    let scene: Scene
    let stop: () => Promise<void>

    beforeAll(async () => {
      const started = await start()
      stop = started.stop
      scene = await Scene.set(started.server)
      await writeTree(scene.path('site'), {
        'a.html': '<p>a',
        'b.css': 'b {}',
        'c é+%2B.txt': 'c',
        'd.none': 'd',
      })
    })

    afterAll(async () => {
      await scene.close()
      await stop()
    })

    const head = (Bucket: string, Key: string) => scene.s3.send(new HeadObjectCommand({ Bucket, Key }))

    test('types and headers of what is the same are mended in place, and then there is nothing to do', async () => {
      const bucket = await scene.bucket('mended')
      const object = { Bucket: bucket, Key: 'a.html', Body: '<p>a' }
      await scene.s3.send(
        new PutObjectCommand({
          ...object,
          ContentType: 'text/plain',
          ContentLanguage: 'en',
          Metadata: { owner: 'ada' },
          Tagging: 'tier=gold',
        }),
      )
      await scene.put(bucket, { 'b.css': 'b {}', 'c é+%2B.txt': 'c', 'd.none': 'd' })
      const args = [
        'sync',
        'site',
        `s3://${bucket}`,
        '--compare',
        'properties',
        '--cache-control',
        'max-age=60',
      ]
      const made = await scene.run(['plan', ...args.slice(1), '-o', 'properties.sluice'])
      expect(made, made.stderr).toMatchObject({ exit: 0 })
      expect(made.stderr).toContain('4 names that are the same were compared: 4 requests')
      const show = ['show', 'properties.sluice', '--why', 'a.html']
      const why = await startCli(sluice, show, { cwd: scene.folder, env: scene.env }).done
      expect(why.stdout).toContain(
        'why          properties: Content-Type text/plain → text/html; Cache-Control none → max-age=60',
      )
      scene.proxy.resetCounts()
      // Times of objects are whole seconds, and what is mended keeps its ETag: it must be seen to be another since.
      await sleep(1100)
      const run = await scene.run(args)
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      expect(lines(run)).toEqual(
        ['a.html', 'b.css', 'c é+%2B.txt', 'd.none'].map((key) => `update: s3://${bucket}/${key}`),
      )
      expect(scene.proxy.counts).toMatchObject({ CopyObject: 4, PutObject: 0, GetObject: 0 })
      expect(await head(bucket, 'a.html')).toMatchObject({
        ContentType: 'text/html',
        CacheControl: 'max-age=60',
        ContentLanguage: 'en',
        Metadata: { owner: 'ada' },
      })
      expect(await head(bucket, 'c é+%2B.txt')).toMatchObject({ ContentType: 'text/plain' })
      const { TagSet } = await scene.s3.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'a.html' }))
      expect(TagSet).toEqual([{ Key: 'tier', Value: 'gold' }])
      expect(await scene.run(args)).toMatchObject({ exit: 0, stdout: '', stderr: '' })
      // What was planned before is not done to what is another since.
      const late = await scene.run(['apply', 'properties.sluice'])
      expect(late, late.stderr).toMatchObject({ exit: 1 })
      expect(lines(late)).toEqual([])
    })

    test('a copy has the properties of its source, and loses what that does not have', async () => {
      const [from, onto] = [await scene.bucket('from'), await scene.bucket('onto')]
      const object = { Key: 'a', Body: 'a' }
      await scene.s3.send(
        new PutObjectCommand({
          ...object,
          Bucket: from,
          ContentType: 'text/x-from',
          Metadata: { by: 'ada' },
        }),
      )
      await scene.s3.send(
        new PutObjectCommand({
          ...object,
          Bucket: onto,
          CacheControl: 'no-cache',
          Metadata: { by: 'bob', old: 'x' },
        }),
      )
      const args = ['sync', `s3://${from}`, `s3://${onto}`, '--compare', 'content,properties']
      const none = await scene.run([...args, '--metadata-directive', 'REPLACE'])
      expect(none, none.stderr).toMatchObject({ exit: 0, stdout: '' })
      const run = await scene.run(args)
      expect(run, run.stderr).toMatchObject({ exit: 0, stdout: `update: s3://${onto}/a\n` })
      const found = await head(onto, 'a')
      expect(found).toMatchObject({ ContentType: 'text/x-from', Metadata: { by: 'ada' } })
      expect(found.CacheControl).toBeUndefined()
      expect(found.Metadata).toEqual({ by: 'ada' })
      expect(await scene.run(args)).toMatchObject({ exit: 0, stdout: '', stderr: '' })
    })

    test('a folder has none: the flag is refused there', async () => {
      const bucket = await scene.bucket('refused')
      const run = await scene.run(['sync', `s3://${bucket}`, 'site', '--compare', 'properties'])
      expect(run).toMatchObject({ exit: 252 })
      expect(run.stderr).toContain('--compare properties is for uploads and copies alone')
    })
  })
}
