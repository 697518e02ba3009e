import { execFile } from 'node:child_process'
import { copyFile, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import type { CliRun } from './run-cli.ts'
import { Scene } from './scene.ts'
import { servers } from './servers.ts'
import { digestsOf, readTree, writeTree } from './tree.ts'

const touch = promisify(execFile)

/** A file changed so short a time ago is read each time. */
const untilSettled = 4200

const files = {
  one: 'a small file',
  'in parts': seededBytes(1, 20_000_000),
  'd/kept': 'another small file',
  'd/kept in parts': seededBytes(2, 10_000_000),
}
const edited = { one: 'A small file', 'in parts': seededBytes(3, 20_000_000) }

/** Writes other bytes of as many into files, and gives them back their times, as `touch -r` does. */
async function editQuietly(root: string, changes: Readonly<Record<string, string | Uint8Array>>) {
  for (const [name, content] of Object.entries(changes)) {
    const [file, before] = [`${root}/${name}`, `${root}.before`]
    await copyFile(file, before)
    await touch('touch', ['-r', file, before])
    const { mtimeMs, size } = await stat(file)
    await writeFile(file, content)
    await touch('touch', ['-r', before, file])
    await rm(before)
    expect(await stat(file)).toMatchObject({ mtimeMs, size })
  }
}

const reasons = ({ stdout }: CliRun): string[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; key: string; reason: string; state: string })
    .filter(({ type }) => type === 'row')
    .map(({ key, reason, state }) => `${key} ${reason} ${state}`)
    .sort()

describe.each(servers)('on $name', ({ where, start }) => {
  describe('an edit that keeps size and time', where, () => {
    let scene: Scene
    let stop: () => Promise<void>
    let bucket: string
    beforeAll(async () => {
      const started = await start()
      stop = started.stop
      scene = await Scene.set(started.server)
    })
    beforeEach(async () => {
      bucket = await scene.bucket('contents')
    })
    afterAll(async () => {
      await scene.close()
      await stop()
    })

    test.each(['upload', 'download'] as const)(
      'F63 seen from an %s is found by content, and what has not changed is neither read nor asked for again',
      async (direction) => {
        const folder = scene.path(`${direction} here`)
        const here = [folder, `s3://${bucket}`] as const
        await writeTree(folder, files)
        expect((await scene.run(['sync', ...here])).exit).toBe(0)
        const args = ['sync', ...(direction === 'upload' ? here : here.toReversed())]
        // As a download leaves it: one time on both sides.
        if (direction === 'download') await scene.run([...args, '--exact-timestamps'])
        await sleep(untilSettled)

        const first = await scene.run([...args, '--compare', 'content', '--debug'])
        expect(first, first.stderr).toMatchObject({ exit: 0, stdout: '' })
        expect(first.stderr.match(/"read-to-compare"/g)).toHaveLength(4)
        scene.proxy.resetCounts()
        const second = await scene.run([...args, '--compare', 'content', '--debug'])
        expect(second, second.stderr).toMatchObject({ exit: 0, stdout: '' })
        expect(second.stderr).not.toContain('read-to-compare')
        expect(scene.proxy.counts).toMatchObject({ HeadObject: 0, GetObject: 0 })

        await editQuietly(folder, edited)
        const byTime = await scene.run(args)
        expect(byTime, byTime.stderr).toMatchObject({ exit: 0, stdout: '' })
        const found = await scene.run([...args, '--compare', 'content', '--json'])
        expect(found, found.stderr).toMatchObject({ exit: 0 })
        expect(reasons(found)).toEqual(['in parts content-differs done', 'one content-differs done'])
        expect(found.stdout).toContain('"proof":{"hash":2,"size":0,"none":0}')
        const right = direction === 'upload' ? { ...files, ...edited } : files
        const back = scene.path(`${direction} back`)
        await scene.run(['sync', `s3://${bucket}`, back])
        expect(await readTree(back)).toEqual(digestsOf(right))
        expect(await readTree(folder)).toEqual(digestsOf(right))
        const after = await scene.run([...args, '--compare', 'content'])
        expect(after, after.stderr).toMatchObject({ exit: 0, stdout: '' })
      },
    )

    test('F63 seen from an upload is found where nothing is remembered, whatever the server tells', async () => {
      const folder = scene.path('forgotten')
      const args = ['sync', folder, `s3://${bucket}`]
      await writeTree(folder, files)
      expect((await scene.run(args)).exit).toBe(0)
      await rm(scene.path('home/cache'), { recursive: true, force: true })
      await editQuietly(folder, edited)
      const found = await scene.run([...args, '--checksum'])
      expect(found, found.stderr).toMatchObject({ exit: 0 })
      expect(found.stdout.match(/^upload: /gm)).toHaveLength(2)
      expect(await scene.run([...args, '--checksum'])).toMatchObject({ exit: 0, stdout: '' })
      await rm(scene.path('home/cache'), { recursive: true })
      const back = scene.path('forgotten back')
      await scene.run(['sync', `s3://${bucket}`, back])
      expect(await readTree(back)).toEqual(digestsOf({ ...files, ...edited }))
    })
  })
})
