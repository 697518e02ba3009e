import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { describe, expect, test } from 'vitest'
import { ReviewedSync, type Side } from '../../../../main/engine/index.ts'
import { Plan, type PlanMade } from '../../../../main/services/plans/plan.ts'
import type { PlanStatus, Recovery } from '../../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { defaultRules, type SyncRules } from '../../../../shared/sync-rules.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import type { TreeTable } from '../../../fakes/memory-tree.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const place: PlanMade['source'] = { token: 't', connectionId: 'c', kind: 'local', text: '/x', crumbs: [] }
const made: PlanMade = {
  planId: 'p',
  task: 'sync',
  direction: 'upload',
  source: place,
  destination: { ...place, connectionId: 'd' },
  options: defaultSyncOptions,
  selection: null,
  started: 0,
}

function scene(tree: TreeTable, there: readonly string[] = []) {
  const set = setUpSync({ pageSize: 2 })
  set.plant(tree)
  for (const key of there) set.put(`site/${key}`, 'there')
  const closed: boolean[] = []
  const taken: number[] = []
  let changes = 0
  const open = (
    rules: Partial<SyncRules> = {},
    more: { othersRun?: boolean; recovery?: Recovery; source?: Side } = {},
  ): Plan =>
    new Plan({
      made,
      open: (control) =>
        new ReviewedSync(
          set.world,
          {
            source: more.source ?? local,
            destination: set.www,
            rules: { ...defaultRules, ...rules },
            transfer: { ...defaultTransferSettings, maxConcurrentRequests: 2 },
            runId: 'p',
            stateOfRun: () => 'unknown',
            pastRuns: () => Promise.resolve([]),
            storePath: ':memory:',
          },
          control,
        ),
      takeAlone: () => {
        taken.push(1)
        if (more.othersRun === true) throw new SluiceError({ code: 'locked', message: 'Locked.' })
      },
      recovery: async () => more.recovery ?? 'kept',
      closeFiles: async (applied) => {
        closed.push(applied)
      },
      onChange: () => changes++,
    })
  const until = async (plan: Plan, phases: readonly PlanStatus['phase'][]): Promise<PlanStatus> => {
    for (let turns = 0; !phases.includes(plan.phase); turns++) {
      if (turns > 1000) throw new Error(`It stays ${plan.phase}.`)
      await set.world.clock.advance(100)
    }
    return plan.status()
  }
  const ready = async (plan: Plan): Promise<Plan> => {
    await until(plan, ['ready', 'partial', 'failed', 'cancelled'])
    return plan
  }
  return { ...set, open, until, ready, closed, taken, changes: () => changes }
}

const reviewed = (plan: Plan, typed: string | null = null) => {
  const { digest, totals } = plan.status()
  const { count, bytes } = totals.delete.included
  return { digest, deletes: count, deleteBytes: bytes, typed }
}
const refused = (code: string): unknown => expect.objectContaining({ code })

describe('a plan is', () => {
  test('listing, and then ready, with what both sides have', async () => {
    const { open, ready, changes } = scene({ a: 'a', b: 'b' }, ['old'])
    const plan = open({ delete: true })
    expect(plan.phase).toBe('listing')
    await ready(plan)
    expect(plan.status()).toMatchObject({
      phase: 'ready',
      listed: { source: 2, destination: 1 },
      totals: { new: { included: { count: 2 } }, delete: { included: { count: 1 } } },
      recovery: 'kept',
      error: null,
      report: null,
    })
    expect(changes()).toBeGreaterThan(0)
  })

  test('partial where the destination is only half read, and its deletes are withheld', async () => {
    const { open, ready, s3, keys } = scene({ a: 'a', b: 'b' }, ['a', 'b0', 'c', 'd'])
    let pages = 0
    s3.before = (op) => {
      if (op === 'listPage' && ++pages > 1) throw s3Error('AccessDenied', { op: 'ListObjectsV2' })
    }
    const plan = await ready(open({ delete: true }))
    expect(plan.status()).toMatchObject({
      phase: 'partial',
      error: { code: 'access-denied' },
      withheld: { code: 'access-denied' },
    })
    const before = keys('www')
    plan.apply(reviewed(plan))
    expect(plan.isRunning).toBe(true)
    expect(keys('www')).toEqual(before)
  })

  test('failed where the source is not there', async () => {
    const { open, ready } = scene({ a: 'a' })
    const plan = await ready(open({}, { source: { kind: 'local', root: '/none' } }))
    expect(plan.status()).toMatchObject({ phase: 'failed', error: { code: 'source-missing' } })
    expect(() => {
      plan.apply(reviewed(plan))
    }).toThrow(refused('usage'))
  })

  test('cancelled where a person ends it while it lists', async () => {
    const { open, ready } = scene({ a: 'a' })
    const plan = open()
    plan.cancel('finish')
    expect((await ready(plan)).phase).toBe('cancelled')
  })
})

describe('applied', () => {
  test('it runs what was reviewed, and says what came of it', async () => {
    const { open, ready, until, keys } = scene({ a: 'a', b: 'b' })
    const plan = await ready(open())
    plan.choose({ kind: 'rows', seqs: [2] }, false)
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
    plan.choose({ kind: 'rows', seqs: [1] }, false)
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

  test('rows are chosen no more, and it is not applied twice', async () => {
    const { open, ready, until } = scene({ a: 'a' })
    const plan = await ready(open())
    plan.apply(reviewed(plan))
    await until(plan, ['ended'])
    expect(() => {
      plan.choose({ kind: 'rows', seqs: [1] }, false)
    }).toThrow(refused('usage'))
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

describe('a run', () => {
  test('that is paused begins nothing, and goes on', async () => {
    const { open, ready, until, keys, world } = scene({ a: 'a', b: 'b', c: 'c' })
    const plan = await ready(open())
    plan.apply(reviewed(plan))
    plan.setPaused(true)
    await world.clock.advance(5000)
    expect(plan.phase).toBe('paused')
    const before = keys('www').length
    await world.clock.advance(5000)
    expect(keys('www')).toHaveLength(before)
    plan.setPaused(false)
    expect(plan.phase).toBe('running')
    await until(plan, ['ended'])
    expect(keys('www')).toHaveLength(3)
  })

  test.each(['finish', 'stop'] as const)('that is paused can be cancelled: %s', async (step) => {
    const { open, ready, until } = scene({ a: 'a', b: 'b', c: 'c' })
    const plan = await ready(open())
    plan.apply(reviewed(plan))
    plan.setPaused(true)
    plan.cancel(step)
    expect(plan.phase).toBe(step === 'finish' ? 'finishing' : 'stopping')
    expect((await until(plan, ['ended'])).report?.exit).toBe(130)
  })

  test('that is being stopped does not go back to finishing', async () => {
    const { open, ready, until } = scene({ a: 'a', b: 'b', c: 'c' })
    const plan = await ready(open())
    plan.apply(reviewed(plan))
    plan.cancel('stop')
    plan.cancel('finish')
    expect(plan.phase).toBe('stopping')
    await until(plan, ['ended'])
  })

  test('tries again what failed, and then does the deletes that were withheld', async () => {
    const { open, ready, until, s3, keys } = scene({ a: 'a', b: 'b' }, ['old'])
    const plan = await ready(open({ delete: true }))
    s3.denied = (_identity, op, _bucket, key) => op === 'put' && key === 'site/b'
    plan.apply(reviewed(plan))
    const failed = await until(plan, ['ended'])
    expect(failed.states).toMatchObject({ done: { count: 1 }, failed: { count: 1 }, withheld: { count: 1 } })
    s3.denied = undefined
    plan.retry()
    expect(await until(plan, ['ended'])).toMatchObject({
      report: { exit: 0 },
      states: { done: { count: 3 } },
    })
    expect(keys('www')).toEqual(['site/a', 'site/b'])
  })

  test('has nothing to try again before it has run', async () => {
    const { open, ready } = scene({ a: 'a' })
    const plan = await ready(open())
    expect(() => {
      plan.retry()
    }).toThrow(refused('usage'))
  })

  test('is over one of its connections', () => {
    const plan = scene({ a: 'a' }).open()
    expect(['c', 'd', 'e'].map((id) => plan.uses(id))).toEqual([true, true, false])
  })
})

describe('closed', () => {
  test.each([false, true])('it says whether it was applied: %j', async (applied) => {
    const { open, ready, until, closed } = scene({ a: 'a' })
    const plan = await ready(open())
    if (applied) {
      plan.apply(reviewed(plan))
      await until(plan, ['ended'])
    }
    await plan.close('stop')
    expect(closed).toEqual([applied])
  })

  test('while it lists or runs, it ends that first', async () => {
    const { open, ready, world, closed } = scene({ a: 'a', b: 'b' })
    await world.clock.run(open().close('stop'))
    const plan = await ready(open())
    plan.apply(reviewed(plan))
    await world.clock.run(plan.close('finish'))
    expect(plan.phase).toBe('ended')
    expect(closed).toEqual([false, true])
  })

  test('its status can still be read, for an event that was under way', async () => {
    const { open, ready } = scene({ a: 'a' })
    const plan = await ready(open())
    await plan.close('stop')
    expect(plan.status().phase).toBe('ready')
  })
})

test('names that can not be taken are counted, and the first hundred kept', async () => {
  const pipes = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [`pipe-${i}`, { special: 'fifo' } as const]),
  )
  const { open, ready } = scene({ a: 'a', ...pipes })
  const status = (await ready(open())).status()
  expect(status.problemCount).toBe(120)
  expect(status.problems).toHaveLength(100)
})
