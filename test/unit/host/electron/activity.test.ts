import { expect, test } from 'vitest'
import { activityShower } from '../../../../main/host/electron/activity.ts'
import { nothingRuns } from '../../../../main/host/window-host.ts'
import { FakeElectron, FakeWindow } from '../../../fakes/electron.ts'

test('the machine stays awake from the first run to the end of the last, by one blocker', () => {
  const electron = new FakeElectron()
  const show = activityShower(electron.parts, new FakeWindow({}), 'linux')
  show({ ...nothingRuns, runs: 1, fraction: 0 })
  show({ ...nothingRuns, runs: 2, fraction: 0.5 })
  expect(electron.blockers.size).toBe(1)
  show({ ...nothingRuns, runs: 1, fraction: 0.9 })
  expect(electron.blockers.size).toBe(1)
  show({ ...nothingRuns, runs: 0, fraction: null })
  show({ ...nothingRuns, runs: 0, fraction: null })
  expect(electron.blockers.size).toBe(0)
})

test.each([
  ['linux', 0, null, -1],
  ['linux', 1, 0.25, 0.25],
  ['linux', 1, null, -1],
  ['win32', 1, null, 2],
  ['darwin', 0, 0.5, -1],
] as const)('on %s %i runs at %s are the bar %s', (platform, runs, fraction, bar) => {
  const window = new FakeWindow({})
  activityShower(new FakeElectron().parts, window, platform)({ ...nothingRuns, runs, fraction })
  expect(window.progress).toEqual([bar])
})

test('the blocker is let go also when the window is gone', () => {
  const electron = new FakeElectron()
  const window = new FakeWindow({})
  const show = activityShower(electron.parts, window, 'linux')
  show({ ...nothingRuns, runs: 1, fraction: null })
  window.destroy()
  show({ ...nothingRuns, runs: 0, fraction: null })
  expect(electron.blockers.size).toBe(0)
})

test('while a person holds all that runs, the machine may sleep, and the bar says that it is held', () => {
  const electron = new FakeElectron()
  const window = new FakeWindow({})
  const show = activityShower(electron.parts, window, 'win32')
  show({ ...nothingRuns, runs: 1, fraction: 0.5 })
  show({ ...nothingRuns, runs: 1, fraction: 0.5, held: true })
  expect(electron.blockers.size).toBe(0)
  expect([window.progress, window.modes]).toEqual([
    [0.5, 0.5],
    ['normal', 'paused'],
  ])
  show({ ...nothingRuns, runs: 1, fraction: null, held: true })
  expect(window.progress.at(-1)).toBe(-1)
  show({ ...nothingRuns, runs: 1, fraction: 0.6 })
  expect(electron.blockers.size).toBe(1)
})
