import { readdir, utimes } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { checkThemes } from './looks.ts'
import { SluiceWindow } from './window.ts'

test('a plan that would send most again for its times alone says so, and offers another way of comparing', async ({
  app,
}) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  await window.review()
  const hint = page.getByRole('note', { name: 'Hint' })
  await expect(hint).toHaveCount(0)
  await window.applyAll()
  await window.back()
  const site = path.join(app.folder, 'home/.local/state/sluice/practice-window/site')
  const later = Date.now() / 1000 + 7200
  for (const found of await readdir(site, { recursive: true, withFileTypes: true })) {
    if (found.isFile()) await utimes(path.join(found.parentPath, found.name), later, later)
  }
  await window.review()
  await expect(hint).toContainText(/differ in time only|for their times alone/)
  expect(await checkThemes(page, 'hint')).toEqual([])
  await hint.getByRole('button', { name: 'Compare sizes only' }).click()
  await expect(window.sentence).toHaveText('Everything matches; 35 are the same.')
  await expect(hint).toHaveCount(0)
})
