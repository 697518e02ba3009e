import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import DeleteStrip from '../../../renderer/review/DeleteStrip.svelte'
import type { Deletes, PlanStatus } from '../../../shared/bridge/plans.ts'
import { deletesOf, folderTotals, totalsOf } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

const loses = (path: string, count: number, of: number) =>
  folderTotals(path, {
    rows: { new: 0, changed: 0, newer: 0, properties: 0, move: 0, delete: count, problem: 0 },
    destinationEntries: of,
  })

async function show(strip: Partial<Deletes> = {}, changes: Partial<PlanStatus> = {}) {
  const deletes = deletesOf(1200, { destinationEntries: 2000, ...strip })
  const opened = openPlan({ totals: totalsOf({ new: 3, delete: deletes.count }), ...changes })
  opened.plan.strip = deletes
  const screen = await render(DeleteStrip, { plan: opened.plan, strip: deletes })
  return {
    ...opened,
    screen,
    strip: screen.getByRole('region', { name: 'Deletes' }),
    confirm: screen.getByTestId('confirm'),
  }
}

describe('what goes', () => {
  test('is told in numbers, in bytes and as a share of what is there', async () => {
    const { strip } = await show()
    await expect
      .element(strip)
      .toMatchTextContent(
        /1,200 deletes, 117\.2 KiB, from s3:\/\/www\/site\/: 60 % of the 2,000 entries there\./,
      )
  })

  test.each([
    ['kept', /the bucket keeps versions, so they can be brought back/i],
    ['gone', /the bucket keeps no versions; what was there is gone for good/i],
    ['trash', /the files that were there go to the trash, and can be put back/i],
    ['no-trash', /the disk has no trash, so the files that were there are gone for good/i],
    ['local', /removed from this computer, past its trash/],
  ] as const)('and whether it comes back: %s', async (recovery, words) => {
    const { strip } = await show({}, { recovery })
    await expect.element(strip).toMatchTextContent(words)
  })

  test('is told of each folder that loses something, with its share', async () => {
    const { screen } = await show({
      folders: [loses('', 12, 20), loses('old/', 9, 10), loses('kept/', 0, 10), loses('new/', 3, 0)],
    })
    const items = screen.getByRole('listitem')
    await expect.element(items.nth(0)).toMatchTextContent(/90 %\s*9 of 10\s*old\//)
    await expect.element(items.nth(1)).toMatchTextContent(/100 %\s*3 of 3\s*new\//)
    expect(items.elements()).toHaveLength(2)
  })

  test('is never a share of 0 %', async () => {
    const { strip } = await show({ count: 1, destinationEntries: 1_000_000 })
    await expect.element(strip).toMatchTextContent(/: 1 % of the/)
  })
})

describe('the buttons', () => {
  test('the way out has the focus, not the one that deletes', async () => {
    const { bridge, screen } = await show()
    await expect.element(screen.getByRole('button', { name: 'Leave all deletes out' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(bridge.asked('plan.choose')).toHaveLength(1))
    expect(bridge.asked('plan.choose')[0]).toMatchObject({ choice: { kind: 'view' }, included: false })
    expect(bridge.asked('plan.apply')).toEqual([])
  })

  test('the one that deletes says what it does, and does it', async () => {
    const { bridge, confirm } = await show()
    await expect.element(confirm).toMatchTextContent('Upload 3, delete 1,200')
    await confirm.click()
    await vi.waitFor(() => expect(bridge.asked('plan.apply')).toHaveLength(1))
    expect(bridge.asked('plan.apply')[0]).toMatchObject({ deletes: 1200, typed: null })
  })

  test('Cancel closes it with nothing done', async () => {
    const { bridge, plan, screen } = await show()
    await screen.getByRole('button', { name: 'Cancel' }).click()
    expect(plan.strip).toBeNull()
    expect([...bridge.asked('plan.apply'), ...bridge.asked('plan.choose')]).toEqual([])
  })
})

describe('of a plan made elsewhere', () => {
  const file = {
    path: '/x.sluice',
    madeAt: 0,
    madeOn: 'there',
    madeBy: 'sluice',
    madeFrom: 'window',
    madeHere: false,
    kept: false,
  } as const

  test('moves count with the deletes, in words and in the number', async () => {
    const { bridge, confirm, screen, strip } = await show(
      { count: 3, bytes: 300, moves: 8, mustType: true },
      { file },
    )
    await expect
      .element(strip)
      .toMatchTextContent(/3 deletes and 8 moves, 300 Bytes, from .*: 1 % of the 2,000/)
    await expect.element(strip).toMatchTextContent(/The plan was made elsewhere\. Type 11 to go on/)
    const field = screen.getByRole('textbox', { name: 'Number of deletes and moves' })
    await field.fill('3')
    await expect.element(confirm).toBeDisabled()
    await field.fill('11')
    await confirm.click()
    await vi.waitFor(() => expect(bridge.asked('plan.apply')).toMatchObject([{ deletes: 3, typed: '11' }]))
  })

  test('moves alone open it, and can be left out with it', async () => {
    const { bridge, plan } = openPlan(
      { totals: totalsOf({ move: 2 }), file },
      { answers: { 'plan.deletes': () => deletesOf(0, { moves: 2 }) } },
    )
    await plan.pressApply()
    expect(bridge.asked('plan.apply')).toEqual([])
    const screen = await render(DeleteStrip, { plan, strip: deletesOf(0, { moves: 2 }) })
    await expect
      .element(screen.getByRole('region', { name: 'Deletes' }))
      .toMatchTextContent(/^\s*2 moves, from/)
    await screen.getByRole('button', { name: 'Leave all deletes and moves out' }).click()
    await vi.waitFor(() => expect(bridge.asked('plan.choose')).toHaveLength(1))
    expect(bridge.asked('plan.choose')[0]).toMatchObject({
      choice: { view: { categories: ['delete', 'move'] } },
      included: false,
    })
  })
})

describe('where more than half goes', () => {
  test('the field for the number has the focus, and nothing is deleted without it', async () => {
    const { bridge, confirm, screen } = await show({ mustType: true })
    await expect.element(screen.getByRole('textbox', { name: 'Number of deletes' })).toHaveFocus()
    await expect.element(confirm).toBeDisabled()
    await userEvent.keyboard('{Enter}')
    expect(bridge.asked('plan.apply')).toEqual([])
  })

  test.each(['1200', '1,200', ' 1 200 '])('"%s" is the number', async (typed) => {
    const { bridge, confirm, screen } = await show({ mustType: true })
    await screen.getByRole('textbox').fill(typed)
    await confirm.click()
    await vi.waitFor(() => expect(bridge.asked('plan.apply')).toMatchObject([{ typed }]))
  })

  test.each(['', '120', '12000', 'all', '-1200'])('"%s" is not', async (typed) => {
    const { confirm, screen } = await show({ mustType: true })
    await screen.getByRole('textbox').fill(typed)
    await expect.element(confirm).toBeDisabled()
  })
})
