import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'
import { SluiceWindow } from './window.ts'

const count = 100_000

interface Seen {
  /** Tasks of more than 50 ms on the page's main thread, in milliseconds. */
  readonly long: readonly number[]
  /** Places in view where no row stood. */
  readonly missing: number
}

/** Scrolls a table from end to end and back, by keys, wheel and jumps, and counts what goes wrong meanwhile. */
async function scroll(page: Page, table: Locator): Promise<Seen> {
  await page.evaluate(() => {
    const seen: number[] = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.push(Math.round(entry.duration))
    }).observe({ entryTypes: ['longtask' as never] })
    Object.assign(globalThis, { longTasks: seen })
  })
  let missing = 0
  const look = async (): Promise<void> => {
    const rows = await table.getByRole('row').count()
    const height = (await table.boundingBox())?.height ?? 0
    if (rows < Math.floor(height / 24)) missing++
  }
  await table.focus()
  await page.keyboard.press('End')
  await look()
  await page.keyboard.press('Home')
  for (let i = 0; i < 20; i++) await page.keyboard.press('PageDown')
  await look()
  const box = await table.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 50)
  for (let i = 0; i < 30; i++) await page.mouse.wheel(0, 2_400)
  await look()
  for (let jump = 0; jump < 40; jump++) {
    await table.evaluate(
      (node, share) => {
        const box = node as unknown as { scrollTop: number; scrollHeight: number }
        box.scrollTop = box.scrollHeight * share
      },
      ((jump * 37) % 100) / 100,
    )
    await page.evaluate('new Promise(requestAnimationFrame)')
    if (jump % 8 === 0) await look()
  }
  const long = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks)
  return { long, missing }
}

/** MiB that the page's script holds, without what nobody holds any more. */
async function memory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.detach()
  return page.evaluate(() => {
    const { memory } = performance as unknown as { memory: { usedJSHeapSize: number } }
    return Math.round(memory.usedJSHeapSize / 2 ** 20)
  })
}

test('100,000 rows in a pane and in a review lack no row while they are scrolled', async ({ app }, info) => {
  test.setTimeout(300_000)
  const { page } = app
  const folder = path.join(app.folder, 'many')
  await mkdir(folder)
  for (let i = 0; i < count; i += 500) {
    await Promise.all(
      Array.from({ length: 500 }, (_, j) => writeFile(path.join(folder, `file ${i + j}.txt`), '')),
    )
  }
  const window = new SluiceWindow(page)
  await window.ready()
  const before = await memory(page)
  await window.left.type(folder)
  await expect(window.left.footer).toContainText('100,000 items', { timeout: 60_000 })
  const pane = await scroll(page, window.left.table)
  expect(pane.missing).toBe(0)

  await window.review()
  await expect(window.apply).toHaveText('Upload 100,000')
  const review = await scroll(page, window.plan)
  expect(review.missing).toBe(0)
  await page.getByRole('searchbox').fill('file 99999')
  await expect(window.plan.getByRole('row')).toHaveCount(1)
  const figures = { before, after: await memory(page), pane: pane.long, review: review.long }
  info.annotations.push({ type: 'figures', description: JSON.stringify(figures) })
  process.stdout.write(
    `    100,000 rows: MiB that the page holds and tasks over 50 ms (ms): ${JSON.stringify(figures)}\n`,
  )
})
