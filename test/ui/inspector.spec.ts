import { copyFile, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { checkThemes } from './looks.ts'
import { SluiceWindow } from './window.ts'

const siteOf = (folder: string): string => path.join(folder, 'home/.local/state/sluice/practice-window/site')

test('what is in the two sides of a row is shown when asked, counted, and in its own way for each kind', async ({
  app,
}) => {
  const { page } = app
  const refused: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text())
  })
  const site = siteOf(app.folder)
  const window = new SluiceWindow(page)
  await window.ready()
  await writeFile(path.join(site, 'empty.txt'), '')
  await writeFile(path.join(site, 'blob.bin'), Buffer.from([0, 1, 2, 0xff, 0x41]))
  await writeFile(path.join(site, '日本語.txt'), Buffer.from('\uFEFFこんにちは\n', 'utf16le'))
  await window.review()
  await window.applyAll()
  await window.back()
  const html = await readFile(path.join(site, 'index.html'), 'utf8')
  await writeFile(path.join(site, 'index.html'), `${html.replace('<h1', '<h1 class="new"')}\n<p>Ölçü</p>\n`)
  await copyFile(path.join(site, 'images/gallery/lock-2.png'), path.join(site, 'images/gallery/lock-1.png'))
  await writeFile(path.join(site, 'blob.bin'), Buffer.from([0, 1, 3, 0xff, 0x41, 0x42]))
  await writeFile(path.join(site, '日本語.txt'), Buffer.from('\uFEFFこんばんは、世界\n', 'utf16le'))
  await writeFile(path.join(site, 'latin.txt'), Buffer.from('caf\xe9\n', 'latin1'))
  await window.review()

  const details = page.getByRole('region', { name: 'Details of the row' })
  const panel = details.getByRole('tabpanel')
  const show = async (key: string): Promise<void> => {
    await window.row(key).click()
    await panel.getByRole('button', { name: /^Show (both sides|what is in it)/ }).click()
  }
  await window.row('index.html').first().click()
  await details.getByRole('tab', { name: 'Why' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(details.getByRole('tab', { name: 'Diff' })).toBeFocused()
  await expect(panel).toContainText('by range from the bucket')
  await show('index.html')
  await expect(panel.getByTestId('cost')).toHaveText(/^1 request, .* read$/)
  await expect(panel.getByTestId('changes')).toHaveText('2 places differ')
  await expect(panel).toContainText('UTF-8')
  await expect(panel.getByRole('textbox', { name: 'Would become' })).toContainText('Ölçü')
  expect(await checkThemes(page, 'diff-text')).toEqual([])

  await show('日本語.txt')
  await expect(panel).toContainText('UTF-16')
  await expect(panel.getByRole('textbox', { name: 'There now' })).toContainText('こんにちは')
  expect(await checkThemes(page, 'diff-utf16')).toEqual([])

  await show('latin.txt')
  await expect(panel).toContainText('shown as Latin-1')
  await expect(panel.getByRole('textbox', { name: 'Would become' })).toContainText('café')
  // Nothing was asked of the bucket: it does not have it.
  await expect(panel.getByTestId('cost')).toHaveText('5 Bytes read')

  await show('images/gallery/lock-1.png')
  await expect(panel.getByRole('img')).toHaveCount(2)
  await expect
    .poll(async () => (await panel.getByRole('img').first().boundingBox())?.width ?? 0)
    .toBeGreaterThan(100)
  expect(await checkThemes(page, 'diff-image')).toEqual([])

  await show('blob.bin')
  await expect(panel).toContainText('No text and no picture')
  await expect(panel).toContainText('00 01 02 ff 41')
  await expect(panel).toContainText('SHA-256')

  await details.getByRole('tab', { name: 'Properties' }).click()
  await panel.getByRole('button', { name: 'Show properties' }).click()
  await expect(panel.getByTestId('cost')).toHaveText('2 requests')
  await expect(panel.getByRole('row', { name: /^Content-Type/ })).toContainText('application/octet-stream')
  expect(await checkThemes(page, 'properties')).toEqual([])
  expect(refused).toEqual([])
})
