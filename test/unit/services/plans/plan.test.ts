import { describe, expect, test } from 'vitest'
import { s3Error } from '../../../fakes/s3-error.ts'
import { refused, reviewed, scene } from './plan-scene.ts'

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

  test('its rows are chosen no more', async () => {
    const { open, ready } = scene({ a: 'a' })
    const plan = await ready(open())
    await plan.close('stop')
    await expect(plan.choose({ kind: 'rows', seqs: [1] }, false)).rejects.toThrow(refused('usage'))
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
