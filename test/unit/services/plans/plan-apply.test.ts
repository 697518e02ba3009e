import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ReviewedSync } from '../../../../main/engine/index.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { everyRow } from '../../../../shared/review.ts'
import { refused, reviewed, scene } from './plan-scene.ts'

describe('applied', () => {
  test('it runs what was reviewed, and says what came of it', async () => {
    const { open, ready, until, keys } = scene({ a: 'a', b: 'b' })
    const plan = await ready(open())
    await plan.choose({ kind: 'rows', seqs: [2] }, false)
    plan.apply(reviewed(plan))
    expect(plan.isRunning).toBe(true)
    expect(await until(plan, ['ended'])).toMatchObject({ report: { exit: 0, transferred: { count: 1 } } })
    expect(keys('www')).toEqual(['site/a'])
  })

  test.each([{ digest: 'other' }, { deletes: 0 }, { deleteBytes: 0 }])(
    'with %j it is refused',
    async (other) => {
      const { open, ready, changes } = scene({ a: 'a' }, ['old'])
      const plan = await ready(open({ delete: true }))
      expect(() => {
        plan.apply({ ...reviewed(plan), ...other })
      }).toThrow(refused('changed'))
      expect(plan.phase).toBe('ready')
      expect(changes()).toBeGreaterThan(0)
    },
  )

  test('after a choice the old digest is refused', async () => {
    const { open, ready } = scene({ a: 'a', b: 'b' })
    const plan = await ready(open())
    const before = reviewed(plan)
    await plan.choose({ kind: 'rows', seqs: [1] }, false)
    expect(() => {
      plan.apply(before)
    }).toThrow(refused('changed'))
  })

  test('it keeps other runs out where it deletes, and only there', async () => {
    const deleting = scene({ a: 'a' }, ['old'])
    const plan = await deleting.ready(deleting.open({ delete: true }, { othersRun: true }))
    expect(() => {
      plan.apply(reviewed(plan))
    }).toThrow(refused('locked'))
    expect(plan.phase).toBe('ready')
    const other = scene({ a: 'a' })
    const harmless = await other.ready(other.open({}, { othersRun: true }))
    harmless.apply(reviewed(harmless))
    expect(other.taken).toEqual([])
  })

  test('it lets others in again when what failed can’t be planned again', async () => {
    const { open, ready, until, taken, s3 } = scene({ a: 'a' }, ['old'])
    const plan = await ready(open({ delete: true }))
    s3.denied = (_identity, op) => op === 'put'
    plan.apply(reviewed(plan))
    await until(plan, ['ended'])
    const failing = vi.spyOn(ReviewedSync.prototype, 'planFailedAgain').mockImplementation(() => {
      throw new SluiceError({ code: 'disk-full', message: 'Full.' })
    })
    onTestFinished(() => failing.mockRestore())
    expect(() => plan.retry()).toThrow(refused('disk-full'))
    expect([plan.phase, taken]).toEqual(['ended', ['taken', 'let go', 'taken', 'let go']])
  })

  test('it lets others in again when its run has ended, and keeps them out of its next one', async () => {
    const { open, ready, until, taken, s3 } = scene({ a: 'a' }, ['old'])
    const plan = await ready(open({ delete: true }))
    s3.denied = (_identity, op) => op === 'put'
    plan.apply(reviewed(plan))
    expect(taken).toEqual(['taken'])
    await until(plan, ['ended'])
    expect(taken).toEqual(['taken', 'let go'])
    s3.denied = undefined
    plan.retry()
    expect(taken).toEqual(['taken', 'let go', 'taken'])
    await until(plan, ['ended'])
    expect(taken).toEqual(['taken', 'let go', 'taken', 'let go'])
  })

  test('it is not while rows are still being taken out', async () => {
    const { open, ready } = scene({ a: 'a', b: 'b' })
    const plan = await ready(open())
    const chosen = plan.choose({ kind: 'view', view: everyRow }, false)
    expect(() => {
      plan.apply(reviewed(plan))
    }).toThrow(refused('changed'))
    await chosen
    plan.apply(reviewed(plan))
    expect(plan.isRunning).toBe(true)
  })

  test('rows are chosen no more, and it is not applied twice', async () => {
    const { open, ready, until } = scene({ a: 'a' })
    const plan = await ready(open())
    plan.apply(reviewed(plan))
    await until(plan, ['ended'])
    await expect(plan.choose({ kind: 'rows', seqs: [1] }, false)).rejects.toThrow(refused('usage'))
    expect(() => {
      plan.apply(reviewed(plan))
    }).toThrow(refused('usage'))
  })
})

describe('the number of deletes', () => {
  const names = (count: number, start = ''): string[] =>
    Array.from({ length: count }, (_, i) => `${start}${100 + i}`)

  /** deletes, of how many entries, and whether the number has to be typed */
  test.each([
    [10, 10, false],
    [11, 22, false],
    [11, 21, true],
    [11, 11, true],
    [12, 30, false],
  ])('%i of %i has to be typed: %j', async (deletes, entries, must) => {
    const kept = names(entries - deletes, 'kept-')
    const { open, ready } = scene({ x: 'x', ...Object.fromEntries(kept.map((name) => [name, 'there'])) }, [
      ...names(deletes, 'old-'),
      ...kept,
    ])
    const plan = await ready(open({ delete: true, compare: 'size-only' }))
    expect(plan.deletes()).toMatchObject({ count: deletes, destinationEntries: entries, mustType: must })
    const apply = (typed: string | null) => () => {
      plan.apply(reviewed(plan, typed))
    }
    if (must) {
      for (const typed of [null, '', '0', String(deletes + 1), `${deletes}x`]) {
        expect(apply(typed)).toThrow(refused('too-many-deletes'))
      }
    }
    apply(must ? ` ${deletes} ` : null)()
    expect(plan.isRunning).toBe(true)
  })
})

describe('with a budget for deletes', () => {
  test.each([
    [{ kind: 'count', count: 2 }, true],
    [{ kind: 'count', count: 3 }, false],
    [{ kind: 'share', percent: 70 }, true],
    [{ kind: 'share', percent: 75 }, false],
    [{ kind: 'bytes', bytes: 14 }, true],
    [{ kind: 'bytes', bytes: 15 }, false],
  ] as const)('of %j the number of 3 of 4 has to be typed: %j', async (maxDelete, must) => {
    const { open, ready, until } = scene({ a: 'there' }, ['a', 'b', 'c', 'd'])
    const plan = await ready(open({ delete: true, compare: 'size-only' }, { options: { maxDelete } }))
    expect(plan.deletes()).toMatchObject({ count: 3, bytes: 15, destinationEntries: 4, mustType: must })
    if (must) {
      expect(() => {
        plan.apply(reviewed(plan))
      }).toThrow(refused('too-many-deletes'))
    }
    plan.apply(reviewed(plan, must ? '3' : null))
    expect(await until(plan, ['ended'])).toMatchObject({ report: { deleted: { count: 3 } } })
  })
})

describe('of a plan with moves', () => {
  const file = {
    path: '/x.sluice',
    madeAt: 0,
    madeOn: 'there',
    madeBy: 'sluice',
    madeFrom: 'window',
    kept: false,
  } as const

  /** deletes, moves, where the plan was made, and what has to be typed */
  test.each([
    [3, 8, 'elsewhere', '11', '3 deletes and 8 moves'],
    [0, 11, 'elsewhere', '11', '11 moves'],
    [1, 9, 'elsewhere', null, null],
    [3, 8, 'here', null, null],
  ] as const)(
    '%i deletes and %i moves, in a file made %s: %j has to be typed',
    async (deletes, moves, where, number, said) => {
      const { open, ready, until } = scene(
        Object.fromEntries(Array.from({ length: moves }, (_, i) => [`new-${100 + i}`, 'there'])),
        Array.from({ length: deletes + moves }, (_, i) => `old-${100 + i}`),
      )
      const plan = await ready(
        open({ delete: true, moves: true }, { file: { ...file, madeHere: where === 'here' } }),
      )
      expect(plan.status().totals).toMatchObject({
        delete: { included: { count: deletes } },
        move: { included: { count: moves } },
      })
      const counted = where === 'here' ? 0 : moves
      expect(plan.deletes()).toMatchObject({ count: deletes, moves: counted, mustType: number !== null })
      for (const typed of number === null ? [] : [null, String(deletes)]) {
        expect(() => {
          plan.apply(reviewed(plan, typed))
        }).toThrow(
          expect.objectContaining({ code: 'too-many-deletes', message: expect.stringContaining(said ?? '') }),
        )
      }
      plan.apply(reviewed(plan, number))
      const report = { deleted: { count: deletes }, moved: { count: moves } }
      expect(await until(plan, ['ended'])).toMatchObject({ report })
    },
  )
})
