import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { rowMenu } from '../../../renderer/panes/row-menu.ts'
import { pressInTable } from '../../../renderer/panes/table-keys.ts'
import { appCommands } from '../../../renderer/shell/app-commands.ts'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { finishMove } from '../../../renderer/state/delete-and-move.ts'
import type { PaneState } from '../../../renderer/state/pane.svelte.ts'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, folder, placeAt } from '../../fakes/fake-places.ts'
import { planStatus } from '../../fakes/fake-plans.ts'

const left = 'local /site'
const right = 'practice s3://www/site/'

async function openApp() {
  const listings = new Map([
    ['/site', [folder('assets'), entry('a.txt'), entry('b.txt')]],
    ['s3://', [entry('www', { kind: 'bucket', size: null })]],
    ['s3://www/site/', [entry('old.txt')]],
  ])
  let plans = 0
  const begin = (task: PlanStatus['task']) => (): PlanStatus =>
    planStatus({ planId: `plan-${++plans}`, task })
  const bridge = createFakeBridge({
    ...answerPlaces(listings),
    'plan.start': begin('sync'),
    'plan.move': begin('move'),
    'plan.remove': begin('remove'),
    'plan.finishMove': begin('remove'),
    'plan.close': () => ({}),
    'plan.folders': () => ({ total: 0, folders: [] }),
    'plan.rows': () => ({ total: 0, rows: [] }),
  })
  const app = new AppState(bridge)
  onTestFinished(() => app.close())
  await app.open()
  for (const { view } of [app.left, app.right]) view?.rows.show(0, 20)
  await vi.waitFor(() => expect([app.left.total, app.right.total]).toEqual([3, 1]))
  const press = (key: string, pane: PaneState): boolean =>
    pressInTable(new KeyboardEvent('keydown', { key }), app, pane)
  return { app, bridge, press }
}

describe('deleting', () => {
  test.each(['F8', 'Delete'])(
    '%s plans it for the row with the cursor, and shows the review',
    async (key) => {
      const { app, bridge, press } = await openApp()
      await app.left.moveTo(1, 'move')
      expect(press(key, app.left)).toBe(true)
      await vi.waitFor(() => expect(app.plan?.status.task).toBe('remove'))
      expect(app.screen).toBe('review')
      expect(bridge.asked('plan.remove')).toEqual([{ place: left, selection: ['a.txt'] }])
    },
  )

  test('takes the marked rows of the pane that was asked, whatever the direction', async () => {
    const { app, bridge, press } = await openApp()
    await app.left.moveTo(0, 'toggle')
    await app.left.moveTo(2, 'toggle')
    press('F8', app.left)
    await vi.waitFor(() => expect(bridge.asked('plan.remove')).toHaveLength(1))
    await vi.waitFor(() => expect(app.starting).toBe(false))
    await app.back()
    press('F8', app.right)
    await vi.waitFor(() => expect(bridge.asked('plan.remove')).toHaveLength(2))
    expect(bridge.asked('plan.remove')).toEqual([
      { place: left, selection: ['assets', 'b.txt'] },
      { place: right, selection: ['old.txt'] },
    ])
    expect(app.direction).toBe('right')
  })

  test('of a bucket is refused in its pane, and plans nothing', async () => {
    const { app, bridge, press } = await openApp()
    await app.right.open(placeAt('practice', 's3://'))
    press('F8', app.right)
    await vi.waitFor(() => expect(app.right.error?.message).toBe('A bucket is not deleted here.'))
    expect([bridge.asked('plan.remove'), app.screen]).toEqual([[], 'browse'])
  })

  test('is not planned anew when options change: they do not speak for it', async () => {
    const { app, bridge, press } = await openApp()
    press('F8', app.left)
    await vi.waitFor(() => expect(app.plan?.status.task).toBe('remove'))
    app.changeOptions({ ...app.options, compare: 'size-only' })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(bridge.asked('plan.start')).toEqual([])
  })
})

describe('moving', () => {
  test('F6 plans a copy to the other side that says it is a move', async () => {
    const { app, bridge, press } = await openApp()
    press('F6', app.right)
    await vi.waitFor(() => expect(app.plan?.status.task).toBe('move'))
    expect(bridge.asked('plan.move')).toMatchObject([
      { source: right, destination: left, selection: ['old.txt'] },
    ])
    expect(app.direction).toBe('left')
  })

  test('into a list of buckets says what to do instead', async () => {
    const { app, bridge, press } = await openApp()
    await app.right.open(placeAt('practice', 's3://'))
    press('F6', app.left)
    await vi.waitFor(() => expect(app.notice).toBe('Open a bucket to copy into first.'))
    expect(bridge.asked('plan.move')).toEqual([])
  })

  test('goes on with a removal of its own, in the place of the copy', async () => {
    const { app, bridge, press } = await openApp()
    press('F6', app.left)
    await vi.waitFor(() => expect(app.plan?.status.task).toBe('move'))
    await vi.waitFor(() => expect(app.starting).toBe(false))
    bridge.emit('plan.changed', planStatus({ planId: 'plan-1', task: 'move', phase: 'ended' }))
    await finishMove(app, 'plan-1')
    expect(bridge.asked('plan.finishMove')).toEqual([{ planId: 'plan-1' }])
    expect(app.plan?.status).toMatchObject({ planId: 'plan-2', task: 'remove' })
    expect(app.jobs.list.map(({ planId }) => planId)).toEqual(['plan-2'])
  })
})

test('the menu of a row and the palette offer the same', async () => {
  const { app } = await openApp()
  await app.left.moveTo(1, 'click')
  const items = rowMenu(app, app.left).flatMap((item) =>
    item.kind === 'action' ? [`${item.label} ${item.keys ?? ''}`] : [],
  )
  expect(items).toContain('Delete a.txt… F8')
  expect(items).toContain('Move a.txt to s3://www/site/… F6')
  const commands = appCommands(
    app,
    () => undefined,
    () => undefined,
  ).map(({ label, keys }) => `${label} ${keys ?? ''}`)
  expect(commands).toContain('Delete the selection F8')
  expect(commands).toContain('Move the selection to the other side F6')
})
