/**
 * Starts the app on the Chromium host, plans a sync of two buckets in which everything differs, scrolls through it, and
 * prints what took how long as JSON: `node use-window.ts ENDPOINT KEYS`. Its home and settings are those of HOME.
 */
import { homedir } from 'node:os'
import { expect, type Page } from '@playwright/test'
import { launchChromium } from '../../ui/launch-chromium.ts'
import { scroll } from '../../ui/scroll.ts'
import { SluiceWindow } from '../../ui/window.ts'
import type { WindowUse } from './measure-window.ts'

/** The page's own types are not this program's. */
interface ElementLike {
  querySelector(selector: string): { getAttribute(name: string): string | null } | null
}

/** Bytes that the page's scripts hold when its garbage is collected. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

const [endpoint = '', keys = ''] = process.argv.slice(2)
const count = Number(keys).toLocaleString('en')

const began = performance.now()
const app = await launchChromium(homedir())
try {
  const window = new SluiceWindow(app.page)
  await window.ready()
  const usable = performance.now() - began

  for (const [pane, bucket] of [
    [window.left, 'one'],
    [window.right, 'other'],
  ] as const) {
    await window.connect(pane, { endpoint, accessKeyId: 'testaccesskey', secretAccessKey: 'testsecretkey' })
    await pane.type(`s3://${bucket}/`)
    await expect(pane.row('data')).toBeVisible()
  }
  const asked = performance.now()
  await window.preview.click()
  // `waitFor` looks at each frame, and `expect` a few times a second.
  const row = window.plan.getByRole('row', { name: 'file-' }).first()
  await row.waitFor()
  const firstRows = performance.now() - asked
  await expect(window.apply).toContainText(count, { timeout: 240_000 })
  await expect(app.page.getByTestId('phase')).not.toContainText('listing', { timeout: 240_000 })
  const planned = performance.now() - asked

  const { long } = await scroll(app.page, window.plan)
  const chip = app.page.getByRole('group', { name: 'What the plan comes to' }).getByRole('button').first()
  const unread = window.plan.getByRole('row', { name: 'Not read yet' }).first()
  const turns: number[] = []
  for (const rows of [false, true]) {
    if (!rows) await row.waitFor()
    const pressed = performance.now()
    await chip.click()
    await row.waitFor({ state: rows ? 'visible' : 'hidden' })
    await unread.waitFor({ state: 'hidden' })
    turns.push(performance.now() - pressed)
  }
  await row.waitFor()
  await window.plan.press('Home')
  const first = window.plan.locator('[aria-rowindex="1"]')
  await first.waitFor()
  /** Until what stands first is another. */
  const change = async (act: () => Promise<void>): Promise<number> => {
    const before = await first.getAttribute('aria-label')
    const pressed = performance.now()
    await act()
    await app.page.waitForFunction(
      ([table, was]) => {
        const now = table.querySelector('[aria-rowindex="1"]')?.getAttribute('aria-label')
        return typeof now === 'string' && now !== was && !now.includes('Not read yet')
      },
      [await window.plan.evaluateHandle((node) => node as unknown as ElementLike), before] as const,
      { polling: 'raf' },
    )
    return performance.now() - pressed
  }
  const sort = await change(() => app.page.getByTitle('Sort by name').click())
  const search = await change(() => app.page.getByRole('searchbox', { name: 'Search names' }).fill('77'))
  const use: Omit<WindowUse, 'running'> = {
    ...{ usable, firstRows, planned, longTasks: long.length },
    ...{ longestTask: Math.max(0, ...long), filter: Math.max(...turns), sort, search },
    ...{ pageHeap: await heapOf(app.page), memory: process.resourceUsage().maxRSS * 1024 },
  }
  process.stdout.write(`${JSON.stringify(use)}\n`)
} finally {
  await app.close()
}
