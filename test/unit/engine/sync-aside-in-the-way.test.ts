import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { openUndone } from '../../../main/engine/past-run.ts'
import type { AsidePlace } from '../../../shared/aside.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { everyRow } from '../../../shared/review.ts'
import { noWriteProperties } from '../../../shared/write-properties.ts'
import { plantTree, snapshotTree, type TreeTable } from '../../fakes/memory-tree.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'

const place: AsidePlace = { kind: 'folder', path: '/home/ada/kept' }
const old = Date.UTC(2020, 1, 2)
const trash = { folder: '/home/ada/.local/share/Trash', uid: 0 }

let scene: ReturnType<typeof setUpSync>
const rows: PlanRow[] = []
const row = (key: string): PlanRow | undefined => rows.find((one) => one.key === key)

/** A run that replaces one file and deletes two, and puts them aside on another disk: by copies. */
beforeEach(() => {
  rows.length = 0
  scene = setUpSync({}, {}, { trash })
  plantTree(scene.world.fs, '/home/ada', { kept: { folder: true, dev: 7 } })
  scene.put('site/changed', 'as it is there')
  scene.plant({
    changed: { file: 'as it was', modified: old },
    'sub/gone': { file: 'gone', modified: old },
    'sub/too': { file: 'gone', modified: old },
  })
})

const pull = (job = {}, rules = {}) =>
  scene.run(
    scene.www,
    local,
    { delete: true, ...rules },
    {
      job: { aside: place, runId: 'r1', ...job },
      onEvent: (event) => {
        if (event.kind === 'row') rows.push(event.row)
      },
    },
  )

const text = (path: string): string => {
  const { node } = scene.world.fs.disk.find({ op: 'x', path }, path, true)
  return node.kind === 'file' ? Buffer.from(node.bytes.subarray(0, node.size)).toString() : node.kind
}
const names = (at: string) => [...snapshotTree(scene.world.fs, at).keys()]

/** Does something once, right after an operation. */
function once(op: string, ending: string, act: () => void): void {
  const { fs } = scene.world
  fs.after = (effect) => {
    if (effect.op !== op || !(effect.to ?? effect.path).endsWith(ending)) return
    fs.after = undefined
    act()
  }
}

it.each<[string, string, RegExp, object]>([
  ['while it is copied', 'changed', /(part|changed)$/, {}],
  ['once it is copied', 'changed', /changed$/, {}],
  ['once it is copied, where nothing was compared', 'changed', /changed$/, { copyAll: true }],
  ['while it is copied', 'sub/gone', /(part|gone)$/, {}],
  ['once it is copied', 'sub/gone', /gone$/, {}],
])('what is saved %s is neither replaced nor deleted: %s', async (_, key, made, rules) => {
  const { fs } = scene.world
  const isCopied = made.test('part') ? 'create' : 'lstat'
  fs.after = ({ op }) => {
    if (op !== isCopied || !names('/home/ada/kept').some((name) => made.test(name))) return
    fs.after = undefined
    scene.plant({ [key]: 'saved just now' })
  }
  await pull({}, rules)
  expect(text(`/home/ada/site/${key}`)).toBe('saved just now')
  expect(row(key)).toMatchObject({ state: 'refused-changed' })
  expect(names('/home/ada').join()).not.toContain('.part')
})

it('a file that is removed, though the disk says that it is not, is deleted and kept', async () => {
  once('unlink', '/gone', () => {
    throw Object.assign(new Error('ETIMEDOUT'), { code: 'ETIMEDOUT' })
  })
  await pull()
  expect(row('sub/gone')).toMatchObject({ state: 'done', outcome: { aside: { size: 4 } } })
  expect(text('/home/ada/kept/r1/sub/gone')).toBe('gone')
})

it('a file that is replaced, though the disk says that it is not, is kept, and its row says where', async () => {
  once('rename', '/changed', () => {
    throw Object.assign(new Error('ETIMEDOUT'), { code: 'ETIMEDOUT' })
  })
  await pull()
  expect(row('changed')).toMatchObject({
    state: 'failed',
    outcome: { aside: { path: '/home/ada/kept/r1/changed' }, error: {} },
  })
  expect(text('/home/ada/kept/r1/changed')).toBe('as it was')
})

it('where it is kept stays on record when the row is tried again, and refused', async () => {
  once('rename', '/changed', () => {
    throw Object.assign(new Error('ETIMEDOUT'), { code: 'ETIMEDOUT' })
  })
  const { review, world, www } = scene
  const job = { aside: place, runId: 'r1' }
  const sync = review(www, local, { delete: true }, ':memory:', undefined, job)
  const never = new AbortController().signal
  const run = () => world.clock.run(sync.run({ finish: never, stop: never }))
  await world.clock.run(sync.plan(never))
  await run()
  sync.planFailedAgain()
  await run()
  const changed = sync.review.page(everyRow, 0, 10).rows.find(({ key }) => key === 'changed')
  expect(changed).toMatchObject({
    state: 'refused-changed',
    outcome: { aside: { path: '/home/ada/kept/r1/changed' }, error: { code: 'changed' } },
  })
  sync.close()
})

it('each file that is deleted is on record before the next one goes', async () => {
  const { fs } = scene.world
  let before: PlanRow | undefined
  fs.before = (op, path) => {
    if (op === 'unlink' && path.endsWith('/too')) before = row('sub/gone')
  }
  await pull()
  expect(before).toMatchObject({ state: 'done', outcome: { aside: { kind: 'folder' } } })
})

it('a copy has its name in the place once it is whole, and not before', async () => {
  const { fs } = scene.world
  const sizes = new Set<number>()
  fs.after = () => {
    if (names('/home/ada/kept').includes('r1/changed')) sizes.add(text('/home/ada/kept/r1/changed').length)
  }
  await pull()
  expect([...sizes]).toEqual(['as it was'.length])
  expect(names('/home/ada/kept').join()).not.toContain('.part')
})

/** A file for the record of a run. */
function recordIn(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aside-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return join(folder, 'r1')
}

it('what is put back is on disk before what was kept is gone', async () => {
  const storePath = recordIn()
  await pull({ storePath })
  const { past, close } = openUndone({ runId: 'r1', storePath }, scene.world.clock)
  scene.world.fs.effects.length = 0
  await scene.run(past, local, { delete: true }, { job: { aside: place, runId: 'undo' } })
  close()
  const { effects } = scene.world.fs
  const named = effects.findIndex(({ op, to }) => op === 'rename' && to?.endsWith('/gone'))
  const left = effects.findIndex(({ op, path }) => op === 'unlink' && path.endsWith('r1/sub/gone'))
  const between = effects.slice(named, left).map(({ op }) => op)
  expect(named).toBeGreaterThan(0)
  expect(between).toContain('syncFolder')
})

it.each<[string, TreeTable, string]>([
  ['below the destination', { 'site/disk': { folder: true, dev: 9 } }, 'inside the destination'],
  [
    'of another person',
    { 'site/disk': { folder: true, dev: 9 }, 'site/disk/.Trash-0': { folder: true, owner: 5 } },
    'has none',
  ],
])('a file of a disk whose trash is %s stays', async (_, tree, says) => {
  plantTree(scene.world.fs, '/home/ada', tree)
  scene.plant({ 'disk/f': { file: 'stays', modified: old } })
  await pull({ aside: { kind: 'trash' } })
  expect(row('disk/f')?.outcome?.error?.message).toContain(says)
  expect(names('/home/ada/site/disk')).toContain('f')
})

it('what is kept can be read by nobody else', async () => {
  await pull()
  expect((await scene.world.fs.stat('/home/ada/kept/r1')).mode).toBe(0o700)
})

it('an object whose properties are replaced is kept, and has those back that it had', async () => {
  const { s3, www, put, plant, run, world } = scene
  put('site/changed', 'as it was')
  plant({ changed: { file: 'as it was', modified: old } })
  const properties = { ...noWriteProperties, cacheControl: 'no-cache' }
  const aside = { kind: 'prefix', bucket: 'copy', prefix: 'kept/' } as const
  const storePath = recordIn()
  const cacheControl = () => s3.buckets.get('www')?.current('site/changed')?.cacheControl
  const rules = { compareProperties: true, properties }
  const report = await run(local, www, rules, { job: { aside, runId: 'r1', storePath } })
  expect(report).toMatchObject({ exit: 0, adjusted: 1, aside: { count: 1 } })
  expect(cacheControl()).toBe('no-cache')
  const { past, close } = openUndone({ runId: 'r1', storePath }, world.clock)
  expect(await run(past, www, { delete: true }, { job: { aside, runId: 'undo' } })).toMatchObject({ exit: 0 })
  close()
  expect(cacheControl()).toBeUndefined()
})
