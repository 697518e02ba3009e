import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import { sluice } from './run-cli.ts'
import { Scene } from './scene.ts'
import { faultServer, servers } from './servers.ts'
import { below, digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/* Who is asking, and when: what the two sides of a run are signed with. */
const files: Files = { a: 'a', b: 'b', large: seededBytes(1, 17_000_000) }

/** Loaded before the command line, so that its clock is that many milliseconds ahead for as long as it runs. */
const shifted = (ms: number) => `
  const real = Date
  globalThis.Date = class extends real {
    constructor(...given) { if (given.length === 0) super(real.now() + ${String(ms)}); else super(...given) }
    static now() { return real.now() + ${String(ms)} }
  }`

async function logged(scene: Scene, what: string): Promise<number> {
  const logs = scene.path('home', 'state', 'sluice', 'logs')
  const texts = await Promise.all(
    (await readdir(logs)).map((name) => readFile(path.join(logs, name), 'utf8')),
  )
  return texts.join('').split(`"what":"${what}"`).length - 1
}

describe.each(servers)('on $name', ({ where, start }) => {
  test.each([3_600_000, -3_600_000])(
    'F80 a clock %i ms off for the whole run: one call is refused, all others are right, exit 0',
    { ...where, timeout: 120_000 },
    async (off) => {
      const { server, stop } = await start()
      const scene = await Scene.set(server)
      try {
        const bucket = await scene.bucket('clock')
        await writeTree(scene.path('src'), files)
        await writeFile(scene.path('clock.mjs'), shifted(off))
        const [node, script] = sluice
        const command = [node, '--import', scene.path('clock.mjs'), script]
        const up = await scene.run(['sync', scene.path('src'), `s3://${bucket}/p`], { command })
        expect(up, up.stderr).toMatchObject({ exit: 0, stderr: '' })
        // The listing, once refused; and each upload once.
        expect(scene.proxy.counts).toMatchObject({ ListObjectsV2: 2, PutObject: 2, UploadPart: 3 })
        expect(await logged(scene, 'clock-offset')).toBe(1)
        scene.proxy.resetCounts()
        const down = await scene.run(['sync', `s3://${bucket}/p`, scene.path('dst')], { command })
        expect(down, down.stderr).toMatchObject({ exit: 0, stderr: '' })
        // The large one comes by five ranges.
        expect(scene.proxy.counts).toMatchObject({ ListObjectsV2: 2, GetObject: 7 })
        expect(await readTree(scene.path('dst'))).toEqual(digestsOf(files))
      } finally {
        await scene.close()
        await stop()
      }
    },
  )
})

describe('F79 wrong keys of one side of a copy', () => {
  const profile = (name: string, id: string, secret: string) =>
    `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`

  test.each([
    ['the source’s', 'bad', 'good', 'sync'],
    ['the destination’s', 'good', 'bad', 'sync'],
    ['the destination’s', 'good', 'bad', 'cp'],
  ])(
    '%s (--source-profile %s --profile %s, %s): named, nothing listed or moved, exit 4',
    async (_, from, to, verb) => {
      const { server, stop } = await faultServer()
      const scene = await Scene.set(server)
      try {
        const [source, destination] = [await scene.bucket('from'), await scene.bucket('to')]
        await scene.put(source, below('p/', { a: 'a', b: 'b' }))
        await scene.put(destination, below('p/', { old: 'old' }))
        const before = await scene.etags(destination)
        const credentials =
          profile('good', server.accessKeyId, server.secretAccessKey) +
          profile('bad', 'AKIANOBODYKNOWSTHIS', 'CANARY-secret')
        await writeTree(scene.path('home', '.aws'), { credentials })
        const args = [
          verb,
          `s3://${source}/p`,
          `s3://${destination}/p`,
          verb === 'cp' ? '--recursive' : '--delete',
        ]
        const run = await scene.run([
          ...args,
          '--relay',
          '--source-profile',
          from,
          '--profile',
          to,
          '--debug',
        ])
        expect(run, run.stderr).toMatchObject({ exit: 4, stdout: '' })
        expect(run.stderr).toMatch(/does not accept the credentials of the profile bad/)
        expect(run.stderr).not.toMatch(new RegExp(`CANARY|${server.secretAccessKey}`))
        expect(scene.proxy.counts).toMatchObject({
          ListObjectsV2: 0,
          GetObject: 0,
          DeleteObjects: 0,
          DeleteObject: 0,
        })
        expect(await scene.etags(destination)).toEqual(before)
      } finally {
        await scene.close()
        await stop()
      }
    },
  )
})
