import { describe, expect, it } from 'vitest'
import { s3Error } from '../../../fakes/s3-error.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { filesBelow, nodeAt, uproot } from '../../../fakes/memory-tree.ts'

const moving = { delete: true, moves: true } as const
const never = new AbortController().signal
const root = '/home/ada/site'

/** A bucket with an old name, and a folder with a new one of the same content. */
function upload(options: Parameters<typeof setUpSync>[0] = {}) {
  const scene = setUpSync(options)
  scene.plant({ new: 'text' })
  scene.put('site/old', 'text')
  return scene
}

/** The other way round, and where each file is known by what it is. */
function download() {
  const scene = setUpSync()
  scene.plant({ 'd/old': 'text' })
  scene.put('site/e/new', 'text')
  const names = () =>
    Object.fromEntries(
      [...filesBelow(scene.world.fs, root)].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
    )
  return { ...scene, names }
}

describe('in a bucket', () => {
  it.each(['aws', 'radosgw'] as const)('is a copy, and then a delete: %s', async (quirks) => {
    const { run, www, s3, keys, lines } = upload({ quirks })
    s3.effects.length = 0
    const report = await run(local, www, moving)
    expect(lines).toEqual(['done move new'])
    expect(keys('www')).toEqual(['site/new'])
    expect(s3.effects.map(({ op }) => op)).not.toContain('put')
    expect(report).toMatchObject({
      exit: 0,
      moved: { count: 1, bytes: 4 },
      transferred: { count: 0 },
      deleted: { count: 0 },
    })
    expect(await run(local, www, moving)).toMatchObject({ exit: 0, summary: { same: 1 } })
  })

  it.each([
    [
      'the cap on deletes does not count it',
      { maxDelete: { kind: 'count', count: 0 } as const },
      'done move new',
      ['site/new'],
    ],
    ['a dry run does nothing', { dryRun: true }, 'planned move new', ['site/old']],
  ] as const)('%s', async (_, rules, line, left) => {
    const { run, www, keys, lines } = upload()
    expect(await run(local, www, { ...moving, ...rules })).toMatchObject({ exit: 0 })
    expect(lines).toEqual([line])
    expect(keys('www')).toEqual(left)
  })

  it('where a guard withholds deletes the copy is made, the old one stays, and the row says so', async () => {
    const { run, www, put, keys, lines } = upload()
    put('site/gone', 'gone')
    const rules = { ...moving, maxDelete: { kind: 'count', count: 0 } } as const
    expect(await run(local, www, rules)).toMatchObject({ exit: 5, withheld: 2 })
    expect(lines).toEqual(['withheld move new', 'withheld delete-remote gone'])
    expect(keys('www')).toEqual(['site/gone', 'site/new', 'site/old'])
  })

  it('where a transfer fails the old one stays', async () => {
    const { run, www, plant, keys, lines, s3 } = upload()
    plant({ more: 'more' })
    s3.before = (op) => {
      if (op === 'put') throw s3Error('AccessDenied', { op, bucket: 'www' })
    }
    await run(local, www, moving)
    expect(lines.sort()).toEqual(['failed upload more', 'withheld move new'])
    expect(keys('www')).toEqual(['site/new', 'site/old'])
  })

  it.each([
    ['the old object is another', (scene: ReturnType<typeof setUpSync>) => scene.put('site/old', 'TEXT')],
    [
      'the old object is gone',
      (scene: ReturnType<typeof setUpSync>) => scene.s3.buckets.get('www')?.remove('site/old'),
    ],
    ['the new name is taken', (scene: ReturnType<typeof setUpSync>) => scene.put('site/new', 'mine')],
    [
      'the file is another',
      (scene: ReturnType<typeof setUpSync>) => scene.plant({ new: { file: 'TEXT', modified: 5 } }),
    ],
    ['the file is gone', (scene: ReturnType<typeof setUpSync>) => uproot(scene.world.fs, `${root}/new`)],
  ])('is refused where %s by then, and nothing is deleted', async (_, change) => {
    const scene = upload()
    const { world, review, www, keys, lines } = scene
    await world.clock.advance(2000)
    const sync = review(local, www, moving)
    await world.clock.run(sync.plan(never))
    const before = new Set(keys('www'))
    change(scene)
    lines.length = 0
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({
      exit: 1,
      refused: 1,
    })
    expect(lines).toEqual(['refused-changed move new'])
    expect(sync.review.row(2)?.outcome?.now ?? sync.review.row(1)?.outcome?.now).toBeDefined()
    if (before.has('site/old') && keys('www').includes('site/old')) expect(keys('www')).toContain('site/old')
  })

  it('is refused where the old object is replaced after it was copied: the copy stays, and is known', async () => {
    const { world, review, www, s3, put, keys, lines } = upload()
    await world.clock.advance(2000)
    const sync = review(local, www, moving)
    await world.clock.run(sync.plan(never))
    let copied = false
    s3.before = (op) => {
      if (op === 'copy') {
        copied = true
        return
      }
      if (copied) {
        copied = false
        put('site/old', 'another')
      }
    }
    lines.length = 0
    await world.clock.run(sync.run({ finish: never, stop: never }))
    expect(lines).toEqual(['refused-changed move new'])
    expect(keys('www')).toEqual(['site/new', 'site/old'])
    const [row] = sync.review.page(
      { categories: ['move'], states: null, search: '', folder: '', sort: 'key', descending: false },
      0,
      1,
    ).rows
    expect(row?.outcome).toMatchObject({
      proof: 'hash',
      error: { code: 'changed' },
      now: { from: { size: 7 } },
    })
  })

  it('that was copied and not deleted is ended by the next run of its plan, and not copied again', async () => {
    const { world, review, www, s3, keys, lines, plant } = upload()
    plant({ more: 'more' })
    await world.clock.advance(2000)
    const sync = review(local, www, moving)
    await world.clock.run(sync.plan(never))
    s3.before = (op) => {
      if (op === 'put') throw s3Error('AccessDenied', { op, bucket: 'www' })
    }
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({
      withheld: 1,
      failed: 1,
    })
    expect(keys('www')).toEqual(['site/new', 'site/old'])
    s3.before = undefined
    s3.effects.length = 0
    lines.length = 0
    sync.planFailedAgain()
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({
      exit: 0,
      moved: { count: 1 },
    })
    expect(lines.sort()).toEqual(['done move new', 'done upload more'])
    expect(keys('www')).toEqual(['site/more', 'site/new'])
    expect(s3.effects.map(({ op }) => op)).not.toContain('copy')
  })

  it('that was taken out of the plan is neither copied nor deleted', async () => {
    const { world, review, www, keys } = upload()
    await world.clock.advance(2000)
    const sync = review(local, www, moving)
    await world.clock.run(sync.plan(never))
    sync.review.choose({ kind: 'folder', folder: '' }, false)
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({ exit: 0 })
    expect(keys('www')).toEqual(['site/old'])
  })
})

describe('in a folder', () => {
  it('is a rename, with the time of the object', async () => {
    const { run, www, world, s3, names, lines } = download()
    const inode = nodeAt(world.fs, `${root}/d/old`)?.ino
    s3.effects.length = 0
    expect(await run(www, local, moving)).toMatchObject({
      exit: 0,
      moved: { count: 1 },
      transferred: { count: 0 },
    })
    expect(lines).toEqual(['done move e/new'])
    expect(names()).toEqual({ 'e/new': 'text' })
    expect(nodeAt(world.fs, `${root}/e/new`)?.ino).toBe(inode)
    expect(s3.effects.map(({ op }) => op)).not.toContain('get')
    expect(await run(www, local, { compare: 'any-time' })).toMatchObject({ exit: 0, summary: { same: 1 } })
  })

  it('where deletes are withheld the new one is fetched, and the old one stays', async () => {
    const { run, www, plant, names, lines } = download()
    plant({ gone: 'gone' })
    const rules = { ...moving, maxDelete: { kind: 'count', count: 0 } } as const
    expect(await run(www, local, rules)).toMatchObject({ exit: 5, withheld: 2 })
    expect(lines).toEqual(['withheld move e/new', 'withheld delete-local gone'])
    expect(names()).toEqual({ 'd/old': 'text', 'e/new': 'text', gone: 'gone' })
  })

  it('to another disk is fetched, and the old one deleted', async () => {
    const { run, www, world, s3, names } = download()
    s3.effects.length = 0
    world.fs.before = (op, path) => {
      if (op === 'link' && path.endsWith('old')) throw fsError('EXDEV', { op, path })
    }
    expect(await run(www, local, moving)).toMatchObject({ exit: 0, moved: { count: 1 } })
    expect(names()).toEqual({ 'e/new': 'text' })
    expect(s3.effects.map(({ op }) => op)).toContain('get')
  })

  it.each([
    [
      'the old file is another',
      (scene: ReturnType<typeof setUpSync>) => scene.plant({ 'd/old': { file: 'TEXT', modified: 5 } }),
      { 'd/old': 'TEXT' },
    ],
    [
      'the new name is taken',
      (scene: ReturnType<typeof setUpSync>) => scene.plant({ 'e/new': 'mine' }),
      { 'd/old': 'text', 'e/new': 'mine' },
    ],
    [
      'the object is another',
      (scene: ReturnType<typeof setUpSync>) => scene.put('site/e/new', 'TEXT'),
      { 'd/old': 'text' },
    ],
  ])('is refused where %s by then', async (_, change, left) => {
    const scene = download()
    const { world, review, www, names, lines } = scene
    await world.clock.advance(2000)
    const sync = review(www, local, moving)
    await world.clock.run(sync.plan(never))
    change(scene)
    lines.length = 0
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({
      exit: 1,
      refused: 1,
    })
    expect(lines).toEqual(['refused-changed move e/new'])
    expect(names()).toEqual(left)
  })
})
