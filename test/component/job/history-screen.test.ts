import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import HistoryScreen from '../../../renderer/job/HistoryScreen.svelte'
import type { HistoryEntry, PlanStatus } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { createFakeBridge, type Answers } from '../../fakes/fake-bridge.ts'
import { historyEntry, planStatus, runReport } from '../../fakes/fake-plans.ts'
import { inBox } from '../in-box.ts'

async function show(runs: readonly HistoryEntry[], answers: Answers = {}) {
  const bridge = createFakeBridge({
    'history.list': ({ offset, limit }) => ({ total: runs.length, runs: runs.slice(offset, offset + limit) }),
    'history.open': ({ runId }) => planStatus({ planId: runId, past: true, phase: 'ended' }),
    ...answers,
  })
  const onOpen = vi.fn<(status: PlanStatus) => void>()
  const onBack = vi.fn()
  const screen = await render(HistoryScreen, { target: inBox(1100, 500), props: { bridge, onOpen, onBack } })
  return { bridge, onOpen, onBack, screen, grid: screen.getByRole('grid', { name: 'Past runs' }) }
}

const runs = [
  historyEntry('run-2', {
    source: 's3://a\u202e/',
    destination: '/b',
    direction: 'download',
    from: 'command line',
  }),
  historyEntry('run-1', { report: runReport({ dryRun: true }) }),
  historyEntry('run-0', { report: null }),
]

test('without runs it says what will be listed', async () => {
  const { screen } = await show([])
  await expect.element(screen.getByText(/No runs yet/)).toBeVisible()
})

test('a run says when, from where to where, how it ended, and who ran it', async () => {
  const { screen } = await show(runs)
  const row = screen.getByRole('row', { name: /Downloaded 3 files/ })
  await expect.element(row).toMatchTextContent(/s3:\/\/a\\u202e\/ → \/b.*command line/)
  await expect.element(screen.getByRole('row', { name: /Dry run\. Uploaded 3 files/ })).toBeVisible()
  await expect.element(screen.getByRole('row', { name: /did not come to its end/ })).toBeVisible()
})

test('the table has the focus; Enter opens the run with the cursor', async () => {
  const { bridge, grid, onOpen, screen } = await show(runs)
  await expect.element(grid).toHaveFocus()
  await expect.element(screen.getByRole('row', { name: /Dry run/ })).toBeVisible()
  await userEvent.keyboard('{Home}{ArrowDown}{Enter}')
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  expect(bridge.asked('history.open')).toEqual([{ runId: 'run-1' }])
  expect(onOpen.mock.lastCall?.[0]).toMatchObject({ planId: 'run-1', past: true })
})

test('a run that can’t be opened is told of, and the list stays', async () => {
  const { onOpen, screen } = await show(runs, {
    'history.open': () => {
      throw new SluiceError({ code: 'usage', message: 'This run is gone.' })
    },
  })
  await screen.getByRole('row', { name: /Dry run/ }).dblClick()
  await expect.element(screen.getByText('This run is gone.')).toBeVisible()
  await expect.element(screen.getByRole('row', { name: /Dry run/ })).toBeVisible()
  expect(onOpen).not.toHaveBeenCalled()
})

test('a list that can’t be read is told of', async () => {
  const { screen } = await show(runs, {
    'history.list': () => {
      throw new SluiceError({ code: 'internal', message: 'The history can’t be read.' })
    },
  })
  await expect.element(screen.getByText('The history can’t be read.')).toBeVisible()
})

test.each(['{Escape}', '{Backspace}'])('%s goes back', async (key) => {
  const { grid, onBack } = await show(runs)
  await expect.element(grid).toHaveFocus()
  await userEvent.keyboard(key)
  expect(onBack).toHaveBeenCalledOnce()
})
