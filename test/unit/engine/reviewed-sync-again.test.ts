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
})
