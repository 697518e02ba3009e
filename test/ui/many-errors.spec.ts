import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { startFaultyServer, type FaultyServer } from './faulty-server.ts'
import { check, dark, light, narrow, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

let faulty: FaultyServer

test.beforeAll(async () => {
  faulty = await startFaultyServer()
})

test.afterAll(async () => {
  await faulty.stop()
})

const count = 10_000

test('ten thousand errors are counted as they come, stop nothing, and leave the window usable', async ({
  app,
}) => {
  test.setTimeout(400_000)
  const { page } = app
  const source = path.join(app.folder, 'source')
  for (let part = 0; part < 20; part++) {
    await mkdir(path.join(source, `part ${part}`), { recursive: true })
    const files = Array.from({ length: count / 20 + (part === 0 ? 100 : 0) }, (_, file) => file)
    await Promise.all(files.map((file) => writeFile(path.join(source, `part ${part}`, `${file}.txt`), 'x')))
  }
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(page)
  await window.pair(source, faulty.keys, bucket)
  await window.review()
  faulty.proxy.setPlan([{ mode: 'denied', on: ['PutObject'], count }])
  await page.evaluate(() => {
    const long: number[] = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration)
    }).observe({ type: 'longtask' as 'measure' })
    Object.assign(globalThis, { long })
  })
  await window.apply.click()
  const failed = page.getByRole('button', { name: /[\d,]+ failed/ })
  await expect(failed).toBeVisible({ timeout: 60_000 })
  await failed.click()
  await expect(page.getByText('only failed')).toBeVisible()
  await expect(window.plan.getByRole('row').first()).toContainText('failed:')
  // It answers while errors come in.
  const began = Date.now()
  await window.plan.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Control+j')
  await expect(page.getByRole('dialog', { name: 'Jobs' })).toBeVisible()
  await page.keyboard.press('Escape')
  expect(Date.now() - began).toBeLessThan(10_000)

  await expect(window.result).toContainText('10,000 failed', { timeout: 300_000 })
  expect(await faulty.buckets.keys(bucket)).toHaveLength(100)
  const long = await page.evaluate(() => (globalThis as unknown as { long: number[] }).long)
  const most = Math.max(0, ...long)
  test.info().annotations.push({
    type: 'long tasks',
    description: `${long.length}, the longest ${Math.round(most)} ms`,
  })
  // On two cores that others use too.
  expect(most).toBeLessThan(1000)
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    expect(await check(page, 'many-errors', look)).toEqual([])
  }
})

test('a network that is lost in a run is said with when it is tried again, and the run goes on when it is back', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { page } = app
  const source = path.join(app.folder, 'source')
  await mkdir(source)
  for (let file = 0; file < 30; file++) await writeFile(path.join(source, `${file}.txt`), 'x')
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(page)
  await window.pair(source, faulty.keys, bucket)
  await window.review()
  faulty.proxy.setPlan([{ mode: 'reset', on: ['PutObject'] }])
  await window.apply.click()
  const run = page.getByLabel('The run', { exact: true })
  await expect(run).toContainText(/server not reached, tries again in \d+ s/, { timeout: 20_000 })
  await expect(window.plan).toContainText(/tries again in \d+ s: server not reached/)
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    expect(await check(page, 'network-lost', look)).toEqual([])
  }
  faulty.proxy.setPlan([])
  expect(await window.ended()).toMatch(/^Uploaded 30 files/)
})
