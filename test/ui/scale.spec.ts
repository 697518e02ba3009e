import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { scroll } from './scroll.ts'
import { SluiceWindow } from './window.ts'

const count = 100_000

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
