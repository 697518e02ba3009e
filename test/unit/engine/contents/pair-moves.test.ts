import { describe, expect, it } from 'vitest'
import type { Side } from '../../../../main/engine/side.ts'
import { everyRow } from '../../../../shared/review.ts'
import type { SyncRules } from '../../../../shared/sync-rules.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { uproot } from '../../../fakes/memory-tree.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

const moving = { delete: true, moves: true } as const
type Scene = ReturnType<typeof setUpSync>

/** The rows of a plan: `move old > new`, and of all others `action key`. */
async function planned(
  { world, review }: Scene,
  source: Side,
  destination: Side,
  rules: Partial<SyncRules> = moving,
) {
  await world.clock.advance(60_000)
  const sync = review(source, destination, rules)
  expect(await world.clock.run(sync.plan(new AbortController().signal))).toBe('planned')
  const { rows, total } = sync.review.page(everyRow, 0, 1000)
  const lines = rows.map(({ action, key, from }) =>
    from === undefined ? `${action} ${key}` : `${action} ${from.key} > ${key}`,
  )
  return { lines, total, sync }
}

describe('what an upload may move', () => {
  it.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    ['one content under another name', { new: 'text' }, { old: 'text' }, ['move old > new']],
    ['another content of one size', { new: 'text' }, { old: 'TEXT' }, ['upload new', 'delete-remote old']],
    ['another size', { new: 'texts' }, { old: 'text' }, ['upload new', 'delete-remote old']],
    ['nothing', { new: '' }, { old: '' }, ['upload new', 'delete-remote old']],
    ['a name that stays', { new: 'text', old: 'text' }, { old: 'text' }, ['upload new']],
    [
      'a name that is there',
      { new: 'other' },
      { new: 'text', old: 'other' },
      ['upload new', 'delete-remote old'],
    ],
    [
      'one for two: the one of its last name',
      { 'x/a': 'text' },
      { 'old/a': 'text', b: 'text' },
      ['delete-remote b', 'move old/a > x/a'],
    ],
    [
      'one for two: the first',
      { new: 'text' },
      { c: 'text', b: 'text' },
      ['delete-remote c', 'move b > new'],
    ],
    ['two for one: the first', { m: 'text', n: 'text' }, { old: 'text' }, ['move old > m', 'upload n']],
    [
      'two for two, each once',
      { m: 'text', 'x/a': 'text' },
      { 'y/a': 'text', 'y/b': 'text' },
      ['move y/a > x/a', 'move y/b > m'],
    ],
  ])('%s', async (_, files, objects, expected) => {
    const scene = setUpSync()
    scene.plant(files)
    for (const [key, text] of Object.entries(objects)) scene.put(`site/${key}`, text)
    const { lines, total } = await planned(scene, local, scene.www)
    expect(lines.sort()).toEqual(expected.sort())
    expect(total).toBe(expected.length)
  })
})

describe('what proves it', () => {
  const inParts = { multipartThreshold: 9, multipartChunksize: 8, smallestPart: 1 }

  it('an object in parts is known by the sizes of its parts, and another of its size is not', async () => {
    const scene = setUpSync({ smallestPart: 1 }, inParts)
    scene.plant({ a: 'made of more than one part', b: 'MADE OF MORE THAN ONE PART' })
    await scene.run(local, scene.www)
    for (const name of ['a', 'b']) uproot(scene.world.fs, `/home/ada/site/${name}`)
    scene.plant({ 'x/n': 'MADE OF MORE THAN ONE PART', 'x/m': 'made of more than 1 part..' })
    expect((await planned(scene, local, scene.www)).lines.sort()).toEqual([
      'delete-remote a',
      'move b > x/n',
      'upload x/m',
    ])
  })

  it.each([
    ['a checksum that the server keeps', 'aws', ['move same > x/same']],
    ['nothing, whatever the names,', 'radosgw', ['delete-remote same', 'upload x/same']],
  ] as const)('where the ETag is no digest, %s does: %s', async (_, quirks, expected) => {
    const scene = setUpSync({ quirks })
    scene.plant({ 'x/same': 'text' })
    const bytes = Buffer.from('text')
    scene.s3.buckets
      .get('www')
      ?.write('site/same', { bytes, etag: 'e'.repeat(32), etagIsDigest: false, metadata: {} })
    expect((await planned(scene, local, scene.www)).lines.sort()).toEqual(expected)
  })

  it('a file that can not be read stays two rows', async () => {
    const scene = setUpSync()
    scene.plant({ new: 'text' })
    scene.put('site/old', 'text')
    scene.world.fs.before = (op, path) => {
      if (op === 'openToRead' && path.endsWith('/new')) throw fsError('EACCES', { op, path })
    }
    expect((await planned(scene, local, scene.www)).lines.sort()).toEqual(['delete-remote old', 'upload new'])
  })

  it('a file that would go is known by the new object that has its digest', async () => {
    const scene = setUpSync()
    scene.plant({ old: 'text', other: 'TEXT' })
    scene.put('site/new', 'text')
    expect((await planned(scene, scene.www, local)).lines.sort()).toEqual([
      'delete-local other',
      'move old > new',
    ])
  })

  it('a name that differs by case alone stays two rows on a disk, and moves in a bucket', async () => {
    const scene = setUpSync()
    scene.plant({ name: 'text' })
    scene.put('site/Name', 'text')
    expect((await planned(scene, scene.www, local)).lines.sort()).toEqual([
      'delete-local name',
      'download Name',
    ])
    expect((await planned(scene, local, scene.www)).lines).toEqual(['move Name > name'])
  })

  it('of two buckets one ETag is enough, and nothing is asked', async () => {
    const scene = setUpSync()
    scene.put('site/new', 'text')
    const bytes = Buffer.from('text')
    const etag = scene.s3.buckets.get('www')?.current('site/new')?.etag ?? ''
    scene.s3.buckets.get('copy')?.write('old', { bytes, etag, etagIsDigest: true, metadata: {} })
    scene.s3.effects.length = 0
    expect((await planned(scene, scene.www, scene.copy)).lines).toEqual(['move old > new'])
    expect(scene.s3.effects.filter(({ op }) => op === 'head')).toEqual([])
  })

  it.each([
    ['without --delete', { moves: true }],
    ['without --moves', { delete: true }],
  ])('%s there are none', async (_, rules) => {
    const scene = setUpSync()
    scene.plant({ new: 'text' })
    scene.put('site/old', 'text')
    expect((await planned(scene, local, scene.www, rules)).lines.join()).not.toContain('move')
  })

  it('what is below a name that could not be read is not moved away', async () => {
    const scene = setUpSync()
    scene.plant({ new: 'text', 'secret/x': 'x' })
    scene.put('site/secret/old', 'text')
    scene.world.fs.before = (op, path) => {
      if (op === 'readFolder' && path.includes('secret')) throw fsError('EACCES', { op, path })
    }
    expect((await planned(scene, local, scene.www)).lines.sort()).toEqual(['skip secret/old', 'upload new'])
  })
})

describe('a plan with moves', () => {
  it('counts them apart: neither transfers nor deletes, in folders and out of them', async () => {
    const scene = setUpSync()
    scene.plant({ 'x/new': 'text', more: 'm' })
    scene.put('site/y/old', 'text')
    scene.put('site/gone', 'g')
    const { sync } = await planned(scene, local, scene.www)
    expect(sync.summary).toMatchObject({
      transfers: { count: 1, bytes: 1 },
      moves: { count: 1, bytes: 4 },
      deletes: { count: 1, bytes: 1 },
    })
    expect(sync.review.totals.categories()).toMatchObject({
      new: { included: { count: 1, bytes: 1 } },
      move: { included: { count: 1, bytes: 0 } },
      delete: { included: { count: 1, bytes: 1 } },
    })
    expect(sync.review.folders.root()?.rows).toMatchObject({ new: 1, move: 1, delete: 1 })
    // Nothing is left in the old one's folder.
    expect(sync.review.folders.children('', 0, 9).folders.map(({ path, rows }) => [path, rows.move])).toEqual(
      [['x/', 1]],
    )
    expect(sync.review.page({ ...everyRow, categories: ['move'] }, 0, 9)).toMatchObject({
      total: 1,
      rows: [
        {
          reason: 'renamed',
          decidedBy: '--moves',
          destination: null,
          from: { key: 'y/old', seen: { size: 4 } },
        },
      ],
    })
  })
})

it.each(['old', 'new'])('a row that is taken out while contents are read is in no move: %s', async (key) => {
  const scene = setUpSync()
  const { world, review, plant, put, keys, www } = scene
  plant({ new: 'text' })
  put('site/old', 'text')
  await world.clock.advance(60_000)
  const sync = review(local, www, moving)
  const rows = () => sync.review.page(everyRow, 0, 10).rows
  world.fs.before = (op) => {
    if (op !== 'read') return
    const seqs = rows().flatMap((row) => (row.key === key ? [row.seq] : []))
    sync.review.choose({ kind: 'rows', seqs }, false)
  }
  const never = new AbortController().signal
  await world.clock.run(sync.plan(never))
  world.fs.before = undefined
  expect(rows().map(({ action, state }) => `${state} ${action}`)).toEqual(
    key === 'old'
      ? ['planned upload', 'excluded-by-you delete-remote']
      : ['excluded-by-you upload', 'planned delete-remote'],
  )
  expect(sync.review.folders.root()).toMatchObject({ leftOut: 1, rows: { move: 0 } })
  await world.clock.run(sync.run({ finish: never, stop: never }))
  expect(keys('www')).toEqual(key === 'old' ? ['site/new', 'site/old'] : [])
})

it.each([
  { kind: 'folder', folder: 'd/' } as const,
  { kind: 'view', view: { ...everyRow, search: 'D/OL' } } as const,
])('a move out of what is taken out stays: $kind', async (choice) => {
  const scene = setUpSync()
  scene.plant({ 'e/new': 'text' })
  scene.put('site/d/old', 'text')
  const { sync } = await planned(scene, local, scene.www)
  expect(sync.review.choose(choice, false)).toBe(1)
  expect(sync.review.page({ ...everyRow, folder: 'd/' }, 0, 10)).toMatchObject({
    total: 1,
    rows: [{ state: 'excluded-by-you', key: 'e/new' }],
  })
})
