import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'
import { SluiceWindow } from './window.ts'

/** Lets files of this computer go over a place of the page, as a person who drags them from the desktop does. */
async function dropFiles(page: Page, onto: Locator, files: readonly string[]): Promise<void> {
  const box = await onto.boundingBox()
  if (box === null) throw new Error('The place to drop on is not on the screen.')
  const session = await page.context().newCDPSession(page)
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 200)]
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data })
  }
  await session.detach()
}

test('a folder dropped from the desktop is copied to where it was dropped, after a look', async ({ app }) => {
  const photos = path.join(app.folder, 'photos')
  await mkdir(path.join(photos, 'summer'), { recursive: true })
  await writeFile(path.join(photos, 'summer', 'lake.txt'), 'lake')
  await writeFile(path.join(photos, 'winter.txt'), 'winter')
  const window = new SluiceWindow(app.page)
  await window.ready()
  await dropFiles(app.page, window.right.table, [photos])
  await window.planned()
  await expect(app.page.getByRole('heading', { name: /match/ })).toContainText(photos)
  await expect(window.apply).toHaveText('Upload 2')
  expect(await window.applyAll()).toMatch(/^Uploaded 2 files/)
})

test('files dropped together are planned as a selection of the folder they are in', async ({ app }) => {
  const folder = path.join(app.folder, 'papers')
  await mkdir(folder)
  for (const name of ['one [1].txt', 'two*.txt', 'three.txt']) await writeFile(path.join(folder, name), name)
  const window = new SluiceWindow(app.page)
  await window.ready()
  await dropFiles(app.page, window.right.table, [
    path.join(folder, 'one [1].txt'),
    path.join(folder, 'two*.txt'),
  ])
  await window.planned()
  await expect(window.apply).toHaveText('Upload 2')
  await expect(window.row('one [1].txt')).toBeVisible()
  await expect(window.row('three.txt')).toBeHidden()
})

test('a plan file is opened to be reviewed, and is no file to copy; one that is none is refused', async ({
  app,
}) => {
  const file = path.join(app.folder, 'site.sluice')
  await writeFile(file, 'no plan')
  const window = new SluiceWindow(app.page)
  await window.ready()
  await dropFiles(app.page, window.right.table, [file])
  await expect(app.page.getByText(/site\.sluice is no plan file of Sluice/)).toBeVisible()
  await expect(window.plan).toBeHidden()
})

test('rows dragged from pane to pane go straight to the review', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.left.row('css').dragTo(window.right.table)
  await window.planned()
  await expect(window.apply).toHaveText('Upload 2')
  await expect(window.row('css/site.css')).toBeVisible()
})

test('a drop where nothing takes it changes nothing', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await dropFiles(app.page, app.page.getByRole('banner'), [app.folder])
  await expect(window.preview).toBeVisible()
  expect(app.page.url()).toMatch(/^(https:\/\/sluice\.app\.invalid|app:\/\/)/)
})
