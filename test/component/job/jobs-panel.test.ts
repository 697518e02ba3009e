import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import JobsPanel from '../../../renderer/job/JobsPanel.svelte'
import { JobsState } from '../../../renderer/state/jobs.svelte.ts'
import { RunSettings } from '../../../renderer/state/run-settings.svelte.ts'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { placeAt } from '../../fakes/fake-places.ts'
import { planStatus, progressOf, runReport } from '../../fakes/fake-plans.ts'

const job = (name: string, changes: Partial<PlanStatus>): PlanStatus =>
  planStatus({
    planId: name,
    source: placeAt('local', `/${name}`),
    started: Date.now() - 180_000,
    ...changes,
  })
const waits = (name: string, place: number, blocked: PlanStatus['error'] = null): PlanStatus =>
  job(name, { phase: 'waiting', waiting: { place, runs: 1, blocked, kept: true } })
const runs = job('runs', {
  phase: 'running',
  progress: progressOf({ bytes: { done: 43, total: 100 }, rate: 2048 }),
})

async function show(list: readonly PlanStatus[]) {
  const bridge = createFakeBridge({
    'plan.pause': ({ planId, paused }) => job(planId, { phase: paused ? 'paused' : 'running' }),
    'plan.cancel': ({ planId }) => job(planId, { phase: planId === 'runs' ? 'finishing' : 'ready' }),
    'runs.move': ({ planId }) => waits(planId, 1),
    'runs.beginNow': ({ planId }) => job(planId, { phase: 'running' }),
    'plan.close': () => ({}),
  })
  const jobs = new JobsState(bridge, () => undefined)
  onTestFinished(() => jobs.end())
  for (const status of list) jobs.follow(status)
  const [onShow, onClose, onSettings] = [vi.fn(), vi.fn(), vi.fn()]
  const settings = new RunSettings(bridge)
  const screen = await render(JobsPanel, { jobs, settings, onShow, onClose, onSettings })
  const row = (name: string | RegExp) => screen.getByRole('row', { name })
  const button = (name: string) => screen.getByRole('button', { name, exact: true })
  const names = () =>
    screen
      .getByRole('row')
      .elements()
      .map((element) => /^\w+/.exec(element.getAttribute('aria-label') ?? '')?.[0])
  return { bridge, jobs, screen, row, button, names, onShow, onClose, onSettings }
}

test('lists what runs, what waits in its order, what is reviewed, and what has ended, each with what there is to say', async () => {
  const { names, row } = await show([
    job('ended', { phase: 'ended', report: runReport() }),
    waits('second', 2),
    job('reviewed', {}),
    waits('first', 1),
    runs,
  ])
  expect(names()).toEqual(['runs', 'first', 'second', 'reviewed', 'ended'])
  await expect.element(row(/^runs.*running · 43 %, 2\.0 KiB\/s/)).toBeVisible()
  await expect.element(row(/^first.*waits for 1 run, planned 3 min ago/)).toBeVisible()
  await expect.element(row(/^second.*waits for 2 runs/)).toBeVisible()
  await expect.element(row(/^reviewed.*waits for you, 3 new/)).toBeVisible()
  await expect.element(row(/^ended.*done, Uploaded 3 files/)).toBeVisible()
})

test('says what keeps a run out whose turn has come', async () => {
  const blocked = { code: 'locked', message: 'Another run deletes there.' } as const
  const { row } = await show([runs, waits('first', 1, blocked)])
  await expect.element(row(/^first.*waits: Another run deletes there\./)).toBeVisible()
})

test('the keyboard does everything: the order, pause, run now, and the way out', async () => {
  const { bridge, screen, onShow } = await show([runs, waits('first', 1), waits('second', 2)])
  await expect.element(screen.getByRole('grid', { name: 'Jobs' })).toHaveFocus()
  await userEvent.keyboard(' ')
  expect(bridge.asked('plan.pause')).toEqual([{ planId: 'runs', paused: true }])
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Alt>}{ArrowUp}{/Alt}')
  expect(bridge.asked('runs.move')).toEqual([{ planId: 'second', place: 0 }])
  await userEvent.keyboard('r')
  expect(bridge.asked('runs.beginNow')).toEqual([{ planId: 'second' }])
  await userEvent.keyboard('{Enter}')
  expect(onShow.mock.calls[0]?.[0]).toMatchObject({ planId: 'second' })
})

test('the cursor goes with its plan where that goes to another place', async () => {
  const { bridge, button, row } = await show([runs, waits('first', 1), waits('second', 2)])
  await row(/^second/).click()
  await button('Move up').click()
  bridge.emit('plan.changed', { ...waits('first', 2), serial: 2 })
  bridge.emit('plan.changed', { ...waits('second', 1), serial: 2 })
  await expect.element(row(/^second/)).toHaveAttribute('aria-rowindex', '2')
  await expect.element(row(/^second/)).toHaveAttribute('aria-selected', 'true')
  await expect.element(button('Move up')).toHaveAttribute('aria-disabled', 'true')
  await expect.element(button('Move down')).toHaveAttribute('aria-disabled', 'false')
  await expect.element(button('Move up')).toHaveFocus()
})

test.each([
  ['runs', 'Cancel', 'finish'],
  ['first', 'Take out', 'finish'],
])('%s has “%s”', async (name, words, step) => {
  const { bridge, button, row } = await show([runs, waits('first', 1)])
  await row(new RegExp(`^${name}`)).click()
  await button(words).click()
  expect(bridge.asked('plan.cancel')).toEqual([{ planId: name, step }])
})

test('what is over is put away', async () => {
  const { onClose, button } = await show([job('ended', { phase: 'ended', report: runReport() })])
  await button('Put away').click()
  expect(onClose).toHaveBeenCalledExactlyOnceWith('ended')
})

test('a run that waits is dragged to another place; what runs is not', async () => {
  const { bridge, row } = await show([runs, waits('first', 1), waits('second', 2), waits('third', 3)])
  const drag = (from: Element, to: Element): void => {
    const dataTransfer = new DataTransfer()
    for (const [at, type] of [
      [from, 'dragstart'],
      [to, 'dragover'],
      [to, 'drop'],
      [from, 'dragend'],
    ] as const)
      at.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
  }
  drag(row(/^runs/).element(), row(/^second/).element())
  drag(row(/^third/).element(), row(/^runs/).element())
  expect(bridge.asked('runs.move')).toEqual([])
  drag(row(/^third/).element(), row(/^first/).element())
  expect(bridge.asked('runs.move')).toEqual([{ planId: 'third', place: 0 }])
})

test('what could not be done is said in the panel', async () => {
  const { bridge, button, row, screen } = await show([runs, waits('first', 1)])
  bridge.answers['runs.beginNow'] = () => {
    throw new SluiceError({ code: 'locked', message: 'Another run deletes there.' })
  }
  await row(/^first/).click()
  await button('Run now').click()
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Another run deletes there.')
})

test('how many run at once, the limit, and what closing does are chosen there', async () => {
  const { screen, onSettings } = await show([])
  await expect.element(screen.getByRole('grid', { name: 'Jobs' })).toMatchTextContent(/Nothing is open/)
  for (const name of ['3 at once', '2.0 MiB/s', 'Stop now and quit', /^Say when a run has ended/]) {
    await screen.getByRole('button', { name: 'One at a time · No limit' }).click()
    await vi.waitFor(() => expect(document.querySelector('[role=menu]')).not.toBeNull())
    const item = [...document.querySelectorAll<HTMLElement>('[role=menuitemcheckbox]')].find((each) =>
      typeof name === 'string' ? each.textContent.includes(name) : name.test(each.textContent.trim()),
    )
    item?.click()
    await vi.waitFor(() => expect(document.querySelector('[role=menu]')).toBeNull())
  }
  expect(onSettings.mock.calls.map(([changes]) => changes as unknown)).toEqual([
    { runsAtOnce: 3 },
    { bandwidth: 2 * 1024 * 1024 },
    { leaving: 'stop' },
    { notify: false },
  ])
})

test('Delete after Delete goes through what is over, and stays where it was: it never ends what runs', async () => {
  const over = (name: string) => job(name, { phase: 'ended', report: runReport() })
  const { bridge, jobs, row, onClose } = await show([runs, over('a'), over('b'), over('c')])
  onClose.mockImplementation((planId: string) => void jobs.close(planId))
  await row(/^b/).click()
  await userEvent.keyboard('{Delete}')
  await expect.element(row(/^c/)).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{Delete}')
  await expect.element(row(/^a/)).toHaveAttribute('aria-selected', 'true')
  expect(onClose.mock.calls).toEqual([['b'], ['c']])
  expect(bridge.asked('plan.cancel')).toEqual([])
})

test('no key stops at once what is finishing, and none that is held does more than once', async () => {
  const { bridge, jobs, button, screen } = await show([runs])
  const grid = screen.getByRole('grid').element()
  const press = (repeat: boolean) =>
    grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', repeat, bubbles: true }))
  press(true)
  expect(bridge.asked('plan.cancel')).toEqual([])
  press(false)
  await expect.element(button('Stop now')).toBeVisible()
  expect(jobs.of('runs')?.phase).toBe('finishing')
  press(false)
  expect(bridge.asked('plan.cancel')).toEqual([{ planId: 'runs', step: 'finish' }])
  await button('Stop now').click()
  expect(bridge.asked('plan.cancel')).toHaveLength(2)
})

test('the table has the focus when the button that had it has gone', async () => {
  const { button, row, screen } = await show([runs, waits('first', 1)])
  await row(/^first/).click()
  await button('Run now').click()
  await expect.element(button('Run now')).not.toBeInTheDocument()
  await expect.element(screen.getByRole('grid', { name: 'Jobs' })).toHaveFocus()
})
