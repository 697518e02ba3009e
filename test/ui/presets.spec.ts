import { expect } from '@playwright/test'
import { test } from './app.ts'
import { checkThemes, looks, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

test('a preset sets the sentence, says why, and shows where things will be', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  const sentence = page.getByRole('region', { name: 'What a sync does' })
  const verb = sentence.getByRole('button').first()
  await expect(verb).toHaveText('Copy new and changed')
  await expect(sentence).toContainText('to s3://practice/site/…')
  await verb.click()
  await expect(page.getByRole('menuitemcheckbox', { name: /^Back up/ })).toBeChecked()
  expect(await checkThemes(page, 'presets')).toEqual([])
  await page.getByRole('menuitemcheckbox', { name: /^Deploy a site/ }).click()
  await expect(verb).toHaveText('Deploy')
  await expect(sentence.getByRole('button', { name: 'content' })).toBeVisible()
  await expect(window.deleteExtras).toBeChecked()
  for (const look of looks) {
    await setLook(page, look)
    await expect(window.preview).toBeInViewport({ ratio: 1 })
  }
  expect(await checkThemes(page, 'preset-deploy')).toEqual([])
  await window.deleteExtras.uncheck()
  await expect(verb).toHaveText('Migrate')
})
