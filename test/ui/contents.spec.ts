import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { SluiceWindow } from './window.ts'

const site = (home: string): string => path.join(home, 'home/.local/state/sluice/practice-window/site')

test('an edit that kept its size and time is found by content, shown with its reason, and sent', async ({
  app,
}) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.review()
  await window.applyAll()
  await window.back()
  const page = path.join(site(app.folder), 'index.html')
  const { atime, mtime } = await stat(page)
  await writeFile(page, (await readFile(page, 'utf8')).toUpperCase())
  await utimes(page, atime, mtime)

  await window.review()
  await expect(window.sentence).toHaveText('Everything matches; 35 are the same.')
  await window.back()
  await app.page.getByRole('button', { name: 'size and time', exact: true }).click()
  await app.page.getByRole('menuitemcheckbox', { name: /^content/ }).click()
  await window.review()
  await expect(window.row('index.html')).toContainText('contents differ')
  await expect(window.sentence).toContainText('34 are the same')
  expect(await window.applyAll()).toMatch(/^Uploaded 1 file, .* verified/)
  await window.back()
  await window.review()
  await expect(window.sentence).toHaveText('Everything matches; 35 are the same.')
})
