import { flushSync } from 'svelte'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { copyContents, dropPaths, dropRows } from '../../../renderer/state/drop.ts'
import type { Params } from '../../../shared/bridge/calls.ts'
import type { Place } from '../../../shared/bridge/places.ts'
import type { Phase, PlanStatus } from '../../../shared/bridge/plans.ts'
import { categories } from '../../../shared/review.ts'
import { rowStates } from '../../../shared/plan-row.ts'
import type { Settings } from '../../../shared/settings.ts'
import { syncOptionsSchema } from '../../../shared/sync-options.ts'
import { createFakeBridge, type FakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, folder, placeAt } from '../../fakes/fake-places.ts'

const none = { count: 0, bytes: 0 }

function planStatus(planId: string, job: Params<'plan.start'>, phase: Phase = 'ready'): PlanStatus {
  const at = (token: string): Place => {
    const [connectionId = '', text = ''] = token.split(' ')
    return placeAt(connectionId, text)
  }
  return {
    planId,
    serial: 1,
    task: 'sync',
    phase,
    direction: 'upload',
    source: at(job.source),
    destination: at(job.destination),
    options: syncOptionsSchema.parse(job.options),
    selection: job.selection,
    only: null,
    ignore: null,
    listed: { source: 1, destination: 1 },
    totals: Object.fromEntries(
      categories.map((category) => [category, { included: none, leftOut: none }]),
    ) as PlanStatus['totals'],
    same: 0,
    excluded: none,
    states: Object.fromEntries(rowStates.map((state) => [state, none])) as PlanStatus['states'],
    retryable: 0,
    problemCount: 0,
    problems: [],
    withheld: null,
    error: null,
    expired: null,
    waiting: null,
    recovery: 'gone',
    digest: '',
    revision: 1,
    progress: null,
    moving: [],
    started: 0,
    file: null,
    report: null,
    past: false,
  }
}

async function openApp(settings: Partial<Settings> = {}): Promise<{ app: AppState; bridge: FakeBridge }> {
  const listings = new Map([
    ['/site', [folder('assets'), entry('a.txt'), entry('b.txt')]],
    ['/site/assets', [entry('logo.png')]],
    ['/home', [entry('x')]],
    ['/dropped', [entry('y')]],
    ['s3://', [entry('www', { kind: 'bucket', size: null })]],
    ['s3://www/site/', [entry('old.txt')]],
  ])
  let plans = 0
  const bridge = createFakeBridge({
    ...answerPlaces(listings, settings),
    'plan.start': (job) => planStatus(`plan-${++plans}`, job),
    'plan.close': () => ({}),
    'plan.folders': () => ({ total: 0, folders: [] }),
    'plan.rows': () => ({ total: 0, rows: [] }),
  })
  const app = new AppState(bridge)
  onTestFinished(() => app.close())
  await app.open()
  for (const { view } of [app.left, app.right]) view?.rows.show(0, 20)
  await vi.waitFor(() => expect([app.left.total, app.right.total]).toEqual([3, 1]))
  return { app, bridge }
}

/** Source, destination and selection of each plan that was asked for. */
const jobs = (bridge: FakeBridge): unknown[] =>
  bridge.asked('plan.start').map(({ source, destination, selection }) => [source, destination, selection])

const left = 'local /site'
const right = 'practice s3://www/site/'

test('opens the practice pair, and begins its tour', async () => {
  const { app } = await openApp()
  expect([app.left.place?.text, app.right.place?.text]).toEqual(['/site', 's3://www/site/'])
  expect([app.isPractice, app.tour.on, app.tour.stepAt(null)]).toEqual([true, true, 1])
  await app.preview()
  expect([app.screen, app.tour.stepAt(app.plan?.status ?? null)]).toEqual(['review', 2])
})

test('a window that can not be opened says why, and can be tried again', async () => {
  const bridge = createFakeBridge({})
  const app = new AppState(bridge)
  onTestFinished(() => app.close())
  await app.open()
  expect(app.error?.message).toBe('No answer for window.start.')
})

describe('planning', () => {
  test('goes from the left to the right, and the other way when the arrow is turned around', async () => {
    const { app, bridge } = await openApp()
    await app.preview()
    app.flip()
    await app.preview()
    expect(jobs(bridge)).toEqual([
      [left, right, null],
      [right, left, null],
    ])
  })

  test('follows the sides when they are swapped', async () => {
    const { app, bridge } = await openApp()
    app.swap()
    await app.preview()
    expect(jobs(bridge)).toEqual([[right, left, null]])
  })

  test('a copy from a pane takes what is chosen there, and turns the arrow its way', async () => {
    const { app, bridge } = await openApp({ direction: 'left' })
    await app.left.moveTo(1, 'click')
    await app.copyFrom(app.left)
    expect(jobs(bridge)).toEqual([[left, right, ['a.txt']]])
    expect(app.direction).toBe('right')
  })

  test('nothing is planned into a list of buckets: what to do is said', async () => {
    const { app, bridge } = await openApp()
    await app.right.open(placeAt('practice', 's3://'))
    await app.preview()
    expect([app.notice, jobs(bridge)]).toEqual(['Open a bucket to copy into first.', []])
  })

  test('a plan that can not be begun leaves the panes, with the reason above them', async () => {
    const { app, bridge } = await openApp()
    delete bridge.answers['plan.start']
    await app.preview()
    expect([app.screen, app.error?.message, app.starting]).toEqual([
      'browse',
      'No answer for plan.start.',
      false,
    ])
  })

  test('a new plan puts away the one that was only looked at', async () => {
    const { app, bridge } = await openApp()
    await app.preview()
    await app.back()
    expect([app.screen, app.jobs.list.length]).toEqual(['browse', 1])
    await app.preview()
    expect(bridge.asked('plan.close')).toEqual([{ planId: 'plan-1' }])
    expect(app.jobs.list.map(({ planId }) => planId)).toEqual(['plan-2'])
  })

  test('other options under review make a new plan of the same selection', async () => {
    const { app, bridge } = await openApp()
    await app.left.moveTo(1, 'click')
    await app.copyFrom(app.left)
    app.changeOptions({ ...app.options, deleteExtras: true })
    await vi.waitFor(() => expect(bridge.asked('plan.start')).toHaveLength(2))
    expect(jobs(bridge)[1]).toEqual([left, right, ['a.txt']])
    expect(bridge.asked('plan.start')[1]?.options.deleteExtras).toBe(true)
    await vi.waitFor(() => expect(app.plan?.status.planId).toBe('plan-2'))
  })

  test('a filter from the review goes behind those there are', async () => {
    const { app } = await openApp()
    app.addFilter({ kind: 'exclude', pattern: '*.tmp' })
    app.addFilter({ kind: 'include', pattern: 'keep/*' })
    expect(app.options.filters.map(({ pattern }) => pattern)).toEqual(['*.tmp', 'keep/*'])
  })
})

describe('going back', () => {
  test('a run goes on among the jobs, and both sides are listed anew when it has ended', async () => {
    const { app, bridge } = await openApp()
    await app.preview()
    const status = app.plan?.status
    if (status === undefined) throw new Error('no plan')
    bridge.emit('plan.changed', { ...status, phase: 'running' })
    await app.back()
    expect([app.screen, app.jobs.list.map(({ phase }) => phase)]).toEqual(['browse', ['running']])
    bridge.emit('plan.changed', { ...status, phase: 'ended' })
    await vi.waitFor(() => expect(bridge.asked('browse.refresh')).toHaveLength(2))
  })

  test('what has ended is put away', async () => {
    const { app, bridge } = await openApp()
    await app.preview()
    const status = app.plan?.status
    if (status === undefined) throw new Error('no plan')
    bridge.emit('plan.changed', { ...status, phase: 'ended' })
    await app.back()
    expect([bridge.asked('plan.close'), app.jobs.list]).toEqual([[{ planId: 'plan-1' }], []])
  })

  test('from a past run to the history it was opened from', async () => {
    const { app } = await openApp()
    app.showHistory()
    const job = { source: left, destination: right, selection: null, options: app.options }
    app.show({ ...planStatus('run-1', job, 'ended'), past: true })
    await app.back()
    expect(app.screen).toBe('history')
  })
})

describe('dropping', () => {
  test('rows go by their names, from the place they are in', async () => {
    const { app, bridge } = await openApp({ direction: 'left' })
    app.drag.dragged = { kind: 'rows', from: app.left, names: ['assets'], folder: true }
    app.drag.over = app.right
    await dropRows(app, app.right)
    expect([jobs(bridge), app.direction]).toEqual([[[left, right, ['assets']]], 'right'])
  })

  test('with Alt, a folder gives its contents', async () => {
    const { app, bridge } = await openApp()
    app.drag.dragged = { kind: 'rows', from: app.left, names: ['assets'], folder: true }
    app.drag.over = app.right
    app.drag.contents = true
    await dropRows(app, app.right)
    expect(jobs(bridge)).toEqual([['local /site/assets', right, null]])
  })

  test('rows let go on their own pane do nothing', async () => {
    const { app, bridge } = await openApp()
    app.drag.dragged = { kind: 'rows', from: app.left, names: ['a.txt'], folder: false }
    app.drag.over = app.left
    await dropRows(app, app.left)
    expect([jobs(bridge), app.drag.dragged]).toEqual([[], null])
  })

  test('one folder from outside opens opposite, and its contents go to where it was dropped', async () => {
    const { app, bridge } = await openApp()
    await dropPaths(app, app.right, ['/dropped'], true)
    expect(jobs(bridge)).toEqual([['local /dropped', right, null]])
    expect(app.left.place?.text).toBe('/dropped')
  })

  test('files from outside go by their names', async () => {
    const { app, bridge } = await openApp()
    await dropPaths(app, app.right, ['/home/x', '/home/z'], false)
    expect(jobs(bridge)).toEqual([['local /home', right, ['x', 'z']]])
  })

  test.each([
    [['/home/x', '/site/a.txt'], 'These come from different folders.'],
    [[], 'What was dropped has no path on this computer.'],
    [['/nowhere/x'], undefined],
  ])('what can not be taken says so where it was dropped: %j', async (paths, message) => {
    const { app, bridge } = await openApp()
    await dropPaths(app, app.right, paths, false)
    expect(app.right.error?.message).toBe(message)
    expect(jobs(bridge)).toEqual([])
    // A folder that can't be opened is told of where it would have been opened.
    if (message === undefined) expect(app.left.error?.message).toBe('There is no folder /nowhere.')
  })

  test('the contents of a folder can be copied without dragging', async () => {
    const { app, bridge } = await openApp()
    await copyContents(app, app.left, 'assets')
    expect(jobs(bridge)).toEqual([['local /site/assets', right, null]])
  })
})

test('the two listings are compared, and again when direction or options change', async () => {
  const { app, bridge } = await openApp()
  await vi.waitFor(() => expect(bridge.asked('browse.compare')).toHaveLength(1))
  app.flip()
  await vi.waitFor(() => expect(bridge.asked('browse.compare')).toHaveLength(2))
  app.changeOptions({ ...app.options, compare: 'size-only' })
  await vi.waitFor(() => expect(bridge.asked('browse.compare')).toHaveLength(3))
  const [first, second, third] = bridge.asked('browse.compare')
  expect([second?.source, third?.options.compare]).toEqual([first?.destination, 'size-only'])
})

test('a listing that changes is not compared again from here: the engine does that by itself', async () => {
  const { app, bridge } = await openApp()
  await vi.waitFor(() => expect(bridge.asked('browse.compare')).toHaveLength(1))
  for (const pane of [app.left, app.right]) {
    const status = pane.view?.status
    if (status === undefined) throw new Error('A listing is open.')
    bridge.emit('browse.changed', { ...status, revision: status.revision + 1 })
  }
  await vi.waitFor(() => expect(bridge.asked('browse.page').length).toBeGreaterThan(2))
  flushSync()
  expect(bridge.asked('browse.compare')).toHaveLength(1)
})

test('places, direction and options are kept, but no place of keys that are gone with the session', async () => {
  const { app, bridge } = await openApp()
  await app.right.open(placeAt('session:1', 's3://'))
  app.flip()
  await vi.waitFor(() => expect(bridge.asked('window.changeSettings')).toHaveLength(1))
  expect(bridge.asked('window.changeSettings')[0]).toEqual({
    direction: 'left',
    options: app.options,
    left: { connectionId: 'local', text: '/site' },
    recent: [
      { connectionId: 'local', text: '/site' },
      { connectionId: 'practice', text: 's3://www/site/' },
    ],
  })
})

test('what a plan is made of is kept by when it begins', async () => {
  const { app, bridge } = await openApp()
  await app.left.open(placeAt('local', '/home'))
  flushSync()
  await app.preview()
  expect(bridge.asked('window.changeSettings')).toMatchObject([{ left: { text: '/home' } }])
})

test('a place that was left can be gone back to, while its connection is there', async () => {
  const { app } = await openApp()
  app.connections.list = [
    { id: 'local', kind: 'local', label: 'Here', detail: '', keyTail: null, signIn: null, problem: null },
  ]
  expect(app.recentElsewhere).toEqual([])
  await app.left.open(placeAt('local', '/home'))
  await vi.waitFor(() => expect(app.recent[0]?.text).toBe('/home'))
  expect(app.recentElsewhere).toEqual([{ connectionId: 'local', text: '/site' }])
  app.connections.list = []
  expect(app.recentElsewhere).toEqual([])
})
