import { expect, test } from 'vitest'
import { activityShower } from '../../../../main/host/electron/activity.ts'
import { FakeElectron, FakeWindow } from '../../../fakes/electron.ts'

test('the machine stays awake from the first run to the end of the last, by one blocker', () => {
  const electron = new FakeElectron()
  const show = activityShower(electron.parts, new FakeWindow({}), 'linux')
  show({ runs: 1, fraction: 0 })
  show({ runs: 2, fraction: 0.5 })
  expect(electron.blockers.size).toBe(1)
  show({ runs: 1, fraction: 0.9 })
  expect(electron.blockers.size).toBe(1)
  show({ runs: 0, fraction: null })
  show({ runs: 0, fraction: null })
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
  activityShower(new FakeElectron().parts, window, platform)({ runs, fraction })
  expect(window.progress).toEqual([bar])
})

test('the blocker is let go also when the window is gone', () => {
  const electron = new FakeElectron()
  const window = new FakeWindow({})
  const show = activityShower(electron.parts, window, 'linux')
  show({ runs: 1, fraction: null })
  window.destroy()
  show({ runs: 0, fraction: null })
  expect(electron.blockers.size).toBe(0)
})
