import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeptPlans, type WaitingPlan } from '../../../../main/services/plans/kept-plans.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { RecordingLog } from '../../../fakes/memory-world.ts'
import { scratch } from '../../engine/plan-file/plans.ts'

let folder: ReturnType<typeof scratch>
let kept: KeptPlans
let log: RecordingLog
const now = 1_800_000_000_000

beforeEach(() => {
  folder = scratch()
  log = new RecordingLog()
  kept = new KeptPlans(folder.path('state'), () => now, log)
})

afterEach(() => {
  folder.end()
})

const put = (path: string, age = 0): void => {
  writeFileSync(path, '')
  utimesSync(path, (now - age) / 1000, (now - age) / 1000)
}
const plan = (planId: string, changes: Partial<WaitingPlan> = {}): WaitingPlan => ({
  planId,
  task: 'sync',
  file: null,
  isWhole: true,
  staysConnected: true,
  save: (path) => put(path),
  ...changes,
})
const names = (): string[] => readdirSync(folder.path('state/waiting')).toSorted()
const opened = async (): Promise<string[]> => {
  const paths: string[] = []
  await kept.openAll(async (path) => paths.push(path))
  return paths
}

test('what is kept is opened at the next start, the oldest first, and is known by its path', async () => {
  expect(await opened()).toEqual([])
  expect([kept.keep(plan('run-2')), kept.keep(plan('run-1'))]).toEqual([true, true])
  const paths = await opened()
  expect(paths.map((path) => path.split('/').at(-1))).toEqual(['run-1.sluice', 'run-2.sluice'])
  expect(paths.map((path) => [kept.has(path), kept.planOf(path)])).toEqual([
    [true, 'run-1'],
    [true, 'run-2'],
  ])
  const mine = folder.path('mine.sluice')
  expect([kept.has(mine), kept.planOf(mine)]).toEqual([false, null])
})

test.each<[string, Partial<WaitingPlan>]>([
  ['a move', { task: 'move' }],
  ['a removal', { task: 'remove' }],
  ['part of a plan', { isWhole: false }],
  ['a plan from a file of a person', { file: '/home/ada/mine.sluice' }],
  ['a plan over a connection that ends with the window', { staysConnected: false }],
])('%s is not kept, and who asks is told', async (_what, changes) => {
  expect(kept.keep(plan('run-1', changes))).toBe(false)
  expect([await opened(), log.events]).toEqual([[], []])
})

test('a plan that was opened from one of the files is kept by that file', () => {
  const own = { file: join(folder.path('state'), 'waiting', 'run-1.sluice'), isWhole: false }
  expect(kept.keep(plan('run-2', own))).toBe(true)
})

test('one that can’t be written is not kept, and the log says why', async () => {
  const save = (): never => {
    throw new SluiceError({ code: 'disk-full', message: 'Full.' })
  }
  expect([kept.keep(plan('run-1', { save })), kept.keep(plan('run-2'))]).toEqual([false, true])
  expect(log.events).toMatchObject([{ what: 'plan-not-kept', planId: 'run-1', error: { code: 'disk-full' } }])
  expect(await opened()).toHaveLength(1)
})

test('one that waits no more goes, unless the window is being left', () => {
  for (const name of ['run-1', 'run-2']) kept.keep(plan(name))
  kept.drop('run-1')
  kept.leave()
  kept.drop('run-2')
  expect(names()).toEqual(['run-2.sluice'])
})

test('one that can’t be opened stays for another start, and one that was put away goes', async () => {
  for (const name of ['run-1', 'run-2']) kept.keep(plan(name))
  const failing = (): Promise<never> =>
    Promise.reject(new SluiceError({ code: 'usage', message: 'No connection.' }))
  await kept.openAll(failing)
  expect(log.events.map(({ what }) => what)).toEqual(Array(2).fill('kept-plan-not-opened'))
  const [first = ''] = await opened()
  kept.forget(first)
  expect(existsSync(first)).toBe(false)
  expect(await opened()).toHaveLength(1)
})

test('one that was applied goes', async () => {
  kept.keep(plan('run-1'))
  const applied = new SluiceError({ code: 'usage', message: 'This plan was applied already.' })
  await kept.openAll(() => Promise.reject(applied))
  expect(names()).toEqual([])
})

test('after thirty days one goes, and no file of a person’s ever', async () => {
  kept.keep(plan('run-1', { save: (path) => put(path, 31 * 86_400_000) }))
  expect(await opened()).toEqual([])
  expect(names()).toEqual([])
  const mine = folder.path('mine.sluice')
  put(mine)
  kept.forget(mine)
  expect(existsSync(mine)).toBe(true)
})

test('one that can’t be removed keeps none of the others from being opened', async () => {
  kept.keep(plan('run-2'))
  const stuck = folder.path('state/waiting/run-1.sluice')
  mkdirSync(stuck)
  utimesSync(stuck, 0, 0)
  expect(await opened()).toHaveLength(1)
  expect(log.events).toMatchObject([{ what: 'kept-plan-stays', path: stuck }])
})

test('what was cut off in its writing goes an hour later', async () => {
  kept.keep(plan('run-1'))
  put(folder.path('state/waiting/run-2.sluice.x.part'), 2 * 3_600_000)
  put(folder.path('state/waiting/run-2.sluice.x.part-journal'), 2 * 3_600_000)
  put(folder.path('state/waiting/run-3.sluice.x.part'))
  expect(await opened()).toHaveLength(1)
  expect(names()).toEqual(['run-1.sluice', 'run-3.sluice.x.part'])
})
