import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ReviewScreen from '../../../renderer/review/ReviewScreen.svelte'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { deleteRow, deletesOf, planRow, runReport, totalsOf } from '../../fakes/fake-plans.ts'
import { inBox } from '../in-box.ts'
import { openPlan } from '../open-plan.ts'

const rows = [planRow(1), deleteRow(2, 'old')]

async function show(changes: Partial<PlanStatus> = {}, mustType = false) {
  const { bridge, plan } = openPlan(
    { totals: totalsOf({ new: 1, delete: 1 }), ...changes },
    { rows, answers: { 'plan.deletes': () => deletesOf(1, { mustType }) } },
  )
  const screen = await render(ReviewScreen, {
    target: inBox(1180, 740),
    props: { plan, onBack: () => undefined },
  })
  return { bridge, plan, screen, grid: screen.getByRole('grid', { name: 'Plan' }) }
}

test('the table has the focus at first', async () => {
  const { grid } = await show()
  await expect.element(grid).toHaveFocus()
})

test('what has the focus keeps it when a plan is made anew', async () => {
  const field = document.createElement('input')
  inBox(100, 30).append(field)
  field.focus()
  const { grid } = await show()
  await expect.element(grid).toBeVisible()
  await new Promise(requestAnimationFrame)
  expect(document.activeElement).toBe(field)
})

test('the strip has it on the way out, and gives it back to the button', async () => {
  const { screen } = await show()
  await screen.getByTestId('apply').click()
  await expect.element(screen.getByRole('button', { name: 'Leave all deletes out' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(screen.getByTestId('apply')).toHaveFocus()
})

test('where the number has to be typed, its field has it', async () => {
  const { screen } = await show({}, true)
  await screen.getByTestId('apply').click()
  await expect.element(screen.getByRole('textbox', { name: 'Number of deletes' })).toHaveFocus()
})

test('the table has it again once the deletes are confirmed', async () => {
  const { grid, plan, screen } = await show()
  await screen.getByTestId('apply').click()
  await screen.getByTestId('confirm').click()
  await expect.element(grid).toHaveFocus()
  expect(plan.isRunning).toBe(true)
})

test('Pause keeps it as it becomes Resume, and Cancel gives it to the table', async () => {
  const { grid, screen } = await show({ phase: 'running' })
  await screen.getByRole('button', { name: 'Pause' }).click()
  await expect.element(screen.getByRole('button', { name: 'Resume' })).toHaveFocus()
  await screen.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(screen.getByRole('button', { name: 'Stop now' })).toBeVisible()
  await expect.element(grid).toHaveFocus()
})

test('a past run leads back to the past runs, and can not be tried again', async () => {
  const report = runReport({ failed: 1, endedBy: { code: 'interrupted', message: 'Cancelled.' } })
  const { screen } = await show({ phase: 'ended', past: true, report })
  await expect.element(screen.getByRole('button', { name: 'Back to past runs' })).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument()
  await expect.element(screen.getByRole('button', { name: 'Retry' })).not.toBeInTheDocument()
})
