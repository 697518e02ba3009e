import { describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ReviewScreen from '../../../renderer/review/ReviewScreen.svelte'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { Answers } from '../../fakes/fake-bridge.ts'
import { movingRow, deleteRow, planRow, runReport, seen, statesOf, totalsOf } from '../../fakes/fake-plans.ts'
import { inBox } from '../in-box.ts'
import { openPlan } from '../open-plan.ts'

const rows = [
  planRow(1, { key: 'a.txt' }),
  planRow(2, { key: 'b.txt', reason: 'size-differs', destination: seen({ size: 2048 }) }),
  planRow(3, { key: 'c.txt', reason: 'dest-newer', destination: seen({ modified: 90_000 }) }),
  deleteRow(4, 'old/page.html'),
  planRow(5, { key: 'x\u202ey', action: 'skip', reason: 'unsafe-name' }),
]
const totals = totalsOf({ new: 1, changed: 1, newer: 1, delete: 1, problem: 1 })

async function show(
  changes: Partial<PlanStatus> = {},
  more: { rows?: readonly PlanRow[]; answers?: Answers } = {},
) {
  const opened = openPlan({ totals, ...changes }, { rows, ...more })
  const heard = { onBack: vi.fn(), onAddFilter: vi.fn(), onFinishMove: vi.fn() }
  const screen = await render(ReviewScreen, {
    target: inBox(1180, 740),
    props: { plan: opened.plan, ...heard },
  })
  const grid = screen.getByRole('grid', { name: 'Plan' })
  const row = (name: string | RegExp) => screen.getByRole('row', { name })
  return { ...opened, ...heard, screen, grid, row }
}

/** The cursor on the row of a number, from 0. */
async function goTo(grid: { element(): Element }, index: number): Promise<void> {
  ;(grid.element() as HTMLElement).focus()
  await userEvent.keyboard(`{Home}${'{ArrowDown}'.repeat(index)}`)
}

describe('a row', () => {
  test.each([
    'Upload a.txt, the destination does not have it, left in',
    'Update b.txt, size differs: source 100 Bytes, destination 2.0 KiB, left in',
    'Replace c.txt, same size, but the destination is newer, left in',
    'Delete old/page.html, the source does not have it, left in',
    'Skip x\\u202ey, its name is no plain path below the destination, not done',
  ])('is read aloud as "%s"', async (words) => {
    const { row } = await show()
    await expect.element(row(words)).toBeVisible()
  })

  test('shows no name raw that turns text around', async () => {
    const { screen, row } = await show()
    await expect.element(row(/^Skip/)).toBeVisible()
    expect(screen.container.textContent).not.toContain('\u202e')
  })

  test('that is a problem has no box to tick', async () => {
    const { row } = await show()
    await expect.element(row(/^Delete/).getByRole('checkbox')).toBeChecked()
    await expect.element(row(/^Skip/).getByRole('checkbox')).not.toBeInTheDocument()
  })

  test('that you left out says so', async () => {
    const out = planRow(1, { key: 'a.txt', state: 'excluded-by-you' })
    const { row } = await show({}, { rows: [out] })
    await expect.element(row(/left out$/)).toMatchTextContent(/left out by you/)
    await expect.element(row(/left out$/).getByRole('checkbox')).not.toBeChecked()
  })

  test('with the cursor is told of in full', async () => {
    const { grid, row, screen } = await show()
    await expect.element(row(/^Delete/)).toBeVisible()
    await goTo(grid, 3)
    const details = screen.getByRole('region', { name: 'Details of the row' })
    await expect.element(details).toMatchTextContent(/Delete old\/page.html/)
    await expect.element(details).toMatchTextContent(/The source does not have it\. Decided by CMP-1\./)
  })

  test('says what became of it once it has run', async () => {
    const error = { code: 'access-denied', message: 'The bucket refused it.' } as const
    const done = planRow(1, { key: 'a.txt', state: 'done', outcome: { proof: 'hash' } })
    const failed = planRow(2, { key: 'b.txt', state: 'failed', outcome: { error } })
    const { row } = await show({ phase: 'ended', report: runReport() }, { rows: [done, failed] })
    await expect.element(row(/^Upload a.txt.*, done$/)).toMatchTextContent(/verified by hash/)
    await expect
      .element(row(/^Upload b.txt.*, failed$/))
      .toMatchTextContent(/failed: The bucket refused it\./)
  })

  test('that moves shows how far it is', async () => {
    const moving = [movingRow(1, { rate: 2048, attempt: 3 })]
    const { row } = await show({ phase: 'running', moving })
    const words = '25 % · 2.0 KiB/s · 3rd try'
    await expect.element(row(/^Upload a.txt.*, moving$/)).toMatchTextContent(words)
  })
})

describe('Space', () => {
  test('takes the row with the cursor out, and nothing else', async () => {
    const { bridge, grid, row } = await show()
    await expect.element(row(/^Delete/)).toBeVisible()
    await goTo(grid, 3)
    await userEvent.keyboard(' ')
    await vi.waitFor(() => expect(bridge.asked('plan.choose')).toHaveLength(1))
    expect(bridge.asked('plan.choose')).toEqual([
      { planId: 'plan-1', choice: { kind: 'rows', seqs: [4] }, included: false },
    ])
  })

  test('takes a range out that Shift has marked', async () => {
    const { bridge, grid, row } = await show()
    await expect.element(row(/^Delete/)).toBeVisible()
    await goTo(grid, 1)
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift} ')
    await vi.waitFor(() => expect(bridge.asked('plan.choose')).toHaveLength(1))
    expect(bridge.asked('plan.choose')[0]?.choice).toEqual({ kind: 'rows', seqs: [2, 3, 4] })
  })

  test('takes nothing out of a plan that runs', async () => {
    const { bridge, grid, row } = await show({ phase: 'running' })
    await expect.element(row(/^Delete/)).toBeVisible()
    await goTo(grid, 3)
    await userEvent.keyboard(' ')
    expect(bridge.asked('plan.choose')).toEqual([])
  })

  test('in the box of a row does the same with the mouse', async () => {
    const { bridge, row } = await show()
    await row(/^Upload a.txt/)
      .getByRole('checkbox')
      .click()
    await vi.waitFor(() => expect(bridge.asked('plan.choose')).toHaveLength(1))
    expect(bridge.asked('plan.choose')[0]).toMatchObject({ choice: { seqs: [1] }, included: false })
  })
})

describe('the button', () => {
  test.each<[string, Partial<PlanStatus>, RegExp, boolean]>([
    ['deletes', {}, /^Upload 3 \(1 replace newer\), delete 1\s…$/, true],
    ['uploads alone', { totals: totalsOf({ new: 2 }) }, /^Upload 2$/, true],
    ['deletes alone', { totals: totalsOf({ delete: 2 }) }, /^Delete 2\s…$/, true],
    ['a plan that is still listed', { phase: 'listing', totals: totalsOf({ new: 2 }) }, /^Upload 2$/, false],
    ['nothing to do', { totals: totalsOf({}) }, /^Nothing to apply$/, false],
    [
      'withheld deletes',
      { totals: totalsOf({ delete: 2 }), withheld: { code: 'too-many-deletes', message: 'Too many.' } },
      /^Nothing to apply$/,
      false,
    ],
  ])('says what it does: %s', async (_what, changes, words, enabled) => {
    const { screen } = await show(changes)
    const button = screen.getByTestId('apply')
    await expect.element(button).toMatchTextContent(words)
    if (enabled) await expect.element(button).toBeEnabled()
    else await expect.element(button).toBeDisabled()
  })

  test('without deletes applies at once', async () => {
    const { bridge, screen } = await show({ totals: totalsOf({ new: 2 }) })
    await screen.getByTestId('apply').click()
    await expect.element(screen.getByRole('button', { name: 'Cancel' })).toBeVisible()
    expect(bridge.asked('plan.apply')).toHaveLength(1)
  })

  test('with deletes opens the strip, which Escape closes with nothing done', async () => {
    const { bridge, screen } = await show()
    await screen.getByTestId('apply').click()
    const strip = screen.getByRole('region', { name: 'Deletes' })
    await expect.element(strip).toBeVisible()
    await expect.element(screen.getByTestId('apply')).toBeDisabled()
    await userEvent.keyboard('{Escape}')
    await expect.element(strip).not.toBeInTheDocument()
    expect([...bridge.asked('plan.apply'), ...bridge.asked('plan.choose')]).toEqual([])
  })
})

describe('chips', () => {
  test('say what the plan comes to', async () => {
    const { screen } = await show({ same: 1200, excluded: { count: 7, bytes: 0 } })
    const chips = screen.getByRole('group', { name: 'What the plan comes to' })
    for (const words of [
      /1 new/,
      /1 changed/,
      /1 replace newer/,
      /1 deleted/,
      /1 not done/,
      /1,200 same/,
      /7 filtered out/,
    ])
      await expect.element(chips).toMatchTextContent(words)
  })

  test('of deletes shows them alone, and is never off', async () => {
    const { plan, screen } = await show()
    const chip = screen.getByRole('button', { name: /deleted/ })
    await chip.click()
    expect(plan.view.categories).toEqual(['delete'])
    await expect.element(chip).toHaveAttribute('aria-pressed', 'true')
    await screen.getByRole('button', { name: /1 new/ }).click()
    await expect.element(chip).toHaveAttribute('aria-pressed', 'true')
  })

  test('once it has run are its outcomes', async () => {
    const { plan, screen } = await show({
      phase: 'ended',
      report: runReport(),
      states: statesOf({ done: 3, failed: 1 }),
    })
    await screen.getByRole('button', { name: /1 failed/ }).click()
    expect(plan.view.states).toEqual(['failed'])
  })
})

describe('the screen', () => {
  test('says what is being made like what, and why nothing will be deleted', async () => {
    const withheld = { code: 'too-many-deletes', message: 'More than half would go.' } as const
    const { screen } = await show({ withheld })
    await expect
      .element(screen.getByRole('heading'))
      .toMatchTextContent(/Make s3:\/\/www\/site\/ match \/site/)
    await expect.element(screen.getByText('More than half would go.')).toBeVisible()
  })

  test('an error of the plan goes before what was withheld for it', async () => {
    const { screen } = await show({
      phase: 'failed',
      error: { code: 'source-missing', message: 'There is no folder /site.' },
      withheld: { code: 'too-many-deletes', message: 'More than half would go.' },
    })
    await expect.element(screen.getByText('There is no folder /site.')).toBeVisible()
    await expect.element(screen.getByText('More than half would go.')).not.toBeInTheDocument()
  })

  test('the search narrows the rows; Escape empties it and leaves the strip alone', async () => {
    const { plan, screen } = await show()
    await screen.getByTestId('apply').click()
    await expect.element(screen.getByRole('region', { name: 'Deletes' })).toBeVisible()
    const field = screen.getByRole('searchbox', { name: 'Search names' })
    await field.fill('page')
    expect(plan.view.search).toBe('page')
    await userEvent.keyboard('{Escape}')
    expect(plan.view.search).toBe('')
    await expect.element(screen.getByRole('region', { name: 'Deletes' })).toBeVisible()
  })

  test('Ctrl+F goes to the search', async () => {
    const { screen } = await show()
    await userEvent.keyboard('{Control>}f{/Control}')
    await expect.element(screen.getByRole('searchbox', { name: 'Search names' })).toHaveFocus()
  })

  test('the menu of a row filters out all that is like it', async () => {
    const { onAddFilter, row } = await show()
    await row(/^Delete/).click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Leave out this type, .*html, by a filter/ }).click()
    expect(onAddFilter).toHaveBeenCalledExactlyOnceWith({ kind: 'exclude', pattern: '*.html' })
  })

  test('a name in a filter stands for itself alone', async () => {
    const { onAddFilter, row } = await show({}, { rows: [planRow(1, { key: 'a[1]*?' })] })
    await row(/^Upload/).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Leave out this name by a filter' }).click()
    expect(onAddFilter).toHaveBeenCalledExactlyOnceWith({ kind: 'exclude', pattern: 'a[[]1][*][?]' })
  })

  test('a copied command says that it does not know of rows left out by hand', async () => {
    const totals = totalsOf({ new: 2 })
    totals.new.leftOut = { count: 2, bytes: 0 }
    const { screen } = await show(
      { totals },
      { answers: { 'plan.command': () => ({ text: 'sluice sync' }), 'window.copyText': () => ({}) } },
    )
    await screen.getByRole('button', { name: 'Copy as command' }).click()
    await expect
      .element(screen.getByRole('button', { name: /does not know of the 2 rows left out here/ }))
      .toBeVisible()
  })
})

describe('a removal', () => {
  const chosen = [deleteRow(1, 'css/a.css', { reason: 'chosen', decidedBy: 'the selection' })]
  const removal = { task: 'remove', recovery: 'local', totals: totalsOf({ delete: 1 }) } as const

  test('says where from, why each row is there, and has no command to take along', async () => {
    const { screen, row } = await show(removal, { rows: chosen })
    await expect.element(screen.getByRole('heading')).toMatchTextContent(/^Delete from s3:\/\/www\/site\/$/)
    await expect.element(row('Delete css/a.css, you chose it, left in')).toBeVisible()
    await expect.element(screen.getByTestId('apply')).toMatchTextContent(/^Delete 1\s*…$/)
    await expect.element(screen.getByRole('button', { name: 'Copy as command' })).not.toBeInTheDocument()
  })

  test('of what a move has left says of each that stays why, also when it has run', async () => {
    const kept = [deleteRow(1, 'a', { action: 'skip', reason: 'changed-since' })]
    const ended = { ...removal, phase: 'ended', report: runReport() } as const
    const { row } = await show(ended, { rows: kept })
    await expect.element(row(/^Keep a/)).toMatchTextContent(/it has changed since it was copied, so it stays/)
  })
})

describe('a move', () => {
  test('says that nothing is deleted before a review of its own', async () => {
    const { screen } = await show({ task: 'move', totals: totalsOf({ new: 2 }) })
    await expect.element(screen.getByRole('heading')).toMatchTextContent(/^Move from \/site to s3:/)
    await expect.element(screen.getByText(/can then be deleted where it was, after a review/)).toBeVisible()
    await expect.element(screen.getByTestId('finish-move')).not.toBeInTheDocument()
  })

  test('that has copied offers to delete the originals', async () => {
    const ended = {
      task: 'move',
      phase: 'ended',
      states: statesOf({ done: 3 }),
      report: runReport(),
    } as const
    const { screen, onFinishMove } = await show(ended)
    await screen.getByRole('button', { name: /Delete the 3 originals/ }).click()
    expect(onFinishMove).toHaveBeenCalledWith('plan-1')
  })

  test('that has copied nothing, or is long past, offers nothing', async () => {
    const ended = { task: 'move', phase: 'ended', report: runReport() } as const
    const { screen } = await show({ ...ended, states: statesOf({ failed: 3 }) })
    await expect.element(screen.getByRole('button', { name: 'Back to both sides' })).toBeVisible()
    await expect.element(screen.getByTestId('finish-move')).not.toBeInTheDocument()
  })
})
