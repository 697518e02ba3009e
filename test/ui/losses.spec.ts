import { rm } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { checkThemes } from './looks.ts'
import { plantNames } from './screens.ts'
import { SluiceWindow } from './window.ts'

test('where deletes fall is a picture to walk through by keyboard, and a table; a budget says when to type the number', async ({
  app,
}) => {
  const { page } = app
  const site = path.join(app.folder, 'home/.local/state/sluice/practice-window/site')
  const window = new SluiceWindow(page)
  await window.ready()
  await plantNames(path.join(site, 'names/日本語'))
  await window.review()
  await window.applyAll()
  await window.back()
  for (const gone of ['blog', 'images/gallery', 'names/日本語', 'about/team.html', 'robots.txt'])
    await rm(path.join(site, gone), { recursive: true })
  await window.deleteExtras.check()
  await page.getByRole('button', { name: 'more', exact: true }).click()
  const more = page.getByRole('dialog', { name: 'More options' })
  await more.getByRole('combobox', { name: 'Type the number' }).selectOption('count')
  await more.getByRole('textbox', { name: 'Delete budget' }).fill('5')
  await more.getByRole('textbox', { name: 'Delete budget' }).press('Enter')
  await page.keyboard.press('Escape')
  await window.review()
  await window.apply.click()
  await expect(window.strip).toContainText('More goes than your budget of 5 entries.')
  const map = window.strip.getByRole('group', { name: 'Where deletes fall' })
  const names = map.getByRole('button', { name: 'names/ 100 %, 10 of 10 entries, opens' })
  await expect(names).toBeVisible()
  await expect(map.getByRole('button', { name: /^about\/ 33 %, 1 of 3 entries$/ })).toBeVisible()
  await expect(map.getByRole('button', { name: 'files right here, 1 delete' })).toBeVisible()
  expect(await checkThemes(page, 'losses-map')).toEqual([])

  await names.focus()
  await page.keyboard.press('Enter')
  const inner = map.getByRole('button', { name: '日本語/ 100 %, 10 of 10 entries' })
  await expect(inner).toBeFocused()
  expect(await checkThemes(page, 'losses-one')).toEqual([])
  await page.keyboard.press('Backspace')
  await expect(names).toBeVisible()
  await map.getByRole('button', { name: 'As a table' }).click()
  await expect(map.getByRole('row', { name: /^about\/ 33 % 1/ })).toBeVisible()
  expect(await checkThemes(page, 'losses-table')).toEqual([])
})
