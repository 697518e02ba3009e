import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { headerText, openPlanFile } from '../../../../main/engine/plan-file/open-plan-file.ts'
import type { GivenPlan } from '../../../../main/engine/plan-file/take-plan.ts'
import { readPastFacts } from '../../../../main/engine/past-run.ts'
import { ReviewedSync } from '../../../../main/engine/reviewed-sync.ts'
import type { Source } from '../../../../main/engine/side.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import type { RunReport } from '../../../../shared/job.ts'
import { everyRow } from '../../../../shared/review.ts'
import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { local } from '../../../fakes/memory-sync.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { forge, savedPlan, scratch } from './plans.ts'

const never = new AbortController().signal

let folder: ReturnType<typeof scratch>
let path: string

beforeEach(() => {
  folder = scratch()
  path = folder.path('plan.sluice')
})

afterEach(() => {
  folder.end()
})

type Saved = Awaited<ReturnType<typeof savedPlan>>

function given(
  saved: Saved,
  source: Source = local,
  more: Partial<GivenPlan> = {},
  storePath = ':memory:',
): ReviewedSync {
  const file = openPlanFile(path)
  return new ReviewedSync(
    saved.world,
    {
      source,
      destination: saved.www,
      rules: file.header.rules,
      transfer: { ...defaultTransferSettings, maxConcurrentRequests: 4 },
      runId: 'applied',
      stateOfRun: () => 'unknown',
      pastRuns: () => Promise.resolve([]),
      storePath,
      given: { file, before: null, elsewhere: false, ...more },
    },
    { onEvent: () => undefined },
  )
}

async function apply(saved: Saved, sync: ReviewedSync): Promise<RunReport> {
  const { clock } = saved.world
  expect(await clock.run(sync.plan(never))).toBe('planned')
  return clock.run(sync.run({ finish: never, stop: never }))
}

const states = (sync: ReviewedSync): string[] =>
  sync.review.page(everyRow, 0, 100).rows.map(({ state, key }) => `${state} ${key}`)

const rowOf = (sync: ReviewedSync, key: string) =>
  sync.review.page(everyRow, 0, 100).rows.find((row) => row.key === key)

it('a plan from a file does its rows, and lists nothing for it', async () => {
  const saved = await savedPlan(path)
  saved.plant({ later: 'not in the plan' })
  saved.put('site/since', 'not in the plan either')
  const sync = given(saved)
  expect(await apply(saved, sync)).toMatchObject({
    exit: 0,
    transferred: { count: 3 },
    deleted: { count: 2 },
  })
  expect(saved.keys('www')).toEqual(['site/a', 'site/b', 'site/d/c', 'site/since'])
  sync.close()
})

it('how much there was by its own word is not what the next run of the two places goes by', async () => {
  const saved = await savedPlan(path)
  const storePath = folder.path('applied.sqlite')
  const sync = given(saved, local, {}, storePath)
  expect(await apply(saved, sync)).toMatchObject({ exit: 0 })
  sync.close()
  expect(readPastFacts(storePath)).not.toHaveProperty('mounts')
})

it('its folders say how much of each goes, as where it was planned', async () => {
  const saved = await savedPlan(path)
  const sync = given(saved)
  await saved.world.clock.run(sync.plan(never))
  expect(sync.review.folders.root()).toEqual(saved.sync.review.folders.root())
  expect(sync.review.folders.children('', 0, 10)).toEqual(saved.sync.review.folders.children('', 0, 10))
  sync.close()
})

describe('a row whose world has changed is refused, with then and now', () => {
  it('a file that has another content in the same size and at the same time', async () => {
    const saved = await savedPlan(path)
    const { modified } = await saved.world.fs.stat('/home/ada/site/b')
    const file = await saved.world.fs.reopen('/home/ada/site/b')
    await file.write(Buffer.from('BB'), 0)
    await file.setTimes(modified)
    await file.close()
    expect(await saved.world.fs.stat('/home/ada/site/b')).toMatchObject({ size: 2, modified })
    const sync = given(saved)
    expect(await apply(saved, sync)).toMatchObject({ exit: 1, refused: 1, transferred: { count: 2 } })
    expect(states(sync)).toContain('refused-changed b')
    expect(saved.keys('www')).not.toContain('site/b')
    sync.close()
  })

  it('a file that is larger now', async () => {
    const saved = await savedPlan(path)
    saved.plant({ b: 'larger' })
    const sync = given(saved)
    await apply(saved, sync)
    expect(rowOf(sync, 'b')).toMatchObject({
      source: { size: 2 },
      outcome: { now: { source: { size: 6 }, destination: null } },
    })
    sync.close()
  })

  it('an object that has come to the destination', async () => {
    const saved = await savedPlan(path)
    saved.put('site/a', 'theirs')
    const sync = given(saved)
    await apply(saved, sync)
    expect(rowOf(sync, 'a')).toMatchObject({
      state: 'refused-changed',
      destination: null,
      outcome: { now: { destination: { size: 6 } } },
    })
    expect(saved.text('site/a')).toBe('theirs')
    sync.close()
  })

  it('an object to be deleted that was replaced; the other deletes are done', async () => {
    const saved = await savedPlan(path)
    saved.put('site/old', 'anew')
    const sync = given(saved)
    expect(await apply(saved, sync)).toMatchObject({ exit: 1, refused: 1, deleted: { count: 1 } })
    expect(saved.text('site/old')).toBe('anew')
    sync.close()
  })
})

it.each(['../secret', '/etc/passwd', 'a/../../secret', 'd//e'])(
  'a plan that names %j does nothing at all',
  async (key) => {
    const saved = await savedPlan(path)
    forge(
      path,
      `create temp table one as select * from row where seq = 1; update one set key = '${key}', seq = -100;
       update row set seq = -seq; delete from row where seq = -1; insert into row select * from one;
       create temp table n as select key, row_number() over (order by key) as n from row;
       update row set seq = (select n from n where n.key = row.key)`,
    )
    const sync = given(saved)
    expect(await saved.world.clock.run(sync.plan(never))).toBe('broken')
    expect(sync.summary.withheld?.message).toContain('is no file below')
    expect(sync.review.rowCount).toBe(0)
    expect(saved.s3.changes()).toEqual([])
    sync.close()
  },
)

it('a move that an earlier run has done leaves nothing of it to undo here', async () => {
  const saved = await savedPlan(path)
  const row = saved.sync.review.row(1)
  if (row === null) throw new Error('There is a row.')
  const outcome = { proof: 'hash', from: { renamed: true } } as const
  const before = {
    row: (seq: number) => (seq === 1 ? ({ ...row, action: 'move', state: 'done', outcome } as const) : null),
  }
  const sync = given(saved, local, { before })
  await saved.world.clock.run(sync.plan(never))
  expect(sync.review.row(1)?.outcome).toEqual({ proof: 'hash', untouched: true, from: { untouched: true } })
  sync.close()
})

it('a name that is only in the bucket need be none of a file', async () => {
  const saved = await savedPlan(path)
  forge(path, `update row set key = 'old//x' where key = 'old'`)
  const sync = given(saved)
  expect(await saved.world.clock.run(sync.plan(never))).toBe('planned')
  sync.close()
})

it.each([
  ['an old name that another row deletes', `key = 'a'`, 'old', { count: 1, bytes: 1 }],
  ['one old name for two', `key in ('a', 'b')`, 'elsewhere', { count: 2, bytes: 3 }],
])('a plan that moves %s is not taken', async (_, which, from, moves) => {
  const saved = await savedPlan(path)
  forge(
    path,
    `update row set action = 'move', reason = 'renamed', from_key = '${from}', from_size = source_size,
       from_modified = 1, from_etag = 'e' where ${which}`,
    (header) => {
      const { rules, summary } = header as { rules: object; summary: object }
      const transfers = { count: 3 - moves.count, bytes: 6 - moves.bytes }
      const changed = {
        ...header,
        rules: { ...rules, moves: true },
        summary: { ...summary, transfers, moves },
      }
      Object.assign(header, JSON.parse(headerText(changed as never)))
    },
  )
  const sync = given(saved)
  expect(await saved.world.clock.run(sync.plan(never))).toBe('broken')
  expect(sync.summary.withheld).toMatchObject({ code: 'usage' })
  expect(sync.summary.withheld?.message).toContain(`moves "${from}"`)
  await saved.world.clock.run(sync.run({ finish: never, stop: never }))
  expect(saved.s3.changes()).toEqual([])
  sync.close()
})

it('a folder that is gone is said before anything is done', async () => {
  const saved = await savedPlan(path)
  const sync = given(saved, { kind: 'local', root: '/gone' })
  expect(await saved.world.clock.run(sync.plan(never))).toBe('broken')
  expect(sync.summary.withheld).toMatchObject({ code: 'source-missing', subject: '/gone' })
  sync.close()
})

it('a bucket that is gone is said before anything is done', async () => {
  const saved = await savedPlan(path)
  saved.s3.buckets.delete('www')
  const sync = given(saved)
  expect(await saved.world.clock.run(sync.plan(never))).toBe('broken')
  expect(sync.summary.withheld).toMatchObject({ code: 'no-such-bucket' })
  sync.close()
})

it('what an earlier run of the file has done is not done again', async () => {
  const saved = await savedPlan(path)
  saved.s3.before = (op, _, key) => {
    if (op === 'put' && key === 'site/b') throw new SluiceError({ code: 'access-denied', message: 'no' })
  }
  const first = given(saved)
  expect(await apply(saved, first)).toMatchObject({ failed: 1, transferred: { count: 2 }, withheld: 2 })
  saved.s3.before = undefined
  const second = given(saved, local, { before: first.review })
  expect(await apply(saved, second)).toMatchObject({
    exit: 0,
    transferred: { count: 1 },
    deleted: { count: 2 },
  })
  const untouched = [1, 2, 3, 4, 5].filter((seq) => second.review.row(seq)?.outcome?.untouched === true)
  expect(untouched.map((seq) => second.review.row(seq)?.key)).toEqual(['a', 'd/c'])
  first.close()
  second.close()
})

it('in another folder, files are told by size and time', async () => {
  const saved = await savedPlan(path)
  const { modified } = await saved.world.fs.stat('/home/ada/site/a')
  plantTree(saved.world.fs, '/srv/site', {
    a: { file: 'a', modified },
    b: { file: 'bb', modified },
    'd/c': { file: 'ccc', modified: modified + 1 },
  })
  const sync = given(saved, { kind: 'local', root: '/srv/site' }, { elsewhere: true })
  await apply(saved, sync)
  expect(states(sync)).toEqual(['done a', 'done b', 'refused-changed d/c', 'withheld d/old', 'withheld old'])
  sync.close()
})

it('a file that changes while it is taken leaves nothing planned', async () => {
  const saved = await savedPlan(path)
  const file = openPlanFile(path)
  let passes = 0
  const rows = function* () {
    yield* file.rows()
    // The keys are looked at first; then the rows are taken.
    if (++passes === 2) throw new SluiceError({ code: 'usage', message: 'another file by now' })
  }
  const sync = given(saved, local, { file: { ...file, rows } })
  expect(await saved.world.clock.run(sync.plan(never))).toBe('broken')
  expect(sync.review.totals.states().planned.count).toBe(0)
  sync.close()
})
