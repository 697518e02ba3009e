import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCopied } from '../../../main/engine/past-run.ts'
import type { ReviewedSync } from '../../../main/engine/reviewed-sync.ts'
import type { NothingSide, Side } from '../../../main/engine/side.ts'
import type { RunReport } from '../../../shared/job.ts'
import { defaultRules } from '../../../shared/sync-rules.ts'
import { everyRow } from '../../../shared/review.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'
import { plant, snapshotTree, uproot } from '../../fakes/memory-tree.ts'

const never = new AbortController().signal
const nothing: NothingSide = { kind: 'nothing', copied: null }
const root = '/home/ada/site'
const rowsOf = (sync: ReviewedSync): string[] =>
  sync.review.page(everyRow, 0, 1000).rows.map((row) => `${row.state} ${row.action} ${row.reason} ${row.key}`)

function setUp() {
  const setup = setUpSync()
  const { world, review } = setup
  const plan = async (side: Side, selection: string[] | null): Promise<ReviewedSync> => {
    await world.clock.advance(2000)
    const sync = review(nothing, side, { ...defaultRules, delete: true, selection })
    expect(await world.clock.run(sync.plan(never))).toBe('planned')
    return sync
  }
  const run = (sync: ReviewedSync): Promise<RunReport> =>
    world.clock.run(sync.run({ finish: never, stop: never }))
  const remove = async (side: Side, selection: string[] | null): Promise<RunReport> => {
    const sync = await plan(side, selection)
    const report = await run(sync)
    sync.close()
    return report
  }
  const names = (): string[] => [...snapshotTree(world.fs, root).keys()].sort()
  return { ...setup, plan, run, remove, names }
}

describe('removing from a bucket', () => {
  it('takes the chosen names and what is below them, their folder markers too, and nothing else', async () => {
    const { remove, put, keys, www } = setUp()
    for (const key of ['site/css/', 'site/css/a', 'site/css/deep/b', 'site/css.txt', 'site/x', 'site/'])
      put(key, key.endsWith('/') ? '' : key)
    const report = await remove(www, ['css', 'x'])
    expect(report).toMatchObject({ exit: 0, deleted: { count: 4 }, transferred: { count: 0 } })
    expect(keys('www')).toEqual(['site/', 'site/css.txt'])
  })

  it('takes everything there where no names are given, but not what is beside the place', async () => {
    const { remove, put, keys, www } = setUp()
    for (const key of ['site/a', 'site/b/c', 'sites/d']) put(key, key)
    await remove(www, null)
    expect(keys('www')).toEqual(['sites/d'])
  })

  it('leaves an object that was replaced under the review', async () => {
    const { plan, run, put, text, www } = setUp()
    put('site/a', 'as it was')
    const sync = await plan(www, ['a'])
    put('site/a', 'as it is now')
    expect(await run(sync)).toMatchObject({ exit: 1, refused: 1, deleted: { count: 0 } })
    expect(text('site/a')).toBe('as it is now')
    sync.close()
  })

  it('leaves what was taken out of the plan', async () => {
    const { plan, run, put, keys, www } = setUp()
    for (const key of ['site/a', 'site/b']) put(key, key)
    const sync = await plan(www, ['a', 'b'])
    expect(rowsOf(sync)).toEqual(['planned delete-remote chosen a', 'planned delete-remote chosen b'])
    sync.review.choose({ kind: 'rows', seqs: [1] }, false)
    await run(sync)
    expect(keys('www')).toEqual(['site/a'])
    sync.close()
  })
})

describe('removing from a folder', () => {
  it('takes files, folders with everyRow in them, and empty folders; the place itself stays', async () => {
    const { remove, plant: plantAll, names } = setUp()
    plantAll({
      'a.txt': 'a',
      'css/b.css': 'b',
      'css/deep/er/c.css': 'c',
      'css/none/': { folder: true },
      'empty/': { folder: true },
      'kept/d.txt': 'd',
      'kept/none/': { folder: true },
    })
    const report = await remove(local, ['a.txt', 'css', 'empty'])
    expect(report).toMatchObject({ exit: 0, deleted: { count: 5, bytes: 3 } })
    expect(names()).toEqual(['kept', 'kept/d.txt', 'kept/none'])
    expect((await remove(local, null)).exit).toBe(0)
    expect(names()).toEqual([])
  })

  it('leaves the folders around what was taken out of the plan, or has come since', async () => {
    const { plan, run, plant: plantAll, names, world } = setUp()
    plantAll({ 'out/a': 'a', 'out/in/b': 'b', 'new/c': 'c', 'empty/': { folder: true } })
    const sync = await plan(local, null)
    sync.review.choose({ kind: 'view', view: { ...everyRow, search: 'out/a' } }, false)
    plant(world.fs, `${root}/new/later`, 'later')
    plant(world.fs, `${root}/empty/later`, 'later')
    expect(await run(sync)).toMatchObject({ deleted: { count: 2 }, refused: 1 })
    expect(names()).toEqual(['empty', 'empty/later', 'new', 'new/later', 'out', 'out/a'])
    sync.close()
  })

  it('leaves a file that has changed under the review, with its folder', async () => {
    const { plan, run, plant: plantAll, names, world } = setUp()
    plantAll({ 'd/a': 'a', 'd/b': 'b' })
    const sync = await plan(local, ['d'])
    plant(world.fs, `${root}/d/a`, 'changed')
    expect(await run(sync)).toMatchObject({ exit: 1, refused: 1, deleted: { count: 1 } })
    expect(names()).toEqual(['d', 'd/a'])
    sync.close()
  })

  it('leaves linked folders and what is behind them, and says so', async () => {
    const { remove, plant: plantAll, names, lines, world } = setUp()
    plant(world.fs, '/elsewhere/precious', 'precious')
    plantAll({ link: { link: '/elsewhere' }, 'd/inner': { link: '/elsewhere' }, 'd/a': 'a' })
    expect(await remove(local, ['link', 'd'])).toMatchObject({ exit: 2, deleted: { count: 1 } })
    expect(names()).toEqual(['d', 'd/inner', 'link'])
    expect(lines).toContain('problem through-link link')
    expect(snapshotTree(world.fs, '/elsewhere').has('precious')).toBe(true)
  })

  it('removes nothing behind a link that was put in the place of a folder meanwhile', async () => {
    const { plan, run, plant: plantAll, world } = setUp()
    plant(world.fs, '/elsewhere/a', 'a')
    plant(world.fs, '/elsewhere/none', { folder: true })
    plantAll({ 'd/a': 'a', 'd/none/': { folder: true } })
    const sync = await plan(local, ['d'])
    uproot(world.fs, `${root}/d`)
    plant(world.fs, `${root}/d`, { link: '/elsewhere' })
    expect(await run(sync)).toMatchObject({ deleted: { count: 0 }, failed: 2 })
    expect([...snapshotTree(world.fs, '/elsewhere').keys()].sort()).toEqual(['a', 'none'])
    sync.close()
  })

  it('that is not there is no empty place: it is missing, and is not made', async () => {
    const { world, review } = setUp()
    const sync = review(nothing, { kind: 'local', root: '/gone' }, { delete: true, selection: ['a'] })
    expect(await world.clock.run(sync.plan(never))).toBe('broken')
    expect(sync.summary.withheld).toMatchObject({ code: 'source-missing' })
    await expect(world.fs.lstat('/gone')).rejects.toMatchObject({ code: 'ENOENT' })
    sync.close()
  })
})

describe('what a move has copied', () => {
  /** A copy of everyRow of the folder, its record on a disk, and what the folder has come to since. */
  async function moved(since: (setup: ReturnType<typeof setUp>) => void) {
    const setup = setUp()
    const { world, review, www } = setup
    const folder = mkdtempSync(join(tmpdir(), 'sluice-move-'))
    const storePath = join(folder, 'run.sqlite')
    setup.plant({ 'd/a': 'a', 'd/b': 'b', 'd/c': 'c', e: 'e', same: 'same' })
    await world.clock.advance(2000)
    setup.put('site/same', 'same')
    const copy = review(local, www, {}, storePath)
    expect(await world.clock.run(copy.plan(never))).toBe('planned')
    copy.review.choose({ kind: 'view', view: { ...everyRow, search: 'd/c' } }, false)
    expect(await setup.run(copy)).toMatchObject({ exit: 0, transferred: { count: 3 } })
    since(setup)
    const { copied, close } = openCopied(storePath, world.clock)
    const sync = review({ kind: 'nothing', copied }, local, { delete: true })
    expect(await world.clock.run(sync.plan(never))).toBe('planned')
    close()
    copy.close()
    rmSync(folder, { recursive: true })
    return { ...setup, sync }
  }

  it('goes; what it did not copy stays, and says so', async () => {
    const { sync, run, names } = await moved(() => undefined)
    expect(rowsOf(sync)).toEqual([
      'planned delete-local moved d/a',
      'planned delete-local moved d/b',
      'planned skip not-copied d/c',
      'planned delete-local moved e',
      'planned skip not-copied same',
    ])
    expect(await run(sync)).toMatchObject({ exit: 0, deleted: { count: 3 } })
    expect(names()).toEqual(['d', 'd/c', 'same'])
    sync.close()
  })

  it('stays where it has changed since, and so does what is new', async () => {
    const { sync, run, names, world } = await moved(({ world: { fs } }) => {
      plant(fs, `${root}/d/a`, { file: 'A', modified: Date.UTC(2026, 7, 1) })
      plant(fs, `${root}/d/new`, 'new')
    })
    expect(rowsOf(sync)).toContain('planned skip changed-since d/a')
    expect(rowsOf(sync)).toContain('planned skip not-copied d/new')
    plant(world.fs, `${root}/e`, 'changed under the review of the removal')
    expect(await run(sync)).toMatchObject({ refused: 1, deleted: { count: 1 } })
    expect(names()).toEqual(['d', 'd/a', 'd/c', 'd/new', 'e', 'same'])
    sync.close()
  })
})

describe('an ordinary sync', () => {
  it('of an empty folder still deletes nothing, and leaves folders that it empties', async () => {
    const { run: _, remove: __, ...setup } = setUp()
    const { world, review, plant: plantAll, put, names, www } = setup
    plantAll({ 'none/': { folder: true } })
    put('site/old', 'old')
    const upload = review(local, www, { delete: true })
    expect(await world.clock.run(upload.plan(never))).toBe('planned')
    expect(upload.summary.withheld).toMatchObject({ code: 'empty-source' })
    upload.close()
    plantAll({ 'd/extra': 'extra', old: 'old' })
    const download = review(www, local, { delete: true })
    expect(await world.clock.run(download.plan(never))).toBe('planned')
    expect(await world.clock.run(download.run({ finish: never, stop: never }))).toMatchObject({
      deleted: { count: 1 },
    })
    expect(names()).toEqual(['d', 'none', 'old'])
    download.close()
  })
})
