import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../../shared/job.ts'
import { everyRow } from '../../../../shared/review.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { filesBelow, uproot } from '../../../fakes/memory-tree.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const moving = { delete: true, moves: true } as const
const never = new AbortController().signal
const root = '/home/ada/site'

type Scene = ReturnType<typeof setUpSync>

/** A plan with a move, whose first run leaves its old name because another transfer fails. */
async function withheld(direction: 'upload' | 'download') {
  const scene = setUpSync()
  const { world, review, www, s3, plant, put, lines } = scene
  if (direction === 'upload') {
    plant({ new: 'text', more: 'more' })
    put('site/old', 'text')
  } else {
    plant({ old: 'text' })
    put('site/new', 'text')
    put('site/more', 'more')
  }
  await world.clock.advance(2000)
  const sync = direction === 'upload' ? review(local, www, moving) : review(www, local, moving)
  await world.clock.run(sync.plan(never))
  let failed = false
  s3.before = (op) => {
    if (failed || (op !== 'put' && op !== 'get')) return
    failed = true
    throw s3Error('AccessDenied', { op, bucket: 'www' })
  }
  const again = () => world.clock.run(sync.run({ finish: never, stop: never }))
  expect(await again()).toMatchObject({ withheld: 1, failed: 1 })
  s3.before = undefined
  lines.length = 0
  sync.planFailedAgain()
  const row = () => sync.review.page({ ...everyRow, categories: ['move'] }, 0, 1).rows[0]
  const names = () => [...filesBelow(world.fs, root).keys()]
  return { ...scene, again, row, names }
}

describe('a move whose old name was left is held to what it was, before that goes,', () => {
  it.each([
    ['the new object is gone', (s: Scene) => s.s3.buckets.get('www')?.remove('site/new')],
    ['the new object is another', (s: Scene) => s.put('site/new', 'TEXT')],
    ['the file is another', (s: Scene) => s.plant({ new: { file: 'TEXT', modified: 5 } })],
    ['the file is gone', (s: Scene) => uproot(s.world.fs, `${root}/new`)],
  ])('in a bucket: %s', async (_, change) => {
    const scene = await withheld('upload')
    change(scene)
    expect(await scene.again()).toMatchObject({ refused: 1 })
    expect(scene.row()).toMatchObject({ state: 'refused-changed', outcome: { error: { code: 'changed' } } })
    expect(scene.keys('www')).toContain('site/old')
  })

  it.each([
    ['the new file is gone', (s: Scene) => uproot(s.world.fs, `${root}/new`)],
    ['the new file is another', (s: Scene) => s.plant({ new: { file: 'TEXT', modified: 5 } })],
    ['the object is another', (s: Scene) => s.put('site/new', 'TEXT')],
  ])('in a folder: %s', async (_, change) => {
    const scene = await withheld('download')
    expect(scene.names()).toContain('new')
    change(scene)
    expect(await scene.again()).toMatchObject({ refused: 1 })
    expect(scene.names()).toContain('old')
  })

  it('in a folder, and goes where all is as it was, with nothing fetched again', async () => {
    const { again, s3, names, row } = await withheld('download')
    s3.effects.length = 0
    expect(await again()).toMatchObject({ exit: 0, moved: { count: 1 } })
    expect(names()).toEqual(['more', 'new'])
    expect(s3.effects.filter(({ op }) => op === 'get')).toHaveLength(1)
    expect(row()?.outcome?.from).toEqual({})
  })
})

/** A file on another disk than its new name: it is fetched. */
async function elsewhere() {
  const scene = setUpSync()
  const { world, review, www, plant, put, lines } = scene
  plant({ old: 'text' })
  put('site/new', 'text')
  await world.clock.advance(2000)
  const sync = review(www, local, moving)
  await world.clock.run(sync.plan(never))
  const broken = { unlink: false }
  world.fs.before = (op, path) => {
    if (op === 'link' && path.endsWith('old')) throw fsError('EXDEV', { op, path })
    if (op === 'unlink' && path.endsWith('old') && broken.unlink) throw fsError('EPERM', { op, path })
  }
  world.fs.effects.length = 0
  lines.length = 0
  return { ...scene, sync, broken }
}

describe('what was fetched to another disk', () => {
  it('is on it, name and all, before the old name goes', async () => {
    const { world, sync } = await elsewhere()
    await world.clock.run(sync.run({ finish: never, stop: never }))
    const ops = world.fs.effects.map(({ op, path }) => `${op} ${path}`)
    const gone = ops.findIndex((line) => line.startsWith('unlink') && line.endsWith('/old'))
    const synced = ops.findIndex((line) => line.startsWith('syncFolder'))
    const named = ops.findIndex((line) => line.startsWith('rename') && line.includes('.part'))
    expect(named).toBeGreaterThan(-1)
    expect(synced).toBeGreaterThan(named)
    expect(gone).toBeGreaterThan(synced)
  })

  it('is known where the old name could not be removed, and is not fetched again', async () => {
    const { world, sync, broken, s3, lines } = await elsewhere()
    broken.unlink = true
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({ failed: 1 })
    broken.unlink = false
    s3.effects.length = 0
    lines.length = 0
    sync.planFailedAgain()
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({
      moved: { count: 1 },
    })
    expect(lines).toEqual(['done move new'])
    expect(s3.effects.map(({ op }) => op)).not.toContain('get')
  })
})

describe('withheld moves that are fetched', () => {
  /** Two, beside a delete that a guard withholds. */
  function two() {
    const scene = setUpSync()
    const { plant, put, world } = scene
    plant({ old1: 'text1', old2: 'text two', gone: 'gone' })
    put('site/new1', 'text1')
    put('site/new2', 'text two')
    const names = () => [...filesBelow(world.fs, root).keys()]
    return { ...scene, names, rules: { ...moving, maxDelete: { kind: 'count', count: 0 } } as const }
  }

  it('are begun no more after the first cancel', async () => {
    const { run, www, s3, names, rules } = two()
    const finish = new AbortController()
    s3.before = (op) => {
      if (op === 'get') finish.abort()
    }
    const report = await run(www, local, rules, { finish: finish.signal })
    expect(report.endedBy?.code).toBe('interrupted')
    expect(names()).toEqual(['gone', 'new1', 'old1', 'old2'])
  })

  it('are begun no more where the disk is full', async () => {
    const { run, www, world, s3, rules } = two()
    world.fs.before = (op, path) => {
      if (op === 'write') throw fsError('ENOSPC', { op, path })
    }
    const report = await run(www, local, rules)
    expect(report).toMatchObject({ endedBy: { code: 'disk-full' }, failed: 1 })
    expect(s3.effects.filter(({ op }) => op === 'get')).toHaveLength(1)
  })

  it('wait while the run is paused', async () => {
    const { review, www, world, s3, names, rules } = two()
    await world.clock.advance(2000)
    const sync = review(www, local, rules)
    await world.clock.run(sync.plan(never))
    s3.before = (op) => {
      if (op === 'get') sync.pause()
    }
    const running = sync.run({ finish: never, stop: never })
    await world.clock.advance(5000)
    expect(names()).toEqual(['gone', 'new1', 'old1', 'old2'])
    s3.before = undefined
    sync.resume()
    await world.clock.run(running)
    expect(names()).toContain('new2')
  })

  it('count among the bytes of the run', async () => {
    const { run, www, rules } = two()
    const seen: { done: number; total: number }[] = []
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'progress') seen.push({ ...event.progress.bytes })
    }
    await run(www, local, rules, { onEvent })
    expect(seen.at(-1)).toMatchObject({ total: 13, done: 13 })
  })
})
