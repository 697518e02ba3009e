import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import Report from '../../../renderer/job/Report.svelte'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import type { RunReport } from '../../../shared/job.ts'
import { runReport, statesOf } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

const failures: RunReport['failures'] = [
  {
    code: 'access-denied',
    count: 1200,
    example: { code: 'access-denied', message: 'No right to write a\u202eb.', advice: 'Ask for it.' },
  },
  { code: 'changed', count: 1, example: { code: 'changed', message: 'c has changed.' } },
]

async function show(report: Partial<RunReport> = {}, changes: Partial<PlanStatus> = {}) {
  const whole = runReport(report)
  const opened = openPlan({ phase: 'ended', states: statesOf({ done: 3 }), report: whole, ...changes })
  const screen = await render(Report, { plan: opened.plan, report: whole })
  return { ...opened, screen, retry: screen.getByRole('button', { name: /Retry/ }) }
}

test('a good run is one sentence, with nothing to retry', async () => {
  const { retry, screen } = await show()
  await expect
    .element(screen.getByTestId('result'))
    .toMatchTextContent('Uploaded 3 files, 300 Bytes, all verified. Took 2.0 s.')
  await expect.element(retry).not.toBeInTheDocument()
  await expect.element(screen.getByRole('list')).not.toBeInTheDocument()
})

test('failures are gathered by their cause, with an example and what to do', async () => {
  const { screen } = await show({ exit: 1, failed: 1201, failures })
  const items = screen.getByRole('listitem')
  await expect
    .element(items.nth(0))
    .toMatchTextContent(/1,200 × access denied No right to write a\\u202eb\. Ask for it\./)
  await expect.element(items.nth(1)).toMatchTextContent(/1 × changed since the preview c has changed\./)
})

test('what failed can be tried again', async () => {
  const { bridge, retry } = await show(
    { exit: 1, failed: 1200, failures },
    { states: statesOf({ failed: 1200 }), retryable: 1200 },
  )
  await retry.click()
  await vi.waitFor(() => expect(bridge.asked('plan.retry')).toEqual([{ planId: 'plan-1' }]))
})

test.each<[string, Partial<PlanStatus>]>([
  ['a past run', { past: true, states: statesOf({ failed: 2 }), retryable: 2 }],
  ['a run that goes on again', { phase: 'running', states: statesOf({ failed: 2 }), retryable: 2 }],
  ['what planning refused', { states: statesOf({ failed: 2 }), retryable: 0 }],
])('there is no trying again for %s', async (_case, changes) => {
  const { retry, screen } = await show({ exit: 2, failed: 2 }, changes)
  await expect.element(screen.getByTestId('result')).toBeVisible()
  await expect.element(retry).not.toBeInTheDocument()
})

test('a run that was ended before its time says why, and what it left', async () => {
  const endedBy = { code: 'disk-full', message: 'The disk is full.', advice: 'Make room.' } as const
  const { screen } = await show({ exit: 1, endedBy }, { states: statesOf({ done: 1, planned: 2 }) })
  const report = screen.getByRole('region', { name: 'Report' })
  await expect.element(report).toMatchTextContent(/The disk is full\. Make room\..*2 rows were not done/)
})

const inTrash = { kind: 'trash', where: 'the trash', count: 1, bytes: 1 } as const

test.each<[string, boolean, Partial<PlanStatus>, Partial<RunReport>]>([
  ['a run on a bucket that keeps versions', true, { recovery: 'kept' }, {}],
  ['one of the history', true, { recovery: 'unknown', past: true }, {}],
  ['a run on a bucket that keeps none', false, { recovery: 'gone' }, {}],
  ['a run while versioning was suspended', false, { recovery: 'suspended' }, {}],
  ['a run that kept what it lost in the trash', true, { recovery: 'trash' }, { aside: inTrash }],
  [
    'one of the history that kept it in a prefix',
    true,
    { recovery: 'unknown', past: true },
    { aside: inTrash },
  ],
  ['a dry run', false, { recovery: 'kept' }, { dryRun: true }],
  ['a run that did nothing', false, { recovery: 'kept' }, { transferred: { count: 0, bytes: 0 } }],
])('%s: it can be undone: %s', async (_, can, changes, report) => {
  const whole = runReport(report)
  const { plan } = openPlan({ phase: 'ended', report: whole, ...changes })
  const onUndo = vi.fn()
  const screen = await render(Report, { plan, report: whole, onUndo })
  const undo = screen.getByRole('button', { name: /^Undo/ })
  if (!can) {
    await expect.element(undo).not.toBeInTheDocument()
    return
  }
  await undo.click()
  expect(onUndo).toHaveBeenCalledWith('plan-1')
})
