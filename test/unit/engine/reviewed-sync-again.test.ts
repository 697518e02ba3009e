import { describe, expect, it } from 'vitest'
import type { ReviewedSync } from '../../../main/engine/reviewed-sync.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { everyRow } from '../../../shared/review.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'
import { s3Error } from '../../fakes/s3-error.ts'
import type { Side } from '../../../main/engine/side.ts'

const never = new AbortController().signal
type Setup = ReturnType<typeof setUpSync>

const rowsOf = (sync: ReviewedSync): string[] =>
  sync.review.page(everyRow, 0, 1000).rows.map(({ action, key, reason }) => `${action} ${key} ${reason}`)

async function planned(
  setup: Setup,
  keys: readonly string[],
  {
    source = local,
    destination = setup.www,
    destinationEntries = 0,
    ...rules
  }: Partial<SyncRules> & { source?: Side; destination?: Side; destinationEntries?: number } = {},
): Promise<ReviewedSync> {
  const only = { keys, destinationEntries }
  const sync = setup.review(source, destination, { delete: true, ...rules }, ':memory:', undefined, { only })
  await setup.world.clock.run(sync.plan(never))
  return sync
}

function setUp(): Setup {
  const setup = setUpSync({ pageSize: 2 })
  setup.plant({ a: 'aa', b: 'b', c: 'c', 'd/e': 'e' })
  for (const key of ['b', 'old', 'older', 'd/f']) setup.put(`site/${key}`, 'there')
  return setup
}

describe('a plan of some keys alone', () => {
  it('has rows for those and no others, as both sides are now', async () => {
    const setup = setUp()
    const sync = await planned(setup, ['a', 'b', 'd/e', 'd/f', 'gone', 'old'])
    expect(rowsOf(sync)).toEqual([
      'upload a only-source',
      'upload b size-differs',
      'upload d/e only-source',
      'delete-remote d/f only-dest',
      'delete-remote old only-dest',
    ])
    expect(sync.summary).toMatchObject({ complete: true, withheld: null })
    const report = await setup.world.clock.run(sync.run({ finish: never, stop: never }))
    expect(report).toMatchObject({ exit: 0, transferred: { count: 3 }, deleted: { count: 2 } })
    expect(setup.keys('www')).toEqual(['site/a', 'site/b', 'site/d/e', 'site/older'])
    sync.close()
  })

  it('does not take a source for empty because none of them is there', async () => {
    const sync = await planned(setUp(), ['old'])
    expect(rowsOf(sync)).toEqual(['delete-remote old only-dest'])
    expect(sync.summary).toMatchObject({ listed: { source: 1 }, withheld: null })
    sync.close()
  })

  it('withholds deletes where the source is empty, and fails where it is not there', async () => {
    const empty = setUpSync()
    empty.plant({ d: { folder: true } })
    empty.put('site/old', 'old')
    const sync = await planned(empty, ['old'])
    expect(sync.summary.withheld).toMatchObject({ code: 'empty-source' })
    sync.close()
    const none = setUpSync()
    none.put('site/old', 'old')
    const broken = await planned(none, ['old'])
    expect(broken.summary.withheld).toMatchObject({ code: 'source-missing' })
    broken.close()
  })

  it('holds a cap in percent against all that the destination had', async () => {
    const over = await planned(setUp(), ['old'], { maxDelete: { kind: 'share', percent: 50 } })
    expect(over.summary.withheld).toMatchObject({ code: 'too-many-deletes' })
    over.close()
    const within = await planned(setUp(), ['old'], {
      maxDelete: { kind: 'share', percent: 50 },
      destinationEntries: 4,
    })
    expect(within.summary).toMatchObject({ withheld: null, listed: { destination: 4 } })
    within.close()
  })

  it('goes by the rules: filters, and links that are left out', async () => {
    const setup = setUpSync()
    setup.plant({ a: 'a', 'b.tmp': 'b', l: { link: 'a' } })
    const rules = { filters: [{ kind: 'exclude', pattern: '*.tmp' } as const], followLinks: false }
    const sync = await planned(setup, ['a', 'b.tmp', 'l'], rules)
    expect(rowsOf(sync)).toEqual(['upload a only-source'])
    expect(sync.summary.excluded.count).toBe(1)
    sync.close()
  })

  it('plans nothing on a name that the server does not tell of', async () => {
    const setup = setUp()
    setup.s3.before = (op) => {
      if (op === 'head') throw s3Error('AccessDenied', { op, bucket: 'www' })
    }
    const sync = await planned(setup, ['old'])
    expect(rowsOf(sync)).toEqual([])
    expect(sync.summary).toMatchObject({ complete: false, withheld: { code: 'access-denied' } })
    sync.close()
  })

  it('leaves alone what is behind a link of the destination, and what is no file there', async () => {
    const setup = setUpSync()
    setup.plant({ 'real/a': 'a', d: { link: 'real' }, f: { folder: true }, old: 'old' })
    setup.put('site/x', 'x')
    const download = { source: setup.www, destination: local }
    const sync = await planned(setup, ['d/a', 'f', 'old', 'x'], download)
    expect(rowsOf(sync)).toEqual(['delete-local old only-dest', 'download x only-source'])
    expect(setup.lines).toEqual(['problem through-link d/a'])
    sync.close()
  })

  describe('on a disk that keeps no case apart', () => {
    function insensitive(): Setup {
      const setup = setUpSync({}, {}, { fs: { insensitive: true } })
      setup.plant({ A: 'A', 'D/x': 'x', 'D/y': 'y' })
      return setup
    }

    it('does nothing about a name that it has in another spelling, at any level, and says so', async () => {
      const setup = insensitive()
      for (const key of ['A', 'a', 'D/x', 'd/x']) setup.put(`site/${key}`, 'longer')
      const download = { source: setup.www, destination: local }
      const sync = await planned(setup, ['A', 'D/x', 'D/y', 'a', 'd/x', 'd/y'], download)
      expect(rowsOf(sync)).toEqual([
        'download A size-differs',
        'download D/x size-differs',
        'delete-local D/y only-dest',
      ])
      expect(setup.lines).toEqual(['problem replaced a', 'problem replaced d/x', 'problem replaced d/y'])
      sync.close()
    })

    it('takes no other file for that of the name', async () => {
      const setup = insensitive()
      setup.put('site/a', 'longer')
      setup.put('site/b', 'not there by any name')
      const sync = await planned(setup, ['a', 'b'])
      expect(rowsOf(sync)).toEqual(['delete-remote b only-dest'])
      expect(setup.lines).toEqual(['problem replaced a'])
      sync.close()
    })
  })

  it('does nothing about a name in a folder that tells no names', async () => {
    const setup = setUpSync({}, {}, { fs: { uid: 1000 } })
    setup.plant({ x: 'x', 'd/a': 'a', d: { folder: true, mode: 0o311 } })
    setup.put('site/d/a', 'longer')
    const sync = await planned(setup, ['d/a'], { source: setup.www, destination: local })
    expect(rowsOf(sync)).toEqual([])
    expect(setup.lines).toEqual(['problem unreadable d/a'])
    sync.close()
  })

  it('knows an archived object that can be read now', async () => {
    const setup = setUpSync()
    const bucket = setup.s3.buckets.get('www')
    const archived = {
      bytes: Buffer.from('x'),
      etag: 'e',
      etagIsDigest: false,
      metadata: {},
      storageClass: 'GLACIER',
    }
    bucket?.write('site/away', archived)
    bucket?.write('site/back', { ...archived, restored: true })
    const sync = await planned(setup, ['away', 'back'], { source: setup.www, destination: local })
    expect(rowsOf(sync)).toEqual(['skip away archived', 'download back only-source'])
    sync.close()
  })
})
