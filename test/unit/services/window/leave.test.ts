import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLeave, leaveLimit } from '../../../../main/services/window/leave.ts'
import type { Leave } from '../../../../main/host/window-host.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function setUp(running: boolean) {
  const asked: Leave[] = []
  const done: string[] = []
  let answer: () => void = () => undefined
  let isRunning = running
  const leave = createLeave({
    engine: {
      ask(_call, params, answered) {
        asked.push((params as { step: Leave }).step)
        answer = () => {
          answered({ ok: true, value: {} })
        }
        return () => undefined
      },
    },
    isRunning: () => isRunning,
    endEngine: () => done.push('engine ended'),
    close: async () => void done.push('closed'),
  })
  const hear = (now: boolean): void => {
    isRunning = now
  }
  return { leave, asked, done, answer: () => answer(), hear }
}

const gone = ['engine ended', 'closed']

test.each([
  ['finish', true, false],
  ['finish', false, true],
  ['stop', true, true],
  ['stop', false, true],
] as const)('%s with something running (%s) has a limit: %s', (how, running, limited) => {
  const { leave, done } = setUp(running)
  leave(how)
  vi.advanceTimersByTime(leaveLimit - 1)
  expect(done).toEqual([])
  vi.advanceTimersByTime(1)
  expect(done).toEqual(limited ? gone : [])
})

test('a run whose beginning is heard of after finish was said has no limit, until it has ended', () => {
  const { leave, done, hear } = setUp(false)
  leave('finish')
  hear(true)
  vi.advanceTimersByTime(3 * leaveLimit)
  expect(done).toEqual([])
  hear(false)
  vi.advanceTimersByTime(leaveLimit)
  expect(done).toEqual(gone)
})

test('the answer ends it, once', () => {
  const { leave, done, answer } = setUp(true)
  leave('stop')
  answer()
  answer()
  vi.advanceTimersByTime(leaveLimit)
  leave('stop')
  expect(done).toEqual(gone)
})

describe('said again', () => {
  test('it asks only for what was not asked before', () => {
    const { leave, asked } = setUp(true)
    for (const how of ['finish', 'finish', 'stop', 'stop', 'finish'] as const) leave(how)
    expect(asked).toEqual(['finish', 'stop'])
  })

  test('stop puts a limit to finish', () => {
    const { leave, done } = setUp(true)
    leave('finish')
    leave('stop')
    vi.advanceTimersByTime(leaveLimit)
    expect(done).toEqual(gone)
  })
})
