import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KeptSettings } from '../../../../renderer/state/kept-settings.ts'
import type { Settings } from '../../../../shared/settings.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open() {
  const written: Partial<Settings>[] = []
  return { kept: new KeptSettings((changes) => written.push(changes)), written }
}

test('changes that come one after another are kept in one, the last of each', () => {
  const { kept, written } = open()
  kept.change({ direction: 'left', density: 'compact' })
  kept.change({ density: 'comfortable' })
  expect(written).toEqual([])
  vi.advanceTimersByTime(1000)
  expect(written).toEqual([{ direction: 'left', density: 'comfortable' }])
})

test('what still settles is kept at once where it must be, and then no more', () => {
  const { kept, written } = open()
  kept.change({ direction: 'left' })
  kept.flush()
  vi.advanceTimersByTime(1000)
  kept.flush()
  expect(written).toEqual([{ direction: 'left' }])
})
