/**
 * Starts the app on the Chromium host, plans an upload of a folder to a bucket, runs it, and works the window meanwhile
 * by keys and mouse; prints how smooth the page was as JSON: `node run-in-window.ts ENDPOINT FOLDER FILES`. Its home and
 * settings are those of HOME.
 */
import { homedir } from 'node:os'
import { expect } from '@playwright/test'
import { launchChromium } from '../../ui/launch-chromium.ts'
import { SluiceWindow } from '../../ui/window.ts'
import { watchPage } from './watch-page.ts'

const [endpoint = '', folder = '', files = ''] = process.argv.slice(2)
const count = Number(files).toLocaleString('en')
/** Milliseconds from one key or press to the next. */
const pause = 40

const app = await launchChromium(homedir())
try {
  const { page } = app
  const window = new SluiceWindow(page)
  const keys = { endpoint, accessKeyId: 'testaccesskey', secretAccessKey: 'testsecretkey' }
  await window.pair(folder, keys, 'sink')
  await window.review()
  await expect(window.apply).toContainText(count)
  await window.plan.focus()
  const table = await window.plan.boundingBox()
  const chip = page.getByRole('group', { name: 'What the plan comes to' }).getByRole('button').first()
  const row = (place: number): [number, number] => [(table?.x ?? 0) + 200, (table?.y ?? 0) + 12 + 24 * place]
  // At once and where it stands: a click of Playwright's waits until its target has come to rest.
  const pressChip = async (): Promise<void> => {
    const at = await chip.boundingBox()
    if (at !== null) await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2)
  }
  const steps: readonly (() => Promise<void>)[] = [
    () => page.keyboard.press('PageDown'),
    () => page.mouse.click(...row(3)),
    () => page.keyboard.press('ArrowDown'),
    () => page.mouse.click(...row(8)),
    () => page.keyboard.press('End'),
    () => page.keyboard.press('Home'),
    pressChip,
    () => page.keyboard.press('ArrowDown'),
    pressChip,
    () => page.mouse.click(...row(5)),
  ]
  let taken = 0
  const began = performance.now()
  const smoothness = await watchPage(page, async () => {
    await window.apply.click()
    while (!(await window.result.isVisible())) {
      await steps[taken++ % steps.length]?.()
      await page.waitForTimeout(pause)
    }
  })
  const took = performance.now() - began
  expect(await window.ended()).toContain(`Uploaded ${count} files`)
  process.stdout.write(`${JSON.stringify({ took, steps: taken, ...smoothness })}\n`)
} finally {
  await app.close()
}
