import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Side } from '../../../main/engine/side.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'
import { s3Error } from '../../fakes/s3-error.ts'
import { nodeAt } from '../../fakes/memory-tree.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A folder and a bucket that hold the same, some of it in parts; and where digests are kept. */
async function matched(direction: 'upload' | 'download') {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-contents-'))
  folders.push(folder)
  const parts = { multipartThreshold: 9, multipartChunksize: 8, smallestPart: 1 }
  const scene = setUpSync({ smallestPart: 1 }, parts, { digestsPath: join(folder, 'digests.sqlite') })
  const { world, s3, www, run } = scene
  const file = (text: string) => ({ file: text, modified: 1234.5 })
  scene.plant({
    one: file('single'),
    two: file('made of more than one part'),
    three: file('untouched'),
    'd/x': file(''),
  })
  await run(local, www)
  await world.clock.advance(60_000)
  const [source, destination]: readonly [Side, Side] = direction === 'upload' ? [local, www] : [www, local]
  // The times of files and objects are one from here on, as after a download.
  if (direction === 'download') await run(www, local, { compare: 'exact-timestamps' })
  await world.clock.advance(60_000)
  const counted = async (rules: Parameters<typeof run>[2]) => {
    const [reads, heads] = [world.fs.effects.length, s3.effects.length]
    const report = await run(source, destination, rules)
    return {
      report,
      reads: world.fs.effects.slice(reads).filter(({ op }) => op === 'openToRead').length,
      heads: s3.effects.slice(heads).filter(({ op }) => op === 'head').length,
    }
  }
  /** Writes other bytes, and sets the time back: `touch -r`. */
  const edit = (name: string): void => {
    const node = nodeAt(world.fs, `/home/ada/site/${name}`)
    if (node?.kind !== 'file') throw new Error(`${name} is no file.`)
    node.bytes = node.bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte))
    node.changed = world.clock.now()
  }
  return { ...scene, counted, edit }
}

test.each(['upload', 'download'] as const)(
  'by content, an %s finds what kept its size and time, and reads nothing twice',
  async (direction) => {
    const { world, lines, counted, edit, text } = await matched(direction)
    expect(await counted({ compare: 'content' })).toMatchObject({ report: { exit: 0 }, reads: 3 })
    expect(lines).toEqual([])
    expect(await counted({ compare: 'content' })).toMatchObject({ report: { exit: 0 }, reads: 0, heads: 0 })
    edit('one')
    edit('two')
    await counted({})
    expect(lines).toEqual([])
    const { report } = await counted({ compare: 'content' })
    expect(report).toMatchObject({ exit: 0, transferred: { count: 2 }, proof: { hash: 2 } })
    expect(lines).toEqual([`done ${direction} one`, `done ${direction} two`])
    expect(text('site/one')).toBe(direction === 'upload' ? 'ringle' : 'single')
    await world.clock.advance(60_000)
    expect(await counted({ compare: 'content' })).toMatchObject({ report: { exit: 0 }, reads: 2 })
    expect(lines).toEqual([])
  },
)

test('what can not be compared is named, and makes exit 2', async () => {
  const { lines, counted, s3, world } = await matched('upload')
  const bucket = s3.buckets.get('www')
  const bytes = Buffer.from('SINGLE')
  bucket?.write('site/one', { bytes, etag: 'b'.repeat(32), etagIsDigest: false, metadata: {} })
  s3.before = (op) => {
    if (op === 'head') throw s3Error('AccessDenied', { op, bucket: 'www' })
  }
  await world.clock.advance(60_000)
  const { report } = await counted({ compare: 'content', delete: true })
  expect(lines).toEqual(['problem unverified one', 'problem unverified three', 'problem unverified two'])
  expect(report).toMatchObject({ exit: 2, warnings: 3, summary: { skipped: 3, complete: true } })
})
