import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openUndone } from '../../../main/engine/past-run.ts'
import type { SyncJob } from '../../../main/engine/running/open-run.ts'
import type { AsidePlace } from '../../../shared/aside.ts'
import { runReportSchema } from '../../../shared/bridge/values.ts'
import type { RunEvent } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { plantTree, snapshotTree, type TreeTable } from '../../fakes/memory-tree.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'

const kept: AsidePlace = { kind: 'folder', path: '/home/ada/kept' }
const trash: AsidePlace = { kind: 'trash' }
const prefix: AsidePlace = { kind: 'prefix', bucket: 'copy', prefix: 'kept/' }
const trashHome = { folder: '/home/ada/.local/share/Trash', uid: 1000 }
const old = Date.UTC(2020, 1, 2, 3, 4, 5, 678)

/** A folder that differs from its bucket in every way, runs that leave their records, and their undoing. */
function setUp(options: Parameters<typeof setUpSync>[2] = {}) {
  const scene = setUpSync({}, {}, { trash: trashHome, ...options })
  const { world, put, plant, www, run } = scene
  const folder = mkdtempSync(join(tmpdir(), 'aside-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  put('site/changed', 'as it is there')
  put('site/new', 'new')
  put('site/same', 'same')
  plant({
    changed: { file: 'as it was', modified: old, mode: 0o640 },
    same: { file: 'same', modified: world.clock.now() },
    'sub/gone': { file: 'gone', modified: old, mode: 0o600 },
  })
  const tree = () =>
    [...snapshotTree(world.fs, local.kind === 'local' ? local.root : '')].filter(
      ([, { kind }]) => kind !== 'folder',
    )
  let runs = 0
  const rows: PlanRow[] = []
  const keep = (event: RunEvent): void => {
    if (event.kind === 'row') rows.push(event.row)
  }
  const recorded = (job: Partial<SyncJob>, runId = `r${String(++runs)}`) => {
    return { runId, job: { ...job, runId, storePath: join(folder, runId) } }
  }
  const pull = async (place: AsidePlace | null, rules = {}, named?: string) => {
    rows.length = 0
    const { runId, job } = recorded(place === null ? {} : { aside: place }, named)
    const report = await run(www, local, { delete: true, ...rules }, { job, onEvent: keep })
    return { runId, report: runReportSchema.parse(report) }
  }
  const undo = async (runId: string, on = local) => {
    rows.length = 0
    const { past, close } = openUndone({ runId, storePath: join(folder, runId) }, world.clock)
    const { runId: own, job } = recorded(past.run.aside === null ? {} : { aside: past.run.aside })
    const report = await run(past, on, { delete: true }, { job, onEvent: keep })
    close()
    return { runId: own, report }
  }
  const all = () => scene.keys('www').map((key) => [key, scene.text(key)])
  return {
    ...scene,
    all,
    tree,
    pull,
    undo,
    rows,
    recorded,
    keep,
    names: (at: string) => [...snapshotTree(world.fs, at).keys()],
  }
}

describe.each([
  ['a folder', kept],
  ['the trash', trash],
])('what a download replaces and deletes goes to %s', (_, place) => {
  it('and all of it is as before when the run is undone; then as after, and as before', async () => {
    const { tree, pull, undo, rows, text } = setUp()
    const before = tree()
    const { runId, report } = await pull(place)
    expect(report).toMatchObject({ exit: 0, aside: { kind: place.kind, count: 2, bytes: 13 } })
    expect(rows.map(({ key, outcome }) => [key, outcome?.aside?.kind]).sort()).toEqual([
      ['changed', place.kind],
      ['new', undefined],
      ['sub/gone', place.kind],
    ])
    const after = tree()
    expect(after).not.toEqual(before)
    const undone = await undo(runId)
    expect(undone.report).toMatchObject({ exit: 0, transferred: { count: 2 }, deleted: { count: 1 } })
    expect(tree()).toEqual(before)
    const redone = await undo(undone.runId)
    expect(redone.report.exit).toBe(0)
    expect(tree()).toEqual(after)
    await undo(redone.runId)
    expect(tree()).toEqual(before)
    expect(text('site/changed')).toBe('as it is there')
  })

  it('and what another has written since is left to him', async () => {
    const { tree, pull, undo, rows, plant, world } = setUp()
    const { runId } = await pull(place)
    plant({ changed: 'theirs', new: 'theirs', 'sub/gone': 'theirs' })
    const theirs = tree()
    const { report } = await undo(runId)
    expect(report).toMatchObject({ exit: 1, refused: 3, transferred: { count: 0 }, deleted: { count: 0 } })
    expect(tree()).toEqual(theirs)
    expect(rows.map(({ reason }) => reason)).toEqual(['written-since', 'written-since', 'written-since'])
    expect(world.fs.openFiles).toBe(0)
  })

  it('and the row of what can not be put there fails, and the file stays', async () => {
    const { tree, pull, rows, world, names } = setUp()
    const before = tree()
    world.fs.before = (op) => {
      if (op === 'link') throw Object.assign(new Error('EIO'), { code: 'EACCES' })
    }
    const { report } = await pull(place)
    expect(report).toMatchObject({ exit: 1, failed: 1, withheld: 1, aside: { count: 0 } })
    expect(rows.find(({ key }) => key === 'changed')).toMatchObject({ state: 'failed' })
    expect(tree().filter(([name]) => name !== 'new')).toEqual(before)
    expect(names(local.kind === 'local' ? local.root : '').join()).not.toContain('.part')
  })

  it('and nothing is lost when the run is killed between the two', async () => {
    const { tree, pull, world } = setUp()
    const before = tree()
    const killed = Promise.withResolvers<undefined>()
    world.fs.after = ({ op }) => {
      if (op !== 'link') return
      killed.resolve(undefined)
      return new Promise<never>(() => undefined)
    }
    void pull(place, {}, 'killed')
    await killed.promise
    expect(tree().filter(([name]) => !name.includes('.sluice-') && name !== 'new')).toEqual(before)
    world.fs.after = undefined
    expect((await pull(place)).report).toMatchObject({ exit: 0, aside: { count: 2 } })
  })

  it('and a dry run puts nothing there, and changes nothing', async () => {
    const { tree, pull, world } = setUp()
    const before = tree()
    const { report } = await pull(place, { dryRun: true })
    expect(report).toMatchObject({ exit: 0, aside: { count: 0 } })
    expect(tree()).toEqual(before)
    expect(world.fs.changes()).toEqual([])
  })
})

it('what was put back is not kept any more, and has no note in the trash', async () => {
  const { pull, undo, names } = setUp()
  const [inTrash, inFolder] = [(await pull(trash)).runId, kept]
  const before = names(trashHome.folder)
  await undo(inTrash)
  const { runId } = await pull(inFolder)
  await undo(runId)
  expect(names('/home/ada/kept').filter((name) => name.startsWith(`${runId}/`))).toEqual([`${runId}/sub`])
  expect(before).toEqual([
    ...['files', 'files/changed', 'files/gone'],
    ...['info', 'info/changed.trashinfo', 'info/gone.trashinfo'],
  ])
  const files = names(`${trashHome.folder}/files`)
  expect(names(`${trashHome.folder}/info`)).toEqual(files.map((name) => `${name}.trashinfo`))
  expect(files).toHaveLength(2)
})

it('a disk without second names moves what is deleted, copies what is replaced, and has both back', async () => {
  const { pull, undo, tree, world } = setUp({ fs: { hardLinks: false } })
  const before = tree()
  const { runId, report } = await pull(kept)
  expect(report).toMatchObject({ exit: 0, aside: { count: 2 } })
  const renamed = world.fs.effects.filter(({ op, to }) => op === 'rename' && to?.endsWith('/gone'))
  expect(renamed).toHaveLength(1)
  await undo(runId)
  expect(tree()).toEqual(before)
})

it.each([
  ['removed', 'unlink', 'gone', 'sub/gone'],
  ['replaced', 'rename', '.part', 'changed'],
])('what can not be %s after all is not kept either', async (_, op, ending, key) => {
  const { pull, rows, names, tree, world } = setUp()
  const before = tree()
  world.fs.before = (tried, path) => {
    if (tried === op && path.endsWith(ending) && !path.includes('kept'))
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
  }
  await pull(kept)
  expect(rows.find((row) => row.key === key)).toMatchObject({ state: 'failed' })
  expect(names('/home/ada/kept').filter((name) => name.endsWith(key))).toEqual([])
  expect(tree().find(([name]) => name === key)).toEqual(before.find(([name]) => name === key))
})

it('between the review of an undo and its run somebody writes, or takes away what was kept', async () => {
  const { pull, review, recorded, world, plant, names, text } = setUp()
  const { runId } = await pull(kept)
  const { past, close } = openUndone({ runId, storePath: recorded({}, runId).job.storePath }, world.clock)
  const sync = review(past, local, { delete: true }, ':memory:', undefined, { aside: kept, runId: 'undo' })
  expect(await world.clock.run(sync.plan(new AbortController().signal))).toBe('planned')
  plant({ changed: 'theirs' })
  plantTree(world.fs, '/home/ada/kept/r1/sub', { gone: 'no more' })
  const never = new AbortController().signal
  const report = await world.clock.run(sync.run({ finish: never, stop: never }))
  close()
  expect(report.failures.map(({ code }) => code).sort()).toEqual(['changed', 'not-kept'])
  expect(report).toMatchObject({ transferred: { count: 0 }, withheld: 1 })
  expect(names('/home/ada/site')).not.toContain('sub/gone')
  expect(names('/home/ada/site').join()).not.toContain('.part')
  const { node } = world.fs.disk.find({ op: 'x', path: '' }, '/home/ada/site/changed', true)
  expect(node).toMatchObject({ kind: 'file', size: 6 })
  expect(text('site/changed')).toBe('as it is there')
})

it('an undo says what is not kept any more, and puts back the rest', async () => {
  const { pull, undo, names, world } = setUp()
  const { runId } = await pull(kept)
  expect(names('/home/ada/kept')).toEqual(['r1', 'r1/changed', 'r1/sub', 'r1/sub/gone'])
  plantTree(world.fs, '/home/ada/kept/r1', { changed: 'another by now' })
  const { report } = await undo(runId)
  expect(report).toMatchObject({ exit: 1, refused: 1, transferred: { count: 1 } })
  expect(report.failures).toMatchObject([{ code: 'not-kept', count: 1 }])
})

it('a dangling link that is replaced is put aside too', async () => {
  const { pull, undo, put, plant, tree } = setUp()
  plant({ 'sub/dangling': { link: 'nowhere' } })
  const before = tree()
  put('site/sub/dangling', 'no link')
  const { runId, report } = await pull(kept)
  expect(report).toMatchObject({ exit: 2, aside: { count: 3 } })
  await undo(runId)
  expect(tree()).toEqual(before)
})

describe('places that will not do are refused before anything is done', () => {
  const places: [string, AsidePlace, TreeTable][] = [
    ['a folder inside the destination', { kind: 'folder', path: '/home/ada/site/.kept' }, {}],
    ['the destination', { kind: 'folder', path: '/home/ada/site' }, {}],
    ['a link into it', { kind: 'folder', path: '/home/ada/in/x' }, { in: { link: '/home/ada/site/sub' } }],
    ['a prefix for files', prefix, {}],
    ['a trash inside the destination', trash, { '.local': { link: '/home/ada/site/sub' } }],
  ]
  it.each(places)('%s', async (_, place, table) => {
    const { pull, tree, world } = setUp()
    plantTree(world.fs, '/home/ada', table)
    const before = tree()
    expect((await pull(place)).report).toMatchObject({ exit: 252, endedBy: { code: 'usage' } })
    expect(tree()).toEqual(before)
  })

  it.each<[string, AsidePlace]>([
    ['a prefix below that of the destination', { kind: 'prefix', bucket: 'www', prefix: 'site/kept/' }],
    ['a folder for objects', kept],
    ['the trash for objects', trash],
    ['a folder inside the source', { kind: 'folder', path: '/home/ada/site/kept' }],
  ])('%s', async (_, place) => {
    const { run, www, keys } = setUp()
    const before = keys('www')
    const report = await run(local, www, { delete: true }, { job: { aside: place } })
    expect(report).toMatchObject({ exit: 252, endedBy: { code: 'usage' } })
    expect(keys('www')).toEqual(before)
  })

  it('a folder inside a destination that is yet to be made', async () => {
    const { run, www, world } = setUp()
    const job = { aside: { kind: 'folder', path: '/home/ada/fresh/kept' } } as const
    const report = await run(www, { kind: 'local', root: '/home/ada/fresh' }, {}, { job })
    expect(report).toMatchObject({ exit: 252 })
    await expect(world.fs.lstat('/home/ada/fresh/kept')).rejects.toThrow('ENOENT')
  })

  it('a folder inside the destination by another case, where a disk takes both for one', async () => {
    const { pull } = setUp({ fs: { insensitive: true } })
    expect((await pull({ kind: 'folder', path: '/home/ada/SITE/kept' })).report).toMatchObject({ exit: 252 })
  })

  it('a trash where the system has none', async () => {
    const { world, www, run } = setUpSync()
    world.fs.effects.length = 0
    const report = await run(www, local, {}, { job: { aside: trash } })
    expect(report).toMatchObject({
      exit: 252,
      endedBy: { advice: expect.stringContaining('--backup-dir') as string },
    })
  })
})

describe('what an upload replaces and deletes is copied to a prefix', () => {
  const push = async (scene: ReturnType<typeof setUp>, rules = {}) => {
    const { runId, job } = scene.recorded({ aside: prefix })
    const report = await scene.run(local, scene.www, { delete: true, ...rules }, { job, onEvent: scene.keep })
    return { runId, report: runReportSchema.parse(report) }
  }
  const planted = () => {
    const scene = setUp()
    scene.plant({ changed: { file: 'newer here', modified: Date.UTC(2030, 1, 1) } })
    return scene
  }

  it('and comes back from there when the run is undone, and goes again', async () => {
    const scene = planted()
    const before = scene.all()
    const { runId, report } = await push(scene)
    expect(report).toMatchObject({
      exit: 0,
      deleted: { count: 1 },
      aside: { kind: 'prefix', count: 2, where: 's3://copy/kept/r1/' },
    })
    expect(report.aside?.requests).toBeGreaterThanOrEqual(2)
    expect(scene.keys('copy')).toEqual(['kept/r1/changed', 'kept/r1/new'])
    const after = scene.all()
    const undone = await scene.undo(runId, scene.www)
    expect(undone.report).toMatchObject({ exit: 0 })
    expect(scene.all()).toEqual(before)
    await scene.undo(undone.runId, scene.www)
    expect(scene.all()).toEqual(after)
  })

  it('and what another has written since is left to him', async () => {
    const scene = planted()
    const { runId } = await push(scene)
    for (const key of ['changed', 'new', 'sub/gone']) scene.put(`site/${key}`, 'theirs')
    const theirs = scene.all()
    expect((await scene.undo(runId, scene.www)).report).toMatchObject({ exit: 1, refused: 3 })
    expect(scene.all()).toEqual(theirs)
  })

  it('and what is deleted stays where it can not be copied', async () => {
    const scene = setUp()
    scene.plant({ changed: { file: 'as it is there', modified: 1 } })
    const before = scene.all()
    scene.s3.buckets.delete('copy')
    const { report } = await push(scene)
    expect(report).toMatchObject({ failed: 1, deleted: { count: 0 }, aside: { count: 0 } })
    expect(scene.all().filter(([key]) => key !== 'site/sub/gone')).toEqual(before)
  })

  it('and stays where it can not be copied', async () => {
    const scene = planted()
    const before = scene.all()
    scene.s3.buckets.delete('copy')
    const { report } = await push(scene)
    expect(report).toMatchObject({ failed: 1, withheld: 1, aside: { count: 0 } })
    expect(scene.all().filter(([key]) => key !== 'site/sub/gone')).toEqual(before)
  })
})
