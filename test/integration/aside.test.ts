import { chmod, lstat, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand, GetObjectTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene } from '../faults/scene.ts'
import { startPractice, type StartedServer } from '../faults/servers.ts'
import { digestOfFile, readTree, writeTree } from '../faults/tree.ts'
import { listBucket } from '../parity/bucket.ts'

let scene: Scene
let started: StartedServer

beforeAll(async () => {
  started = await startPractice()
  scene = await Scene.set(started.server)
})

afterAll(async () => {
  await scene.close()
  await started.stop()
})

const data = (): string => scene.path('home', 'data')

async function run(args: readonly string[], exit = 0) {
  const env = { ...scene.env, XDG_DATA_HOME: data() }
  const ran = await scene.run(args, { env, patience: 120_000 })
  expect(ran, `${args.join(' ')}\n${ran.stdout}${ran.stderr}`).toMatchObject({ exit })
  return ran
}

/** Bytes, time and mode of every file below a folder. */
async function look(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue
    const full = path.join(entry.parentPath, entry.name)
    const { mtimeMs, mode } = await lstat(full)
    found[path.relative(root, full)] = `${await digestOfFile(full)} ${String(mtimeMs)} ${mode.toString(8)}`
  }
  return found
}

/** Runs a sync. @returns the name of the run, from what it says. */
async function sync(args: readonly string[]): Promise<string> {
  const { stderr } = await run(args)
  return /put aside in .*\. Back with: sluice undo (\S+)$/m.exec(stderr)?.[1] ?? stderr
}

/** Undoes a run. @returns the name of that run. */
async function undo(runId: string): Promise<string> {
  const last = (await run(['undo', runId, '--json'])).stdout.trim().split('\n').at(-1) ?? ''
  return (JSON.parse(last) as { run: { runId: string } }).run.runId
}

let places = 0

/** A bucket, and a folder that differs from it: what is overwritten, what is deleted, and what is new. */
async function planted() {
  const bucket = await scene.bucket('aside')
  await scene.put(bucket, { 'a/over é': 'as it is there', 'b/over +%2B': 'there too', 'new/one': 'new' })
  const folder = scene.path(`site-${String(++places)}`)
  await writeTree(folder, {
    'a/over é': 'as it was here',
    'b/over +%2B': 'here',
    'gone/1': 'gone',
    'gone/2 ä': 'gone too',
  })
  await chmod(path.join(folder, 'a/over é'), 0o640)
  await chmod(path.join(folder, 'gone/1'), 0o755)
  const odd = new Date(981_173_106_789)
  await utimes(path.join(folder, 'gone/1'), odd, odd)
  const command = ['sync', `s3://${bucket}`, folder, '--delete', '--exact-timestamps']
  return { bucket, folder, command }
}

describe.each([
  ['--backup-dir', () => ['--backup-dir', scene.path('kept')]],
  ['--trash', () => ['--trash']],
])('sync --delete %s', (_, flags) => {
  test('and then undo: every file is as before, with its time and mode', async () => {
    const { folder, command } = await planted()
    const before = await look(folder)
    const runId = await sync([...command, ...flags()])
    const after = await look(folder)
    expect(Object.keys(after).sort()).toEqual(['a/over é', 'b/over +%2B', 'new/one'])
    const dry = await run(['undo', runId, '--dryrun'])
    expect(dry.stdout.match(/^\(dryrun\) restore: /gm)).toHaveLength(4)
    expect(dry.stdout.match(/^\(dryrun\) delete: /gm)).toHaveLength(1)
    expect(await look(folder)).toEqual(after)
    const undone = await undo(runId)
    expect(await look(folder)).toEqual(before)
    await undo(undone)
    expect(await look(folder)).toEqual(after)
  })

  test('and what another wrote in between is his', async () => {
    const { folder, command } = await planted()
    const runId = await sync([...command, ...flags()])
    await writeFile(path.join(folder, 'a/over é'), 'theirs')
    await mkdir(path.join(folder, 'gone'), { recursive: true })
    await writeFile(path.join(folder, 'gone/1'), 'theirs')
    const undone = await run(['undo', runId], 1)
    expect(undone.stderr).toMatch(/gone\/1 was written or deleted by somebody else since that run/)
    expect(undone.stderr).toMatch(/What was there before that run is /)
    expect(await readFile(path.join(folder, 'a/over é'), 'utf8')).toBe('theirs')
    expect(await readFile(path.join(folder, 'gone/1'), 'utf8')).toBe('theirs')
    expect(await readFile(path.join(folder, 'gone/2 ä'), 'utf8')).toBe('gone too')
    expect(await readFile(path.join(folder, 'b/over +%2B'), 'utf8')).toBe('here')
  })

  test('killed on the way, loses nothing, and the same command goes on', async () => {
    const { bucket, folder, command } = await planted()
    await rm(folder, { recursive: true })
    const names = Array.from({ length: 3000 }, (__, n) => `gone/${String(n % 7)}/${String(n)}`)
    await writeTree(folder, Object.fromEntries(names.map((name) => [name, `${name} of ${bucket}`])))
    const mine = Object.values(await readTree(folder))
    const where = flags()[1] ?? path.join(data(), 'Trash')
    const asideNow = async (): Promise<Set<string>> =>
      new Set(Object.values(await readTree(where).catch(() => ({}))))
    const running = scene.start([...command, ...flags()], { env: { ...scene.env, XDG_DATA_HOME: data() } })
    const first = mine[0] ?? ''
    for (let tries = 0; tries < 2000 && (await readdir(path.join(folder, 'gone/0'))).length > 300; tries++)
      await sleep(1)
    running.kill()
    await running.done
    const left = new Set(Object.values(await readTree(folder)))
    expect(left.has(first) && left.size > 2990).toBe(false)
    const kept = await asideNow()
    expect(mine.filter((digest) => !left.has(digest) && !kept.has(digest))).toEqual([])
    await run([...command, ...flags()])
    expect(Object.keys(await readTree(folder)).sort()).toEqual(['a/over é', 'b/over +%2B', 'new/one'])
    const all = await asideNow()
    expect(mine.filter((digest) => !all.has(digest))).toEqual([])
  }, 60_000)
})

test('a plan that is applied puts aside what it loses', async () => {
  const { bucket, folder } = await planted()
  const before = await look(folder)
  const plan = scene.path('p.sluice')
  await run(['plan', `s3://${bucket}`, folder, '--delete', '--exact-timestamps', '-o', plan])
  const runId = await sync(['apply', plan, '--trash'])
  expect(await look(folder)).not.toEqual(before)
  await undo(runId)
  expect(await look(folder)).toEqual(before)
})

test('the trash has a note for each file, as file managers read them', async () => {
  const { folder, command } = await planted()
  await rm(data(), { recursive: true, force: true })
  await run([...command, '--trash'])
  const infos = path.join(data(), 'Trash/info')
  expect((await readdir(infos)).sort()).toEqual([
    '1.trashinfo',
    '2 ä.trashinfo',
    'over +%2B.trashinfo',
    'over é.trashinfo',
  ])
  expect(await readFile(path.join(infos, '2 ä.trashinfo'), 'utf8')).toMatch(
    new RegExp(
      `^\\[Trash Info\\]\nPath=${folder}/gone/2%20%C3%A4\nDeletionDate=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\n$`,
    ),
  )
  expect((await readdir(path.join(data(), 'Trash/files'))).sort()).toEqual([
    '1',
    '2 ä',
    'over +%2B',
    'over é',
  ])
})

test('nothing goes anywhere unless it is asked for, and an undo then says how', async () => {
  const { command } = await planted()
  await rm(data(), { recursive: true, force: true })
  const { stdout } = await run([...command, '--json'])
  const { runId } = (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { run: { runId: string } }).run
  await expect(readdir(data())).rejects.toThrow('ENOENT')
  expect((await run(['undo', runId], 1)).stderr).toMatch(/give them --trash or --backup-dir/)
})

test('two places, or one inside the folder, make no sense', async () => {
  const { folder, command } = await planted()
  const before = await look(folder)
  await run([...command, '--trash', '--backup-dir', scene.path('kept')], 252)
  await run([...command, '--backup-dir', path.join(folder, 'kept')], 252)
  await run([...command, '--backup-prefix', 's3://kept/x'], 252)
  expect(await look(folder)).toEqual(before)
})

describe('sync --delete --backup-prefix', () => {
  async function objects(Bucket: string) {
    const seen: Record<string, unknown> = {}
    for (const { key: Key } of await listBucket(scene.s3, Bucket)) {
      const object = await scene.s3.send(new GetObjectCommand({ Bucket, Key }))
      const tags = await scene.s3.send(new GetObjectTaggingCommand({ Bucket, Key }))
      const { ContentType, CacheControl, Metadata, ETag } = object
      seen[Key] = {
        ContentType,
        CacheControl,
        Metadata,
        ETag,
        tags: tags.TagSet,
        bytes: await object.Body?.transformToString(),
      }
    }
    return seen
  }

  async function plantedObjects() {
    const [bucket, kept] = [await scene.bucket('prefix'), await scene.bucket('kept')]
    for (const Key of ['site/over é+', 'site/gone/1', 'site/gone/2 %2B'])
      await scene.s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key,
          Body: `${Key} as it was`,
          ContentType: 'text/x-before',
          CacheControl: 'max-age=7',
          Metadata: { owner: 'ada' },
          Tagging: 'tier=gold',
        }),
      )
    const folder = scene.path(bucket)
    await writeTree(folder, { 'over é+': 'another', new: 'new' }, new Date('2030-01-01'))
    return {
      bucket,
      kept,
      command: ['sync', folder, `s3://${bucket}/site`, '--delete', '--backup-prefix', `s3://${kept}/old`],
    }
  }

  test('and then undo: every object is as before, with its properties and tags', async () => {
    const { bucket, kept, command } = await plantedObjects()
    const before = await objects(bucket)
    const runId = await sync(command)
    expect(Object.values(await objects(kept))).toEqual(
      ['site/gone/1', 'site/gone/2 %2B', 'site/over é+'].map((key) => before[key]),
    )
    const after = await objects(bucket)
    const undone = await undo(runId)
    expect(await objects(bucket)).toEqual(before)
    await undo(undone)
    expect(await objects(bucket)).toEqual(after)
  })

  test('and what another wrote in between is his', async () => {
    const { bucket, command } = await plantedObjects()
    const runId = await sync(command)
    await scene.put(bucket, { 'site/over é+': 'theirs', 'site/gone/1': 'theirs' })
    const theirs = await objects(bucket)
    await run(['undo', runId], 1)
    const now = await objects(bucket)
    for (const key of ['site/over é+', 'site/gone/1']) expect(now[key]).toEqual(theirs[key])
    expect(Object.keys(now).sort()).toEqual(['site/gone/1', 'site/gone/2 %2B', 'site/over é+'])
  })

  test('a prefix inside the destination is refused', async () => {
    const { bucket, command } = await plantedObjects()
    const before = await objects(bucket)
    await run([...command.slice(0, -1), `s3://${bucket}/site/old`], 252)
    expect(await objects(bucket)).toEqual(before)
  })
})
