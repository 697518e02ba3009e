import { expect, test } from 'vitest'
import { createSignalEcho } from '../../../../main/host/chromium/signal-echo.ts'

test('a signal that comes right after another is its echo, however many come', () => {
  let time = 10_000
  const isNew = createSignalEcho(() => time)
  /** When they come, in milliseconds, and whether they are new. */
  const signals = [
    [0, true],
    [0, false],
    [3, false],
    [249, false],
    [250, true],
    [499, false],
    [5000, true],
  ] as const
  for (const [at, expected] of signals) {
    time = 10_000 + at
    expect([at, isNew()]).toEqual([at, expected])
  }
})
