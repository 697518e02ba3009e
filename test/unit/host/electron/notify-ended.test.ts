import { expect, test } from 'vitest'
import { endedNotifier } from '../../../../main/host/electron/notify-ended.ts'
import { FakeElectron, FakeWindow } from '../../../fakes/electron.ts'

function setUp() {
  const electron = new FakeElectron()
  const window = new FakeWindow({})
  const done: string[] = []
  const say = endedNotifier(
    electron.parts,
    window,
    () => done.push('presented'),
    (text) => done.push(text),
  )
  return { electron, window, done, say: () => say({ title: 'Done: a → b', text: '3 files' }) }
}

test('a run that has ended is said by the system, and a press on that brings the window forward', () => {
  const { electron, done, say } = setUp()
  say()
  const [notification] = electron.notifications
  expect([notification?.options, notification?.shown]).toEqual([{ title: 'Done: a → b', body: '3 files' }, 1])
  notification?.emit('click')
  expect(done).toEqual(['presented'])
})

test('nothing is said where the window has the focus, is gone, or the system has no notifications', () => {
  const { electron, window, say } = setUp()
  window.focused = true
  say()
  window.focused = false
  electron.canNotify = false
  say()
  electron.canNotify = true
  window.destroy()
  say()
  expect(electron.notifications).toEqual([])
})

test('what the system did not show is logged, and a press after the window is gone does nothing', () => {
  const { electron, window, done, say } = setUp()
  say()
  say()
  electron.notifications[0]?.emit('failed', {}, 'not signed')
  window.destroy()
  electron.notifications[1]?.emit('click')
  expect(done).toEqual(['a notification was not shown: not signed'])
})
