import { describe, expect, it } from 'vitest'
import type { ReviewedSync } from '../../../main/engine/reviewed-sync.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { RunReport } from '../../../shared/job.ts'
import { type RowChoice, everyRow } from '../../../shared/review.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'

const never = new AbortController().signal
type Setup = ReturnType<typeof setUpSync>

const rowsOf = (sync: ReviewedSync): string[] =>
  sync.review.page(everyRow, 0, 1000).rows.map((row) => `${row.state} ${row.action} ${row.key}`)

const planIt = (setup: Setup, sync: ReviewedSync, signal = never) => setup.world.clock.run(sync.plan(signal))

const runIt = (
  setup: Setup,
  sync: ReviewedSync,
  control: { finish?: AbortSignal; stop?: AbortSignal } = {},
): Promise<RunReport> =>
  setup.world.clock.run(sync.run({ finish: control.finish ?? never, stop: control.stop ?? never }))

/** Uploads of a, b and d/c, and the delete of old and d/old, planned. */
async function planned(options: Parameters<typeof setUpSync>[0] = {}) {
  const setup = setUpSync(options)
  setup.plant({ a: 'a', b: 'bb', 'd/c': 'ccc' })
  setup.put('site/old', 'old')
  setup.put('site/d/old', 'older')
  await setup.world.clock.advance(2000)
  const sync = setup.review(local, setup.www, { delete: true })
  expect(await planIt(setup, sync)).toBe('planned')
  setup.s3.effects.length = 0
  return { ...setup, setup, sync }
}

/** Fails each write of a key until it is told to stop. */
function failing({ s3 }: Setup, key: string, code: 'access-denied' | 'changed' = 'access-denied') {
  s3.before = (op, _, asked) => {
    if (op === 'put' && asked === key) throw new SluiceError({ code, message: 'no', subject: key })
  }
}

describe('planning', () => {
  it('changes nothing, and says what it comes to', async () => {
    const { sync, s3, lines } = await planned()
    expect(sync.summary).toMatchObject({
      complete: true,
      transfers: { count: 3, bytes: 6 },
      deletes: { count: 2, bytes: 8 },
      withheld: null,
    })
    expect(rowsOf(sync)).toEqual([
      'planned upload a',
      'planned upload b',
      'planned upload d/c',
      'planned delete-remote d/old',
      'planned delete-remote old',
    ])
    expect(s3.changes()).toEqual([])
    expect(lines).toEqual([])
    sync.close()
  })

  it('that is cancelled says so, and has no summary but what was listed', async () => {
    const setup = setUpSync()
    setup.plant({ a: 'a' })
    const sync = setup.review(local, setup.www)
    const abort = new AbortController()
    setup.s3.before = () => {
      abort.abort(new Error('cancelled'))
    }
    expect(await planIt(setup, sync, abort.signal)).toBe('cancelled')
    expect(sync.summary).toMatchObject({ complete: false, transfers: { count: 0 }, withheld: null })
    expect(setup.world.clock.pending).toBe(0)
    sync.close()
  })

  it('of a source that is not there is broken, and withholds deletes for that', async () => {
    const setup = setUpSync()
    setup.put('site/old', 'old')
    const sync = setup.review(local, setup.www, { delete: true })
    expect(await planIt(setup, sync)).toBe('broken')
    expect(sync.summary.withheld).toMatchObject({ code: 'source-missing' })
    await runIt(setup, sync)
    expect(setup.keys('www')).toEqual(['site/old'])
    sync.close()
  })
})

describe('a listing that breaks half way', () => {
  async function broken() {
    const setup = setUpSync({ pageSize: 2 })
    setup.plant({ a: 'a', b: 'b', c: 'c', z: 'z' })
    for (const key of ['a1', 'b1', 'c1', 'd1', 'e1']) setup.put(`site/${key}`, key)
    await setup.world.clock.advance(2000)
    let pages = 0
    setup.s3.before = (op) => {
      if (op === 'listPage' && ++pages > 1)
        throw new SluiceError({ code: 'access-denied', message: 'no more', subject: 'www' })
    }
    const sync = setup.review(local, setup.www, { delete: true })
    expect(await planIt(setup, sync)).toBe('broken')
    setup.s3.before = undefined
    return { ...setup, setup, sync }
  }

  it('keeps its rows, and withholds every delete with that error', async () => {
    const { sync } = await broken()
    expect(sync.summary).toMatchObject({ complete: false, withheld: { code: 'access-denied' } })
    expect(rowsOf(sync)).toContain('planned upload a')
    expect(rowsOf(sync)).toContain('planned delete-remote a1')
    sync.close()
  })

  it('runs to transfers only', async () => {
    const { setup, sync, keys, lines } = await broken()
    const before = keys('www')
    const report = await runIt(setup, sync)
    expect(report.exit).not.toBe(0)
    expect(report).toMatchObject({ deleted: { count: 0 }, failed: 0, endedBy: null })
    expect(report.transferred.count).toBeGreaterThan(0)
    expect(keys('www')).toEqual(expect.arrayContaining(before))
    expect(lines).toContain('withheld delete-remote a1')
    sync.close()
  })

  it('has no deletes to do in its second run either', async () => {
    const { setup, sync, keys } = await broken()
    const before = keys('www')
    await runIt(setup, sync)
    expect(sync.planFailedAgain()).toBeGreaterThan(0)
    expect(await runIt(setup, sync)).toMatchObject({ deleted: { count: 0 } })
    expect(keys('www')).toEqual(expect.arrayContaining(before))
    sync.close()
  })
})

describe('what was taken out', () => {
  it('is never run, transfers and deletes alike', async () => {
    const { setup, sync, keys, lines } = await planned()
    const { review } = sync
    expect(review.choose({ kind: 'rows', seqs: [2] }, false)).toBe(1)
    expect(review.choose({ kind: 'folder', folder: 'd/' }, false)).toBe(2)
    const report = await runIt(setup, sync)
    expect(report).toMatchObject({ exit: 0, transferred: { count: 1 }, deleted: { count: 1 } })
    expect(keys('www')).toEqual(['site/a', 'site/d/old'])
    expect(lines.toSorted()).toEqual(['done delete-remote old', 'done upload a'])
    expect(rowsOf(sync)).toEqual([
      'done upload a',
      'excluded-by-you upload b',
      'excluded-by-you upload d/c',
      'excluded-by-you delete-remote d/old',
      'done delete-remote old',
    ])
    sync.close()
  })

  it('stays out of a second run', async () => {
    const { setup, sync, keys, s3 } = await planned()
    sync.review.choose({ kind: 'rows', seqs: [2, 5] }, false)
    failing(setup, 'site/a')
    await runIt(setup, sync)
    s3.before = undefined
    expect(sync.planFailedAgain()).toBe(2)
    await runIt(setup, sync)
    expect(keys('www')).toEqual(['site/a', 'site/d/c', 'site/old'])
    sync.close()
  })

  it('is run when it was put back', async () => {
    const { setup, sync, keys } = await planned()
    const view: RowChoice = { kind: 'view', view: { ...everyRow, categories: ['delete'] } }
    sync.review.choose(view, false)
    sync.review.choose(view, true)
    expect(await runIt(setup, sync)).toMatchObject({ deleted: { count: 2 } })
    expect(keys('www')).toEqual(['site/a', 'site/b', 'site/d/c'])
    sync.close()
  })
})

describe('a second run', () => {
  it('does what failed, and then the deletes that were withheld for it', async () => {
    const { setup, sync, keys, s3, lines } = await planned()
    failing(setup, 'site/b')
    expect(await runIt(setup, sync)).toMatchObject({
      exit: 1,
      transferred: { count: 2 },
      failed: 1,
      withheld: 2,
      deleted: { count: 0 },
    })
    s3.before = undefined
    s3.effects.length = 0
    lines.length = 0
    expect(sync.planFailedAgain()).toBe(3)
    const report = await runIt(setup, sync)
    expect(report).toMatchObject({
      exit: 0,
      transferred: { count: 3, bytes: 6 },
      deleted: { count: 2 },
      failed: 0,
      withheld: 0,
      failures: [],
    })
    expect(lines).toEqual(['done upload b', 'done delete-remote d/old', 'done delete-remote old'])
    expect(keys('www')).toEqual(['site/a', 'site/b', 'site/d/c'])
    sync.close()
  })

  it('of some of what failed leaves the others as they are, counted as before, and the deletes withheld', async () => {
    const { setup, sync, keys, s3, lines } = await planned()
    s3.before = (op, _, key) => {
      if (op === 'put' && key !== 'site/a')
        throw new SluiceError({ code: 'access-denied', message: 'no', subject: key ?? '' })
    }
    expect(await runIt(setup, sync)).toMatchObject({ failed: 2, withheld: 2 })
    expect(sync.review.failures()).toMatchObject([{ code: 'access-denied', folder: '', count: 2 }])
    s3.before = undefined
    lines.length = 0
    const only = { state: 'failed', code: 'access-denied', s3Code: null, folder: 'd/' } as const
    sync.planFailedAgain(only)
    expect(await runIt(setup, sync)).toMatchObject({
      exit: 1,
      transferred: { count: 2 },
      failed: 1,
      withheld: 2,
      deleted: { count: 0 },
      failures: [{ code: 'access-denied', count: 1 }],
    })
    expect(keys('www')).toEqual(['site/a', 'site/d/c', 'site/d/old', 'site/old'])
    sync.planFailedAgain({ ...only, folder: '' })
    expect(await runIt(setup, sync)).toMatchObject({ exit: 0, failed: 0, deleted: { count: 2 } })
    expect(keys('www')).toEqual(['site/a', 'site/b', 'site/d/c'])
    sync.close()
  })

  it('of some deletes that failed does not forget the others', async () => {
    const { setup, sync, s3 } = await planned()
    setup.s3.before = (op) => {
      if (op === 'removeMany') throw new SluiceError({ code: 'access-denied', message: 'no' })
    }
    expect(await runIt(setup, sync)).toMatchObject({ exit: 1, failed: 2, deleted: { count: 0 } })
    s3.before = undefined
    sync.planFailedAgain({ state: 'failed', code: 'access-denied', s3Code: null, folder: 'd/' })
    expect(await runIt(setup, sync)).toMatchObject({ exit: 1, failed: 1, deleted: { count: 1 } })
    sync.close()
  })

  it('leaves the refused as they are, and deletes withheld because of them', async () => {
    const { setup, sync, keys, s3, lines } = await planned()
    failing(setup, 'site/b', 'changed')
    expect(await runIt(setup, sync)).toMatchObject({ exit: 1, refused: 1, withheld: 2 })
    s3.before = undefined
    lines.length = 0
    expect(sync.planFailedAgain()).toBe(2)
    expect(await runIt(setup, sync)).toMatchObject({
      exit: 1,
      refused: 1,
      failed: 0,
      withheld: 2,
      transferred: { count: 2 },
      deleted: { count: 0 },
      failures: [{ code: 'changed', count: 1 }],
    })
    expect(lines).toEqual(['withheld delete-remote d/old', 'withheld delete-remote old'])
    expect(keys('www')).toContain('site/old')
    expect(rowsOf(sync)).toContain('refused-changed upload b')
    sync.close()
  })

  it('goes on where the first was stopped, its deletes included', async () => {
    const { setup, sync, keys, s3 } = await planned()
    const finish = new AbortController()
    s3.after = (op) => {
      if (op === 'put') finish.abort()
    }
    const first = await runIt(setup, sync, { finish: finish.signal })
    expect(first).toMatchObject({ endedBy: { code: 'interrupted' }, deleted: { count: 0 } })
    s3.after = undefined
    expect(await runIt(setup, sync)).toMatchObject({
      exit: 0,
      endedBy: null,
      transferred: { count: 3 },
      deleted: { count: 2 },
    })
    expect(keys('www')).toEqual(['site/a', 'site/b', 'site/d/c'])
    sync.close()
  })

  it('does the deletes that a cancel cut off', async () => {
    const { setup, sync, keys, s3 } = await planned()
    const stop = new AbortController()
    s3.before = (op) => {
      if (op === 'remove' || op === 'removeMany') {
        stop.abort(new Error('cancelled'))
        stop.signal.throwIfAborted()
      }
    }
    expect(await runIt(setup, sync, { stop: stop.signal, finish: stop.signal })).toMatchObject({
      endedBy: { code: 'interrupted' },
      deleted: { count: 0 },
    })
    s3.before = undefined
    expect(await runIt(setup, sync)).toMatchObject({ exit: 0, deleted: { count: 2 } })
    expect(keys('www')).toEqual(['site/a', 'site/b', 'site/d/c'])
    sync.close()
  })
})

describe('a pause', () => {
  it('holds new rows, and what is in flight ends', async () => {
    const { setup, sync, s3, world } = await planned()
    s3.before = (op) => {
      if (op === 'put') sync.pause()
    }
    const running = sync.run({ finish: never, stop: never })
    await world.clock.advance(60_000)
    const begun = s3.effects.filter(({ op }) => op === 'put').length
    expect(begun).toBeGreaterThan(0)
    expect(s3.changes().some(({ op }) => op === 'removeMany' || op === 'remove')).toBe(false)
    s3.before = undefined
    sync.resume()
    expect(await setup.world.clock.run(running)).toMatchObject({
      exit: 0,
      transferred: { count: 3 },
      deleted: { count: 2 },
    })
    sync.close()
  })

  it('before a run holds everyRow of it; a cancel ends the pause', async () => {
    const { setup, sync, s3, world } = await planned()
    const finish = new AbortController()
    sync.pause()
    const running = sync.run({ finish: finish.signal, stop: never })
    await world.clock.advance(60_000)
    expect(s3.effects).toEqual([])
    finish.abort()
    expect(await setup.world.clock.run(running)).toMatchObject({
      endedBy: { code: 'interrupted' },
      transferred: { count: 0 },
      deleted: { count: 0 },
    })
    expect(world.clock.pending).toBe(0)
    expect(s3.changes()).toEqual([])
    sync.close()
  })
})
