import { describe, expect, test, vi } from 'vitest'
import { SluiceError } from '../../../shared/errors.ts'
import { deletesOf, planStatus, runReport, statesOf, totalsOf } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

const four = { totals: totalsOf({ new: 3, delete: 4 }) }

async function openStrip() {
  const opened = openPlan(four)
  await opened.plan.pressApply()
  expect(opened.plan.strip).toEqual(deletesOf(4))
  return opened
}

describe('the strip', () => {
  test('says what would be deleted now, when rows are taken out under it', async () => {
    const { bridge, plan } = await openStrip()
    bridge.answers['plan.deletes'] = () => deletesOf(2)
    bridge.emit('plan.changed', planStatus({ totals: totalsOf({ delete: 2 }), digest: 'd2', revision: 2 }))
    await vi.waitFor(() => expect(plan.strip).toEqual(deletesOf(2)))
  })

  test('closes when nothing would be deleted any more', async () => {
    const { bridge, plan } = await openStrip()
    bridge.emit('plan.changed', planStatus({ totals: totalsOf({ new: 3 }), digest: 'd2', revision: 2 }))
    expect(plan.strip).toBeNull()
  })

  test('closes with the reason when its numbers can not be had', async () => {
    const { bridge, plan } = await openStrip()
    const closed = { code: 'usage', message: 'This plan is closed.' } as const
    bridge.answers['plan.deletes'] = () => {
      throw new SluiceError(closed)
    }
    bridge.emit('plan.changed', planStatus({ ...four, digest: 'd2', revision: 2 }))
    await vi.waitFor(() => expect(plan.error).toMatchObject(closed))
    expect(plan.strip).toBeNull()
  })

  test('that was closed stays closed, whatever was still on its way', async () => {
    const { bridge, plan } = await openStrip()
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof deletesOf>>()
    bridge.answers['plan.deletes'] = () => promise
    bridge.emit('plan.changed', planStatus({ ...four, digest: 'd2', revision: 2 }))
    await vi.waitFor(() => expect(bridge.asked('plan.deletes')).toHaveLength(2))
    plan.strip = null
    resolve(deletesOf(4))
    await promise
    await new Promise((done) => setTimeout(done))
    expect(plan.strip).toBeNull()
  })
})

describe('what can be tried again', () => {
  const failed = {
    phase: 'ended',
    report: runReport({ failed: 5 }),
    states: statesOf({ failed: 5 }),
    retryable: 3,
  } as const

  test.each([
    ['what failed, without what planning refused', failed, 3],
    ['nothing while it runs', { ...failed, phase: 'running' }, 0],
    ['nothing of a past run', { ...failed, past: true }, 0],
  ] as const)('%s', (_what, changes, count) => {
    expect(openPlan(changes).plan.retryable).toBe(count)
  })
})
