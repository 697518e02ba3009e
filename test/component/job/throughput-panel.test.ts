import { expect, onTestFinished, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ThroughputPanel from '../../../renderer/job/ThroughputPanel.svelte'
import { Rates } from '../../../renderer/state/rates.svelte.ts'
import { progressOf } from '../../fakes/fake-plans.ts'

/** Readings half a second apart: bytes a second, and files that have come to their end by then. */
async function ratesOf(readings: readonly (readonly [number, number])[]): Promise<Rates> {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const rates = new Rates()
  for (const [rate, done] of readings) {
    rates.keep(progressOf({ rate, transfers: { done, failed: 0, total: 1_000_000 } }))
    await vi.advanceTimersByTimeAsync(500)
  }
  vi.useRealTimers()
  return rates
}

test('the whole run is drawn with its axes, and said in words', async () => {
  const rates = await ratesOf([
    [0, 0],
    [2048, 10],
    [1024, 15],
  ])
  const screen = await render(ThroughputPanel, { rates, rate: 1024 })
  await screen.getByRole('button', { name: 'Throughput: 1.0 KiB/s' }).click()
  const panel = page.getByRole('dialog', { name: 'Throughput' })
  const bytes = panel.getByRole('img', {
    name: /^Bytes over the run: peak 2\.0 KiB\/s, mean 1\.0 KiB\/s, now 1\.0 KiB\/s$/,
  })
  await expect.element(bytes).toBeVisible()
  const files = panel.getByRole('img', {
    name: /^Files over the run: peak 20 files\/s, mean 10 files\/s, now 10 files\/s$/,
  })
  await expect.element(files).toBeVisible()
  await expect.element(panel).toMatchTextContent(/0 s.*1\.0 s/)
})

test('a run of days keeps a bounded number of readings, its peak and its mean', async () => {
  const rates = await ratesOf(Array.from({ length: 5000 }, (_, i) => [i === 77 ? 9999 : 100, i] as const))
  expect(rates.history.length).toBeLessThanOrEqual(600)
  expect(rates.all).toHaveLength(120)
  expect(rates.peak).toEqual({ bytes: 9999, files: 2 })
  const mean = rates.history.reduce((sum, { bytes }) => sum + bytes, 0) / rates.history.length
  expect(mean).toBeCloseTo(102, 0)
  expect(rates.history.at(-1)?.at).toBe(4999 * 500)
})

test('a run that is made anew begins anew', async () => {
  const rates = await ratesOf([
    [5, 1],
    [5, 2],
  ])
  rates.clear()
  expect([rates.all, rates.history, rates.peak]).toEqual([[], [], { bytes: 0, files: 0 }])
})
