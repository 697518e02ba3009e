import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openUndone } from '../../../../main/engine/past-run.ts'
import type { Side } from '../../../../main/engine/side.ts'
import type { AsidePlace } from '../../../../shared/aside.ts'
import { planRowSchema } from '../../../../shared/bridge/values.ts'
import type { RunEvent } from '../../../../shared/job.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { nodeAt, snapshotTree, uproot } from '../../../fakes/memory-tree.ts'

const root = '/home/ada/site'
const prefix: AsidePlace = { kind: 'prefix', bucket: 'copy', prefix: 'kept/' }
const folder: AsidePlace = { kind: 'folder', path: '/home/ada/kept' }
const then = Date.UTC(2020, 1, 2, 3, 4, 5, 678)

function setUp() {
  const scene = setUpSync()
  const records = mkdtempSync(join(tmpdir(), 'moves-'))
  onTestFinished(() => {
    rmSync(records, { recursive: true })
  })
  let runs = 0
  const rows: PlanRow[] = []
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'row') rows.push(planRowSchema.parse(event.row))
  }
  const begin = (aside?: AsidePlace) => {
    rows.length = 0
    const runId = `m${String(++runs)}`
    return {
      runId,
      control: {
        job: { runId, storePath: join(records, runId), ...(aside === undefined ? {} : { aside }) },
        onEvent,
      },
    }
  }
  const move = async (source: Side, destination: Side, aside?: AsidePlace) => {
    const { runId, control } = begin(aside)
    const report = await scene.run(source, destination, { delete: true, moves: true }, control)
    return { runId, report }
  }
  const undo = async (run: string, on: Side) => {
    const { past, close } = openUndone({ runId: run, storePath: join(records, run) }, scene.world.clock)
    const { runId, control } = begin(past.run.aside ?? undefined)
    const report = await scene.run(past, on, { delete: true }, control)
    close()
    return { runId, report }
  }
  const tree = () => [...snapshotTree(scene.world.fs, root)].filter(([, { kind }]) => kind !== 'folder')
  const names = () => tree().map(([name]) => name)
  return { ...scene, move, undo, rows, tree, names }
}

/** A bucket in which `old` has become `new`. @param names which of the two comes first by its name differs */
async function inBucket(names = { old: 'a', new: 'z' }, aside: AsidePlace | undefined = prefix) {
  const scene = setUp()
  scene.plant({ [names.new]: 'text' })
  scene.put(`site/${names.old}`, 'text')
  const { runId, report } = await scene.move(local, scene.www, aside)
  expect(report).toMatchObject({ exit: 0, moved: { count: 1 } })
  expect(scene.keys('www')).toEqual([`site/${names.new}`])
  return { ...scene, runId, report }
}

/** A folder in which `d/old` has become `e/new`. */
async function inFolder(before?: (scene: ReturnType<typeof setUp>) => void) {
  const scene = setUp()
  scene.plant({ 'd/old': { file: 'text', modified: then, mode: 0o640 } })
  scene.put('site/e/new', 'text')
  const was = scene.tree()
  before?.(scene)
  const { runId, report } = await scene.move(scene.www, local, folder)
  expect(report).toMatchObject({ exit: 0, moved: { count: 1 } })
  expect(scene.names()).toEqual(['e/new'])
  return { ...scene, was, runId, report }
}

const elsewhere = ({ world }: ReturnType<typeof setUp>): void => {
  world.fs.before = (op, path) => {
    if (op === 'link' && path.endsWith('old')) throw fsError('EXDEV', { op, path })
  }
}

describe('a move in a bucket, with what is lost put aside', () => {
  it.each([
    { old: 'a', new: 'z' },
    { old: 'z', new: 'a' },
  ])('comes back under its old name, and goes again: $old', async (names) => {
    const { undo, runId, report, keys, www, text } = await inBucket(names)
    expect(report.aside).toMatchObject({ count: 1, bytes: 4 })
    const undone = await undo(runId, www)
    expect(undone.report).toMatchObject({ exit: 0, transferred: { count: 1 }, deleted: { count: 1 } })
    expect(keys('www')).toEqual([`site/${names.old}`])
    expect(text(`site/${names.old}`)).toBe('text')
    await undo(undone.runId, www)
    expect(keys('www')).toEqual([`site/${names.new}`])
  })

  it.each([
    [
      'what was put aside is gone',
      (s: ReturnType<typeof setUp>) => s.s3.buckets.get('copy')?.remove('kept/m1/a'),
    ],
    ['its old name is taken', (s: ReturnType<typeof setUp>) => s.put('site/a', 'theirs')],
  ])('keeps its new name where %s', async (_, change) => {
    const scene = await inBucket()
    change(scene)
    const before = scene.keys('www')
    const { report } = await scene.undo(scene.runId, scene.www)
    expect(report).toMatchObject({ exit: 1, refused: 2, deleted: { count: 0 } })
    expect(scene.keys('www')).toEqual(before)
    expect(scene.rows.map(({ outcome }) => outcome?.error?.message)).toContain(
      's3://www/site/z was s3://www/site/a before that run, which is not put back.',
    )
  })

  it('loses its new name where its old one is back already', async () => {
    const { undo, runId, keys, www, put } = await inBucket()
    put('site/a', 'text')
    expect((await undo(runId, www)).report).toMatchObject({ exit: 0, deleted: { count: 1 } })
    expect(keys('www')).toEqual(['site/a'])
  })

  it('keeps its new name where the run found nothing under the old one', async () => {
    const scene = setUp()
    const { s3, www, keys, put, plant, move, undo } = scene
    plant({ z: 'text' })
    put('site/a', 'text')
    let copied = false
    s3.before = (op) => {
      if (op === 'copy') copied = true
      else if (copied && op === 'head') s3.buckets.get('www')?.remove('site/a')
    }
    const { runId } = await move(local, www, prefix)
    s3.before = undefined
    expect(scene.rows[0]).toMatchObject({ state: 'done', outcome: { from: { untouched: true } } })
    expect((await undo(runId, www)).report).toMatchObject({ refused: 1, deleted: { count: 0 } })
    expect(keys('www')).toEqual(['site/z'])
  })
})

it('in a bucket that keeps versions a move keeps its new name where its old one is taken', async () => {
  const scene = setUp()
  const bucket = scene.s3.buckets.get('www')
  if (bucket !== undefined) bucket.versioning = 'kept'
  scene.plant({ z: 'text' })
  scene.put('site/a', 'text')
  const { runId } = await scene.move(local, scene.www)
  const before = scene.keys('www')
  expect(before).toEqual(['site/z'])
  scene.put('site/a', 'theirs')
  const refused = await scene.undo(runId, scene.www)
  expect(refused.report).toMatchObject({ refused: 2, deleted: { count: 0 } })
  expect(scene.keys('www')).toEqual(['site/a', 'site/z'])
})

describe('a rename in a folder', () => {
  it('is renamed back, with its time and its mode, and again', async () => {
    const { undo, runId, tree, was, world, rows } = await inFolder()
    const inode = nodeAt(world.fs, `${root}/e/new`)?.ino
    const after = tree()
    const undone = await undo(runId, local)
    expect(undone.report).toMatchObject({ exit: 0, moved: { count: 1 }, deleted: { count: 0 } })
    expect(rows.map(({ action, key }) => `${action} ${key}`)).toEqual(['move d/old'])
    expect(tree()).toEqual(was)
    expect(nodeAt(world.fs, `${root}/d/old`)?.ino).toBe(inode)
    const redone = await undo(undone.runId, local)
    expect(tree()).toEqual(after)
    await undo(redone.runId, local)
    expect(tree()).toEqual(was)
    expect((await undo(redone.runId, local)).report).toMatchObject({ exit: 0, summary: { same: 1 } })
  })

  it.each([
    ['its old name is taken', (s: ReturnType<typeof setUp>) => s.plant({ 'd/old': 'theirs' })],
    ['it is another file by now', (s: ReturnType<typeof setUp>) => s.plant({ 'e/new': 'theirs' })],
  ])('stays where %s', async (_, change) => {
    const scene = await inFolder()
    change(scene)
    const before = scene.tree()
    expect((await scene.undo(scene.runId, local)).report).toMatchObject({ exit: 1, refused: 1 })
    expect(scene.tree()).toEqual(before)
  })
})

describe('a file that had to be fetched under its new name', () => {
  it('has its old one put aside, and back', async () => {
    const { undo, runId, report, tree, was, world } = await inFolder(elsewhere)
    expect(report.aside).toMatchObject({ count: 1, bytes: 4 })
    world.fs.before = undefined
    expect((await undo(runId, local)).report).toMatchObject({ exit: 0, transferred: { count: 1 } })
    expect(tree()).toEqual(was)
  })

  it('stays where what was put aside is gone', async () => {
    const { undo, runId, names, world } = await inFolder(elsewhere)
    world.fs.before = undefined
    uproot(world.fs, '/home/ada/kept/m1/d/old')
    expect((await undo(runId, local)).report).toMatchObject({ refused: 2, deleted: { count: 0 } })
    expect(names()).toEqual(['e/new'])
  })
})

it('nothing of a move is undone where a restore fails', async () => {
  const { undo, runId, keys, www, s3 } = await inBucket()
  s3.before = (op) => {
    if (op === 'copy') throw fsError('EIO', { op: 'copy', path: '' })
  }
  await undo(runId, www)
  expect(keys('www')).toEqual(['site/z'])
})
