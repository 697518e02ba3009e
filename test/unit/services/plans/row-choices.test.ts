import { expect, test } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import { RowChoices } from '../../../../main/services/plans/row-choices.ts'
import type { NewRow } from '../../../../shared/plan-row.ts'
import { everyRow, type RowChoice } from '../../../../shared/review.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const everything: RowChoice = { kind: 'view', view: everyRow }
const anyTime = (): void => undefined

function scene(rows: number) {
  const store = new RunStore(':memory:', new FakeClock())
  store.add(
    Array.from({ length: rows }, (_, i): NewRow => ({
      key: `key-${i}`,
      action: 'upload',
      reason: 'only-source',
      decidedBy: 'C-1',
      source: { size: 1, modified: 0 },
      destination: null,
    })),
  )
  const leftOut = (): number => store.totals.states()['excluded-by-you'].count
  /** How many were out after each part. */
  const parts: number[] = []
  const choices = new RowChoices(store, () => parts.push(leftOut()))
  return { choices, leftOut, parts }
}

test('many rows are taken out a part at a time, and other work goes on in between', async () => {
  const { choices, leftOut, parts } = scene(25_000)
  const seen: number[] = []
  const made = choices.make(everything, false, anyTime)
  expect(choices.open).toBe(true)
  while (choices.open) {
    seen.push(leftOut())
    await new Promise(setImmediate)
  }
  await made
  expect(new Set(seen)).toEqual(new Set([0, 10_000, 20_000]))
  expect(parts).toEqual([10_000, 20_000, 25_000])
})

test('one choice is made after the other, so that the last one counts', async () => {
  const { choices, parts } = scene(25_000)
  await Promise.all([choices.make(everything, false, anyTime), choices.make(everything, true, anyTime)])
  expect(parts).toEqual([10_000, 20_000, 25_000, 15_000, 5_000, 0])
})

test('it ends where rows may be chosen no more, and says so; the next one is asked anew', async () => {
  const { choices, leftOut } = scene(25_000)
  let allowed = true
  const made = choices.make(everything, false, () => {
    if (!allowed) throw new Error('Not now.')
  })
  await Promise.resolve()
  allowed = false
  await expect(made).rejects.toThrow('Not now.')
  await choices.ended
  expect(leftOut()).toBe(10_000)
  expect(choices.open).toBe(false)
  await choices.make(everything, true, anyTime)
  expect(leftOut()).toBe(0)
})
