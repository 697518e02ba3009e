import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { startFaultyServer, type FaultyServer } from './faulty-server.ts'
import { check, looks, setLook } from './looks.ts'
import { holdOne, plant } from './held-run.ts'
import { SluiceWindow } from './window.ts'

let faulty: FaultyServer

test.beforeAll(async () => {
  faulty = await startFaultyServer()
})

test.afterAll(async () => {
  await faulty.stop()
})

test.beforeEach(() => {
  faulty.proxy.setPlan([])
})

/** A run that is held, so that others wait behind it; and a bucket for those. */
async function holdOneBefore(page: Page, folder: string) {
  const { window, bucket } = await holdOne(page, folder, faulty)
  /** Applies another folder to the same bucket, under a name of its own. */
  const applyAlso = async (name: string): Promise<void> => {
    await window.back()
    await window.left.type(await plant(folder, name, 3))
    await window.right.type(`s3://${bucket}/${name}/`)
    for (const pane of [window.left, window.right])
      await expect(pane.bar.getByRole('navigation')).toContainText(name)
    await window.review()
    await window.apply.click()
  }
  return { window, bucket, applyAlso }
}

const panelOf = (page: Page) => page.getByRole('dialog', { name: 'Jobs' })

test('runs wait for each other: in the order one gives them, and each can be begun, taken out, or shown', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { page } = app
  const { bucket, applyAlso } = await holdOneBefore(page, app.folder)
  await applyAlso('first')
  await expect(page.getByRole('status').filter({ hasText: 'waits for 1 run' })).toBeVisible()
  await applyAlso('second')
  await expect(page.getByRole('status').filter({ hasText: 'waits for 2 runs' })).toBeVisible()
  await applyAlso('third')

  await page.keyboard.press('Control+j')
  const panel = panelOf(page)
  const rows = panel.getByRole('row')
  await expect(rows).toHaveCount(4)
  await expect(panel.getByRole('grid', { name: 'Jobs' })).toBeFocused()
  await expect(rows.nth(0)).toContainText('held')
  await expect(rows.nth(3)).toContainText('third')
  for (const look of looks) {
    await setLook(page, look)
    expect(await check(page, 'jobs', look)).toEqual([])
  }

  await rows.nth(3).click()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(rows.nth(2)).toContainText('third')
  await rows.nth(3).dragTo(rows.nth(1))
  await expect(rows.nth(1)).toContainText('second')
  await expect(rows.nth(3)).toContainText('third')

  await rows.nth(3).click()
  await panel.getByRole('button', { name: 'Take out' }).click()
  await expect(rows.nth(3)).toContainText('waits for you')
  await rows.nth(1).click()
  await panel.getByRole('button', { name: 'Run now' }).click()
  await expect(panel.getByRole('row', { name: /^second.*done/ })).toBeVisible({ timeout: 30_000 })
  expect((await faulty.buckets.keys(bucket)).filter((key) => key.startsWith('second/'))).toHaveLength(3)
  await expect(panel.getByRole('row', { name: /^first.*waits for 1 run/ })).toBeVisible()

  faulty.proxy.setPlan([])
  await panel.getByRole('row', { name: /^held/ }).click()
  await page.keyboard.press(' ')
  await expect(panel.getByRole('row', { name: /^held.*done/ })).toBeVisible({ timeout: 30_000 })
  await expect(panel.getByRole('row', { name: /^first.*done/ })).toBeVisible({ timeout: 30_000 })
  expect((await faulty.buckets.keys(bucket)).filter((key) => key.startsWith('third/'))).toEqual([])
})

test('more at once begin what waits, and the next start knows how many', async ({ app }) => {
  test.setTimeout(120_000)
  const { applyAlso } = await holdOneBefore(app.page, app.folder)
  await applyAlso('first')
  await app.page.getByRole('button', { name: /^Jobs/ }).click()
  const panel = panelOf(app.page)
  await panel.getByRole('button', { name: 'One at a time' }).click()
  await app.page.getByRole('menuitemcheckbox', { name: '2 at once' }).click()
  await expect(panel.getByRole('row', { name: /^first.*done/ })).toBeVisible({ timeout: 30_000 })
  await panel.getByRole('row', { name: /^held/ }).click()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  const page = await app.restart()
  await new SluiceWindow(page).ready()
  await page.keyboard.press('Control+j')
  await expect(panelOf(page).getByRole('button', { name: '2 at once' })).toBeVisible()
})

test('a run that waits is there again after the page was loaded anew', async ({ app }) => {
  const { applyAlso } = await holdOneBefore(app.page, app.folder)
  await applyAlso('first')
  await app.page.keyboard.press('Control+r')
  await expect(app.page.getByRole('status').filter({ hasText: 'waits for 1 run' })).toBeVisible()
  await app.page.keyboard.press('Control+j')
  await expect(panelOf(app.page).getByRole('row')).toHaveCount(2)
})

test('a limit holds at once, for what runs too, and the throughput of the whole run is there to see', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { page } = app
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(page)
  await window.pair(await plant(app.folder, 'large', 12, 1_000_000), faulty.keys, bucket)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command' }).fill('limit bandwidth 512')
  await page.keyboard.press('Enter')
  await window.review()
  await window.apply.click()
  const footer = page.getByLabel('The run', { exact: true })
  await expect(footer.getByRole('button', { name: 'At most 512.0 KiB/s' })).toBeVisible()
  faulty.proxy.resetCounts()
  await page.waitForTimeout(2000)
  expect(faulty.proxy.moved.up).toBeLessThan(1_500_000)
  await expect(page).toHaveTitle(/^\d+ % – Sluice$/)

  await footer.getByRole('button', { name: /^Throughput/ }).click()
  await expect(page.getByRole('img', { name: /^Bytes over the run: peak .* mean .* now / })).toBeVisible()
  for (const look of looks) {
    await setLook(page, look)
    expect(await check(page, 'throughput', look)).toEqual([])
  }
  await page.keyboard.press('Escape')

  await footer.getByRole('button', { name: 'At most 512.0 KiB/s' }).click()
  for (const look of looks) {
    await setLook(page, look)
    expect(await check(page, 'limit', look)).toEqual([])
  }
  await page.getByRole('button', { name: 'No limit', exact: true }).click()
  expect(await window.ended()).toMatch(/^Uploaded 12 files/)
  await expect(page).toHaveTitle('Sluice')
})

test('keys for what is beneath the list of jobs close it, and the focus is where they lead', async ({
  app,
}) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  const fields = {
    f: window.left.body.getByLabel('Show only names with'),
    l: window.left.bar.getByRole('combobox', { name: 'Path' }),
  }
  for (const key of ['f', 'l'] as const) {
    await window.left.table.focus()
    await page.keyboard.press('Control+j')
    await expect(panelOf(page)).toBeVisible()
    await page.keyboard.press(`Control+${key}`)
    await expect(panelOf(page)).toBeHidden()
    await expect(fields[key]).toBeFocused()
  }
})
