import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { categories, everyRow } from '../../../shared/review.ts'
import type { Answers } from '../../fakes/fake-bridge.ts'
import { movingRow, deleteRow, deletesOf, planRow, planStatus, totalsOf } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

const rows = [planRow(1), planRow(2, { state: 'excluded-by-you' }), planRow(3), deleteRow(4, 'old')]
const withDeletes = { totals: totalsOf({ new: 3, delete: 4 }) }
const withheld = { code: 'too-many-deletes', message: 'More than half would be deleted.' } as const

async function open(changes: Partial<PlanStatus> = {}, answers: Answers = {}) {
  const { bridge, plan } = openPlan(changes, { rows, answers })
  plan.rows.show(0, 3)
  await vi.waitFor(() => expect(plan.rows.total).toBe(4))
  return { bridge, plan }
}

describe('what the engine says', () => {
  test('is followed for this plan alone', async () => {
    const { bridge, plan } = await open()
    bridge.emit('plan.changed', planStatus({ planId: 'another', same: 7 }))
    expect(plan.status.same).toBe(0)
    bridge.emit('plan.changed', planStatus({ same: 8 }))
    expect(plan.status.same).toBe(8)
  })

  test('wins over a reply that was made before it and comes after it', async () => {
    const { bridge, plan } = await open(
      { phase: 'running' },
      {
        'plan.cancel': () => {
          bridge.emit('plan.changed', planStatus({ serial: 3, phase: 'ended' }))
          return planStatus({ serial: 2, phase: 'stopping' })
        },
      },
    )
    await plan.cancel('stop')
    expect(plan.status.phase).toBe('ended')
  })

  test('is no longer followed after the plan was closed', async () => {
    const { bridge, plan } = await open()
    plan.close()
    bridge.emit('plan.changed', planStatus({ same: 8 }))
    expect(plan.status.same).toBe(0)
  })

  test('rows and folders are read again when the revision has changed', async () => {
    const { bridge } = await open()
    const before = { rows: bridge.asked('plan.rows').length, folders: bridge.asked('plan.folders').length }
    bridge.emit('plan.changed', planStatus({ revision: 2 }))
    bridge.emit('plan.changed', planStatus({ revision: 3 }))
    await vi.waitFor(() => {
      expect(bridge.asked('plan.rows')).toHaveLength(before.rows + 1)
      expect(bridge.asked('plan.folders')).toHaveLength(before.folders + 1)
    })
  })

  test('rows are not read again for a change of numbers only', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const opened = open()
    await vi.advanceTimersByTimeAsync(1000)
    const { bridge } = await opened
    const before = bridge.asked('plan.rows').length
    bridge.emit('plan.changed', planStatus({ same: 8 }))
    await vi.advanceTimersByTimeAsync(5000)
    expect(bridge.asked('plan.rows')).toHaveLength(before)
  })

  test('a row that moves says so before the store does', async () => {
    const { bridge, plan } = await open({ phase: 'running' })
    const moving = movingRow(3)
    bridge.emit('plan.changed', planStatus({ phase: 'running', moving: [moving] }))
    expect([0, 1, 2, 3].map((index) => plan.at(index)?.state)).toEqual([
      'planned',
      'excluded-by-you',
      'running',
      'planned',
    ])
    expect(plan.movingOf(3)).toEqual(moving)
    expect(plan.movingOf(1)).toBeUndefined()
  })
})

describe.each([
  ['listing', false, false, true],
  ['ready', false, false, true],
  ['partial', false, false, true],
  ['failed', false, false, false],
  ['cancelled', false, false, false],
  ['running', true, true, false],
  ['paused', true, true, false],
  ['finishing', true, true, false],
  ['stopping', true, true, false],
  ['ended', true, false, false],
] as const)('in the phase %s', (phase, hasRun, isRunning, canChoose) => {
  test('it knows whether it has run, runs, and can be chosen from', async () => {
    const { plan } = await open({ phase })
    expect([plan.hasRun, plan.isRunning, plan.canChoose]).toEqual([hasRun, isRunning, canChoose])
  })

  test('nothing can be chosen of a past run', async () => {
    const { plan } = await open({ phase, past: true })
    expect(plan.canChoose).toBe(false)
  })
})

describe('choosing', () => {
  test('the row with the cursor is taken out', async () => {
    const { bridge, plan } = await open()
    plan.cursor = 0
    await plan.toggleChosen()
    expect(bridge.asked('plan.choose')).toEqual([
      { planId: 'plan-1', choice: { kind: 'rows', seqs: [1] }, included: false },
    ])
    expect(plan.status.revision).toBe(2)
  })

  test('a row that is out is put back', async () => {
    const { bridge, plan } = await open()
    plan.cursor = 1
    await plan.toggleChosen()
    expect(bridge.asked('plan.choose')).toEqual([
      { planId: 'plan-1', choice: { kind: 'rows', seqs: [2] }, included: true },
    ])
  })

  test('marked rows go together where the cursor is among them', async () => {
    const { bridge, plan } = await open()
    plan.move(0, 'only')
    plan.move(2, 'range')
    plan.cursor = 2
    await plan.toggleChosen()
    plan.cursor = 3
    await plan.toggleChosen()
    expect(bridge.asked('plan.choose').map(({ choice }) => choice)).toEqual([
      { kind: 'rows', seqs: [1, 2, 3] },
      { kind: 'rows', seqs: [4] },
    ])
  })

  test('nothing is asked once it runs, or without a cursor', async () => {
    const running = await open({ phase: 'running' })
    running.plan.cursor = 0
    await running.plan.toggleChosen()
    const idle = await open()
    await idle.plan.toggleChosen()
    expect([...running.bridge.asked('plan.choose'), ...idle.bridge.asked('plan.choose')]).toEqual([])
  })

  test('marks are turned one by one, as a range, and alone', async () => {
    const { plan } = await open()
    plan.move(1, 'only')
    plan.move(3, 'toggle')
    expect([...plan.selected]).toEqual([2, 4])
    plan.move(1, 'toggle')
    expect([...plan.selected]).toEqual([4])
    plan.move(3, 'range')
    expect([...plan.selected]).toEqual([2, 3, 4])
    plan.move(0, 'keep')
    expect([...plan.selected]).toEqual([2, 3, 4])
    plan.move(0, 'only')
    expect([...plan.selected]).toEqual([1])
  })
})

describe('applying', () => {
  test('names the digest, the deletes and their bytes as they are on the screen', async () => {
    const { bridge, plan } = await open(withDeletes)
    bridge.emit('plan.changed', planStatus({ totals: totalsOf({ delete: 2 }), digest: 'digest-2' }))
    await plan.apply('2')
    expect(bridge.asked('plan.apply')).toEqual([
      { planId: 'plan-1', digest: 'digest-2', deletes: 2, deleteBytes: 200, typed: '2' },
    ])
    expect(plan.status.phase).toBe('running')
  })

  test('with deletes opens the strip first', async () => {
    const { bridge, plan } = await open(withDeletes)
    await plan.pressApply()
    expect(plan.strip).toEqual(deletesOf(4))
    expect(bridge.asked('plan.apply')).toEqual([])
    await plan.apply(null)
    expect(plan.strip).toBeNull()
  })

  test.each([
    ['without deletes', {}, 0],
    ['with deletes that are withheld', { ...withDeletes, withheld }, 4],
  ])('%s goes on at once', async (_case, changes, deletes) => {
    const { bridge, plan } = await open(changes)
    await plan.pressApply()
    expect(bridge.asked('plan.deletes')).toEqual([])
    expect(bridge.asked('plan.apply')).toMatchObject([{ deletes, typed: null }])
  })

  test('what is refused is said, and the strip stays open', async () => {
    const refused = { code: 'changed', message: 'The plan has changed.' } as const
    const { plan } = await open(withDeletes, {
      'plan.apply': () => {
        throw new SluiceError(refused)
      },
    })
    await plan.pressApply()
    await plan.apply(null)
    expect(plan.error).toMatchObject(refused)
    expect(plan.strip).not.toBeNull()
    expect(plan.status.phase).toBe('ready')
  })

  test('to keep all leaves every delete out, whatever is looked at, and closes the strip', async () => {
    const { bridge, plan } = await open(withDeletes)
    plan.look({ search: 'old', folder: 'a/', categories: ['new'] })
    await plan.pressApply()
    await plan.keepAll()
    expect(bridge.asked('plan.choose')).toEqual([
      {
        planId: 'plan-1',
        choice: { kind: 'view', view: { ...everyRow, categories: ['delete'] } },
        included: false,
      },
    ])
    expect(plan.strip).toBeNull()
  })

  test('the strip closes when the plan can no longer be chosen from', async () => {
    const { bridge, plan } = await open(withDeletes)
    await plan.pressApply()
    bridge.emit('plan.changed', planStatus({ ...withDeletes, phase: 'running' }))
    await vi.waitFor(() => expect(plan.strip).toBeNull())
  })
})

describe('the strip', () => {
  test('says what would be deleted now, when rows have been taken out since', async () => {
    const { bridge, plan } = await open(withDeletes)
    await plan.pressApply()
    bridge.answers['plan.deletes'] = () => deletesOf(3)
    bridge.emit(
      'plan.changed',
      planStatus({ totals: totalsOf({ delete: 3 }), digest: 'digest-2', revision: 2 }),
    )
    await vi.waitFor(() => expect(plan.strip).toEqual(deletesOf(3)))
  })

  test('closes when nothing would be deleted any more', async () => {
    const { bridge, plan } = await open(withDeletes)
    await plan.pressApply()
    bridge.emit('plan.changed', planStatus({ totals: totalsOf({ new: 3 }), digest: 'digest-2', revision: 2 }))
    await vi.waitFor(() => expect(plan.strip).toBeNull())
  })
})

describe('looking', () => {
  test('at other rows starts at the top, without a cursor or marks', async () => {
    const { bridge, plan } = await open()
    plan.move(1, 'only')
    plan.cursor = 1
    plan.look({ search: 'x' })
    expect([plan.cursor, plan.selected.size]).toEqual([-1, 0])
    await vi.waitFor(() =>
      expect(bridge.asked('plan.rows').at(-1)).toMatchObject({
        view: { ...everyRow, search: 'x' },
        offset: 0,
      }),
    )
  })

  test.each(['new', 'changed', 'problem'] as const)(
    'a chip hides rows that are %s, and shows them again',
    async (category) => {
      const { plan } = await open()
      plan.pressChip(category)
      expect(plan.view.categories).toEqual(categories.filter((name) => name !== category))
      plan.pressChip(category)
      expect(plan.view.categories).toEqual(categories)
    },
  )

  test.each(['delete', 'newer'] as const)(
    'no chip hides rows that are %s: its own shows them alone',
    async (category) => {
      const { plan } = await open()
      plan.pressChip(category)
      expect(plan.view.categories).toEqual([category])
      plan.pressChip('new')
      expect(plan.view.categories).toEqual(expect.arrayContaining(['new', 'newer', 'delete']))
      plan.pressChip(category)
      plan.pressChip(category)
      expect(plan.view.categories).toEqual(categories)
    },
  )

  test('an outcome is shown alone, and all again', async () => {
    const { plan } = await open({ phase: 'ended' })
    plan.pressState('failed')
    expect(plan.view.states).toEqual(['failed'])
    plan.pressState('done')
    expect(plan.view.states).toEqual(['done'])
    plan.pressState('done')
    expect(plan.view.states).toBeNull()
  })

  test('a column sorts upwards first, then downwards', async () => {
    const { plan } = await open()
    plan.sortBy('size')
    expect(plan.view).toMatchObject({ sort: 'size', descending: false })
    plan.sortBy('size')
    expect(plan.view).toMatchObject({ sort: 'size', descending: true })
    plan.sortBy('modified')
    expect(plan.view).toMatchObject({ sort: 'modified', descending: false })
  })
})

describe('the command', () => {
  test('goes onto the clipboard', async () => {
    const { bridge, plan } = await open()
    expect(await plan.copyCommand()).toBe(true)
    expect(bridge.asked('window.copyText')).toEqual([{ text: 'sluice sync /site s3://www/site/' }])
  })

  test('is not called copied where it was not', async () => {
    const { plan } = await open(
      {},
      {
        'window.copyText': () => {
          throw new SluiceError({ code: 'internal', message: 'There is no clipboard.' })
        },
      },
    )
    expect(await plan.copyCommand()).toBe(false)
    expect(plan.error).not.toBeNull()
  })
})
