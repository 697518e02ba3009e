import type { Locator, Page } from '@playwright/test'

export interface Seen {
  /** Tasks of more than 50 ms on the page's main thread, in milliseconds. */
  readonly long: readonly number[]
  /** Places in view where no row stood. */
  readonly missing: number
}

/** Scrolls a table from end to end and back, by keys, wheel and jumps, and counts what goes wrong meanwhile. */
export async function scroll(page: Page, table: Locator): Promise<Seen> {
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
