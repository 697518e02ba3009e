import { expect } from '@playwright/test'
import { test } from './app.ts'
import { startFaultyServer, type FaultyServer } from './faulty-server.ts'
import { check, dark, light, narrow, setLook } from './looks.ts'
import { holdOne, plant } from './held-run.ts'
import { SluiceWindow } from './window.ts'

// Electron asks by a dialog of the system, which is tested with its fake.
test.beforeEach(() => {
  const { host } = test.info().project.metadata
  test.skip(host === 'electron', 'The question is one of the page on Chromium')
  faulty.proxy.setPlan([])
})

let faulty: FaultyServer

test.beforeAll(async () => {
  faulty = await startFaultyServer()
})

test.afterAll(async () => {
  await faulty.stop()
})

test('closing the window while something runs asks first, and goes only as one says', async ({ app }) => {
  test.setTimeout(120_000)
  const { page } = app
  await holdOne(page, app.folder, faulty)
  await page.close({ runBeforeUnload: true })
  const dialog = page.getByRole('dialog', { name: 'Close Sluice' })
  await expect(dialog).toContainText('A sync is still running.')
  await expect(dialog.getByRole('button', { name: 'Keep running' })).toBeFocused()
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    expect(await check(page, 'leaving', look)).toEqual([])
  }
  // What the window's keys do is behind the question.
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Control+j')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()

  // The list of jobs goes when the question comes, and one Escape leaves that.
  await page.keyboard.press('Control+j')
  await expect(page.getByRole('dialog', { name: 'Jobs' })).toBeVisible()
  await page.close({ runBeforeUnload: true })
  await expect(dialog.getByRole('button', { name: 'Keep running' })).toBeFocused()
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.close({ runBeforeUnload: true })
  await dialog.getByRole('checkbox', { name: "Don't ask again" }).check()
  const gone = page.waitForEvent('close')
  await dialog.getByRole('button', { name: 'Stop now and quit' }).click()
  await gone

  const next = await app.restart()
  await new SluiceWindow(next).ready()
  await next.keyboard.press('Control+j')
  await next
    .getByRole('dialog', { name: 'Jobs' })
    .getByRole('button', { name: /One at a time/ })
    .click()
  await expect(next.getByRole('menuitemcheckbox', { name: 'Stop now and quit' })).toBeChecked()
})

test('a window that closes when what is moving has finished says so until then, begins nothing, and can be stopped', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { page } = app
  const { window } = await holdOne(page, app.folder, faulty)
  await window.back()
  await window.left.type(await plant(app.folder, 'another', 3))
  await expect(window.left.bar.getByRole('navigation')).toContainText('another')
  await window.review()
  await expect(window.apply).toBeEnabled()
  await page.close({ runBeforeUnload: true })
  await page.getByRole('button', { name: 'Finish what is moving, then quit' }).click()
  const line = page.getByRole('region', { name: 'Closing' })
  await expect(line).toContainText('Closing when what is moving has finished.')
  await expect(window.apply).toBeDisabled()
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    expect(await check(page, 'closing', look)).toEqual([])
  }
  const gone = page.waitForEvent('close')
  await line.getByRole('button', { name: 'Stop now' }).click()
  await gone
})

test.describe('a connection that the next start knows too', () => {
  test.use({
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are wanted
    env: async ({}, use) => {
      await use({
        AWS_ACCESS_KEY_ID: faulty.keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: faulty.keys.secretAccessKey,
        AWS_ENDPOINT_URL: faulty.keys.endpoint,
        AWS_REGION: 'us-east-1',
      })
    },
  })

  test('what waited when the window was closed is offered at the next start, until it is applied', async ({
    app,
  }) => {
    test.setTimeout(120_000)
    const { window } = await holdOne(app.page, app.folder, faulty)
    const bucket = await faulty.buckets.make()
    await window.back()
    await window.left.type(await plant(app.folder, 'waits', 3))
    await window.right.choose('Environment')
    await window.right.type(`s3://${bucket}/`)
    for (const [pane, name] of [
      [window.left, 'waits'],
      [window.right, bucket],
    ] as const)
      await expect(pane.bar.getByRole('navigation')).toContainText(name)
    await window.review()
    await window.apply.click()
    await expect(app.page.getByRole('status').filter({ hasText: 'waits for 1 run' })).toBeVisible()

    const page = await app.restart()
    const next = new SluiceWindow(page)
    await next.ready()
    const kept = page.getByRole('region', { name: 'Plans that waited' })
    await expect(kept).toContainText('Nothing of it was done.')
    for (const look of [light, dark, narrow]) {
      await setLook(page, look)
      expect(await check(page, 'kept-plans', look)).toEqual([])
    }
    // Another preview leaves it where it is.
    await next.review()
    await next.back()
    await kept.getByRole('button', { name: 'Review' }).click()
    await next.planned()
    expect(await next.applyAll()).toMatch(/^Uploaded 3 files/)
    await next.back()
    await expect(kept).toBeHidden()
    const last = await app.restart()
    await new SluiceWindow(last).ready()
    await expect(last.getByRole('region', { name: 'Plans that waited' })).toBeHidden()
  })
})
