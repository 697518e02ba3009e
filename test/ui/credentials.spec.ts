import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { test, type App } from './app.ts'
import { startFaultyServer, type FaultyServer } from './faulty-server.ts'
import { SluiceWindow } from './window.ts'

let faulty: FaultyServer

test.beforeAll(async () => {
  faulty = await startFaultyServer()
})

test.afterAll(async () => {
  await faulty.stop()
})

/** A review of so many new files. */
async function reviewed(app: App, count: number): Promise<{ window: SluiceWindow; bucket: string }> {
  const source = path.join(app.folder, 'source')
  await mkdir(source)
  for (let i = 0; i < count; i++) await writeFile(path.join(source, `file ${i}.txt`), `file ${i}`)
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await window.review()
  return { window, bucket }
}

test('F78 credentials that expire in a run are asked for in the window, and the run goes on', async ({
  app,
}, info) => {
  const { window, bucket } = await reviewed(app, 40)
  faulty.proxy.setPlan([{ mode: 'expired', on: ['PutObject'], nth: 10 }])
  await window.apply.click()

  const note = app.page.getByRole('form', { name: 'Credentials have expired' })
  await expect(note.getByRole('alert')).toContainText('Paused')
  await expect(note.getByRole('button', { name: 'Go on' })).toBeDisabled()
  await expect(app.page.getByTestId('phase')).toHaveText('waiting for credentials')
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode().analyze()
    expect(violations).toEqual([])
    await app.page.screenshot({ path: info.outputPath(`expired-${colorScheme}.png`) })
  }

  // Still the old ones: it is asked again.
  const giveKeys = async (): Promise<void> => {
    await note.getByLabel('Access key').fill(faulty.keys.accessKeyId)
    await note.getByLabel('Secret key').fill(faulty.keys.secretAccessKey)
    await note.getByRole('button', { name: 'Go on' }).click()
  }
  await giveKeys()
  await expect(note.getByRole('alert')).toContainText('Paused again')
  await expect(note.getByLabel('Secret key')).toHaveValue('')

  faulty.proxy.setPlan([])
  await giveKeys()
  expect(await window.ended()).toContain('Uploaded 40 files')
  await expect(note).toBeHidden()
  expect(await faulty.buckets.keys(bucket)).toHaveLength(40)
})

test('F78 a run whose credentials expired can be cancelled while it asks', async ({ app }) => {
  const { window } = await reviewed(app, 20)
  faulty.proxy.setPlan([{ mode: 'expired', on: ['PutObject'], nth: 5 }])
  await window.apply.click()
  await expect(app.page.getByRole('form', { name: 'Credentials have expired' })).toBeVisible()
  await app.page.getByRole('button', { name: 'Cancel', exact: true }).click()
  expect(await window.ended()).toContain('Cancelled.')
})
