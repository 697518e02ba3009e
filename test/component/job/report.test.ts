import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import Report from '../../../renderer/job/Report.svelte'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import type { RunReport } from '../../../shared/job.ts'
import type { FailureGroup } from '../../../shared/bridge/values.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { Answers } from '../../fakes/fake-bridge.ts'
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

async function show(
  report: Partial<RunReport> = {},
  changes: Partial<PlanStatus> = {},
  answers: Answers = {},
) {
  const whole = runReport(report)
  const opened = openPlan(
    { phase: 'ended', states: statesOf({ done: 3 }), report: whole, ...changes },
    { answers },
  )
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

test('failures are told by cause and folder, and those of one can be looked at, and tried again, alone', async () => {
  const groups: FailureGroup[] = [
    {
      state: 'failed',
      code: 'access-denied',
      s3Code: 'AccessDenied',
      folder: 'logs/2019/',
      count: 412,
      isFixed: false,
      example: { code: 'access-denied', message: 'No right to write a\u202eb.' },
    },
    {
      state: 'failed',
      code: 'gone',
      s3Code: null,
      folder: 'site/',
      count: 2,
      isFixed: false,
      example: { code: 'gone', message: 'It is gone.' },
    },
    {
      state: 'refused-changed',
      code: 'changed',
      s3Code: null,
      folder: '',
      count: 1,
      isFixed: false,
      example: { code: 'changed', message: 'c has changed.' },
    },
  ]
  const { bridge, plan, screen } = await show(
    { exit: 1, failed: 412, failures },
    { states: statesOf({ failed: 412 }), retryable: 412 },
    { 'plan.failures': () => ({ groups }) },
  )
  const items = screen.getByRole('listitem')
  await expect
    .element(items.nth(0))
    .toMatchTextContent(
      /412 × access denied \(AccessDenied\) under logs\/2019\/ No right to write a\\u202eb\./,
    )
  await expect.element(items.nth(2)).toMatchTextContent(/^1 × changed since the preview c has changed\./)
  await expect.element(items.nth(2).getByRole('button', { name: 'Retry these' })).not.toBeInTheDocument()
  await items.nth(0).getByRole('button', { name: 'Show' }).click()
  expect(plan.view).toMatchObject({ states: ['failed'], folder: 'logs/2019/' })
  await items.nth(0).getByRole('button', { name: 'Retry these' }).click()
  const only = {
    state: 'failed',
    code: 'access-denied',
    s3Code: 'AccessDenied',
    folder: 'logs/2019/',
  } as const
  await vi.waitFor(() => expect(bridge.asked('plan.retry')).toEqual([{ planId: 'plan-1', only }]))
})

test('where all failures are one group there is one button for them', async () => {
  const group = { state: 'failed', code: 'gone', s3Code: null, folder: '', count: 2, isFixed: false } as const
  const groups = [{ ...group, example: { code: 'gone', message: 'Gone.' } as const }]
  const { screen, retry } = await show(
    { exit: 1, failed: 2, failures },
    { states: statesOf({ failed: 2 }), retryable: 2 },
    { 'plan.failures': () => ({ groups }) },
  )
  await expect.element(screen.getByRole('button', { name: 'Show' })).toBeVisible()
  expect(retry.elements()).toHaveLength(1)
})

test('it says what it cost', async () => {
  const { screen } = await show({ requests: { PutObject: 3, ListObjectsV2: 1 } })
  await expect
    .element(screen.getByTestId('cost-of-run'))
    .toMatchTextContent('4 requests: 3 PutObject, 1 ListObjectsV2; 300 Bytes moved')
})

test('it is exported to where one says, as what one says; what keeps it from that is told there', async () => {
  let taken = true
  const { bridge, screen } = await show(
    {},
    {},
    {
      'plan.export': ({ path }) => {
        if (taken) throw new SluiceError({ code: 'usage', message: 'It is there already.' })
        return { path }
      },
    },
  )
  await screen.getByRole('button', { name: /^Export/ }).click()
  await screen.getByRole('radio', { name: /JSON/ }).click()
  await screen.getByRole('button', { name: 'Save' }).click()
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/It is there already\./)
  taken = false
  await screen.getByRole('textbox', { name: 'File' }).fill('/tmp/r.jsonl')
  await screen.getByRole('button', { name: 'Save' }).click()
  await expect.element(screen.getByRole('status')).toMatchTextContent('Saved to /tmp/r.jsonl')
  expect(bridge.asked('plan.export')).toEqual([
    { planId: 'plan-1', path: '~/sluice-plan-1.jsonl', format: 'json' },
    { planId: 'plan-1', path: '/tmp/r.jsonl', format: 'json' },
  ])
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

test.each<[string, boolean, Partial<PlanStatus>]>([
  ['a sync', true, {}],
  ['a move', true, { task: 'move' }],
  ['an undo', false, { task: 'undo' }],
  ['a removal', false, { task: 'remove' }],
  ['a run of the history', false, { past: true }],
  ['a run that refused nothing', false, { states: statesOf({ done: 3 }) }],
])('what was refused by %s can be looked at again: %s', async (_, can, changes) => {
  const whole = runReport({ exit: 1, refused: 2 })
  const { plan } = openPlan({
    phase: 'ended',
    report: whole,
    states: statesOf({ done: 1, 'refused-changed': 2 }),
    ...changes,
  })
  const onAgain = vi.fn()
  const screen = await render(Report, { plan, report: whole, onAgain })
  const again = screen.getByRole('button', { name: 'Look again at 2' })
  if (!can) {
    await expect.element(again).not.toBeInTheDocument()
    return
  }
  await again.click()
  expect(onAgain).toHaveBeenCalledWith('plan-1', null)
})
