import { expect, test, vi } from 'vitest'
import { refused, reviewed, scene } from './plan-scene.ts'

/** One plan that runs, held up, and another one that was applied after it. */
async function setUp() {
  const set = scene({ a: 'a', b: 'b' })
  const first = await set.ready(set.open())
  const second = await set.ready(set.open())
  first.apply(reviewed(first))
  first.setPaused(true)
  second.apply(reviewed(second))
  return { ...set, first, second }
}

test('applied while another one runs, a plan waits, and begins when that has ended', async () => {
  const { first, second, until } = await setUp()
  expect(second.status()).toMatchObject({
    phase: 'waiting',
    waiting: { place: 1, runs: 1, blocked: null, kept: true },
    report: null,
  })
  expect(second.isRunning).toBe(false)
  first.setPaused(false)
  await until(first, ['ended'])
  expect(await until(second, ['ended'])).toMatchObject({ waiting: null, report: { exit: 0 } })
})

test('cancelled while it waits, a plan is under review again', async () => {
  const { second } = await setUp()
  second.cancel('finish')
  expect(second.status()).toMatchObject({ phase: 'ready', waiting: null })
  await second.choose({ kind: 'rows', seqs: [1] }, false)
})

test('rows can’t be chosen of a plan that waits', async () => {
  const { second } = await setUp()
  await expect(second.choose({ kind: 'rows', seqs: [1] }, false)).rejects.toEqual(refused('usage'))
})

test('what failed waits to be tried again, and is a report again when that is taken back', async () => {
  const { ready, open, until, s3 } = scene({ a: 'a' })
  s3.denied = (_identity, op) => op === 'put'
  const plan = await ready(open())
  plan.apply(reviewed(plan))
  await until(plan, ['ended'])
  const other = await ready(open())
  other.apply(reviewed(other))
  other.setPaused(true)
  plan.retry()
  expect(plan.status()).toMatchObject({ phase: 'waiting', report: { failed: 1 } })
  plan.cancel('stop')
  expect(plan.status()).toMatchObject({ phase: 'ended', report: { failed: 1 } })
  plan.retry()
  s3.denied = undefined
  other.setPaused(false)
  await until(other, ['ended'])
  expect(await until(plan, ['ended'])).toMatchObject({ report: { exit: 0 } })
})

test('closed while it waits, a plan is not begun', async () => {
  const { first, second, until, closed } = await setUp()
  await second.close('stop')
  first.setPaused(false)
  await until(first, ['ended'])
  expect(second.phase).toBe('ready')
  expect(closed).toEqual([false])
})

test('a run that is held leaves its share of the limit to others, until it goes on or is cancelled', async () => {
  const { queue, open, ready } = scene({ a: 'a', b: 'b' })
  const plan = await ready(open())
  plan.apply(reviewed(plan))
  const shared = vi.spyOn(queue, 'share')
  plan.setPaused(true)
  expect([plan.isHeld, shared.mock.calls.length]).toEqual([true, 1])
  plan.setPaused(false)
  plan.setPaused(true)
  plan.cancel('finish')
  expect([plan.isHeld, shared.mock.calls.length]).toEqual([false, 4])
})

test('a plan is kept when it begins to wait, and no longer when it begins or is taken out', async () => {
  const { first, second, until, kept } = await setUp()
  expect([kept, second.isKept]).toEqual([['whole'], true])
  second.cancel('finish')
  expect([kept, second.isKept]).toEqual([['whole', 'dropped'], false])
  second.apply(reviewed(second))
  first.setPaused(false)
  await until(second, ['ended'])
  expect([kept, second.isKept]).toEqual([['whole', 'dropped', 'whole', 'dropped'], false])
})

test('what waits to be tried again is no whole plan to keep', async () => {
  const { first, second, until, kept, queue } = await setUp()
  first.setPaused(false)
  await until(second, ['ended'])
  queue.setAtOnce(1)
  kept.length = 0
  first.retry()
  second.retry()
  expect([kept, second.status().waiting?.kept]).toEqual([['not whole'], false])
})
