import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { SluiceWindow } from './window.ts'

const site = (home: string): string => path.join(home, 'home/.local/state/sluice/practice-window/site')

test('a newcomer finishes a practice sync in two clicks', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await expect(window.left.row('index.html')).toBeVisible()
  await expect(window.right.table).toContainText('Nothing is here yet')
  await expect(app.page.getByText('This is for practice')).toBeVisible()

  await window.preview.click()
  await expect(window.apply).toHaveText('Upload 35')
  await window.apply.click()

  expect(await window.ended()).toMatch(/^Uploaded 35 files, 8\.8 MiB, all verified\. Took /)
  await window.back()
  await expect(window.right.row('index.html')).toContainText('=')
})

test('a second preview finds that everything matches, and says so', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.review()
  await window.applyAll()
  await window.back()
  await window.review()
  await expect(window.sentence).toHaveText('Everything matches; 35 are the same.')
  await expect(window.apply).toBeDisabled()
  await expect(window.apply).toHaveText('Nothing to apply')
})

test('the second start opens where the first one ended, and makes nothing anew', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.left.row('images').dblclick()
  await expect(window.left.row('gallery')).toBeVisible()
  await writeFile(path.join(site(app.folder), 'mine.txt'), 'mine')
  const settings = path.join(app.folder, 'home/.config/sluice')
  await expect
    .poll(async () => {
      const files = await readdir(settings).catch(() => [])
      const texts = await Promise.all(files.map((file) => readFile(path.join(settings, file), 'utf8')))
      return texts.join()
    })
    .toContain('site/images')

  const again = new SluiceWindow(await app.restart())
  await again.ready()
  await expect(again.left.row('gallery')).toBeVisible()
  expect(await readdir(site(app.folder))).toContain('mine.txt')
})

test('a reload of the page loses nothing: the plan on screen is there again', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.review()
  await expect(window.row('404.html')).toBeVisible()
  await window.plan.focus()
  await app.page.keyboard.press('Space')
  await expect(window.apply).toHaveText('Upload 34')
  await app.page.reload()
  await expect(window.apply).toHaveText('Upload 34')
  await window.apply.click()
  expect(await window.ended()).toMatch(/^Uploaded 34 files/)
})

test('the history lists the run, and opens it to look at', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.review()
  await window.applyAll()
  await window.back()
  await app.page.getByRole('button', { name: 'History' }).click()
  const runs = app.page.getByRole('grid', { name: 'Past runs' })
  await expect(runs.getByRole('row', { name: 'Uploaded 35 files' })).toBeVisible()
  await runs.focus()
  await app.page.keyboard.press('Home')
  await app.page.keyboard.press('Enter')
  await expect(window.row('404.html')).toContainText('verified by hash')
  await expect(app.page.getByTestId('phase')).toHaveText('past run')
})
