import { describe, expect, it } from 'vitest'
import { everyRow } from '../../../../shared/review.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { filesBelow, uproot } from '../../../fakes/memory-tree.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const moving = { delete: true, moves: true } as const
const never = new AbortController().signal
const root = '/home/ada/site'

type Scene = ReturnType<typeof setUpSync>

/** A plan with a move, whose first run copies it and leaves its old name, because another transfer fails. */
async function withheld() {
  const scene = setUpSync()
  const { world, review, www, s3, plant, put, lines } = scene
  plant({ new: 'text', more: 'more' })
  put('site/old', 'text')
  await world.clock.advance(2000)
  const sync = review(local, www, moving)
  await world.clock.run(sync.plan(never))
  s3.before = (op) => {
    if (op === 'put') throw s3Error('AccessDenied', { op, bucket: 'www' })
  }
  const again = () => world.clock.run(sync.run({ finish: never, stop: never }))
  expect(await again()).toMatchObject({ withheld: 1, failed: 1 })
  s3.before = undefined
  lines.length = 0
  sync.planFailedAgain()
  const row = () => sync.review.page({ ...everyRow, categories: ['move'] }, 0, 1).rows[0]
  return { ...scene, again, row }
}

describe('a move whose old name was left is held to what it was, before that goes,', () => {
  it.each([
    ['the new object is gone', (s: Scene) => s.s3.buckets.get('www')?.remove('site/new')],
    ['the new object is another', (s: Scene) => s.put('site/new', 'TEXT')],
    ['the file is another', (s: Scene) => s.plant({ new: { file: 'TEXT', modified: 5 } })],
    ['the file is gone', (s: Scene) => uproot(s.world.fs, `${root}/new`)],
  ])('in a bucket: %s', async (_, change) => {
    const scene = await withheld()
    change(scene)
    expect(await scene.again()).toMatchObject({ refused: 1 })
    expect(scene.row()).toMatchObject({ state: 'refused-changed', outcome: { error: { code: 'changed' } } })
    expect(scene.keys('www')).toContain('site/old')
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

  it.each([
    ['the new file is gone', (s: Scene) => uproot(s.world.fs, `${root}/new`)],
    ['the new file is another', (s: Scene) => s.plant({ new: { file: 'TEXT', modified: 5 } })],
    ['the object is another', (s: Scene) => s.put('site/new', 'TEXT')],
  ])('is held to what it was, before the old name goes: %s', async (_, change) => {
    const scene = await elsewhere()
    const { world, sync, broken } = scene
    broken.unlink = true
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({ failed: 1 })
    expect([...filesBelow(world.fs, root).keys()]).toEqual(['new', 'old'])
    broken.unlink = false
    change(scene)
    sync.planFailedAgain()
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({ refused: 1 })
    expect([...filesBelow(world.fs, root).keys()]).toContain('old')
  })
})
