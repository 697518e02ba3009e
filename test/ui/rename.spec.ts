import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { SluiceWindow } from './window.ts'

/** The window on a folder of the test's own, beside the practice bucket. */
async function setUp(page: Page, folder: string) {
  const here = path.join(folder, 'here')
  await mkdir(path.join(here, 'album'), { recursive: true })
  await writeFile(path.join(here, 'album', 'one.txt'), 'one')
  await writeFile(path.join(here, 'a.txt'), 'a')
  await writeFile(path.join(here, 'taken.txt'), 'taken')
  const window = new SluiceWindow(page)
  await window.ready()
  await window.left.type(here)
  await expect(window.left.row('a.txt')).toBeVisible()
  const name = page.getByRole('textbox', { name: 'New name of' })
  const said = page.locator('[aria-live]', { hasText: 'Renamed' })
  return { window, here, name, said }
}

test('F2 renames a file of the disk, never onto another, and the cursor stays with it', async ({ app }) => {
  const { page } = app
  const { window, here, name, said } = await setUp(page, app.folder)
  await window.left.row('a.txt').click()
  await page.keyboard.press('F2')
  await expect(name).toBeFocused()
  await page.keyboard.type('taken')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('is already there, and renaming replaces nothing.')
  expect(await readFile(path.join(here, 'taken.txt'), 'utf8')).toBe('taken')
  expect((await readdir(here)).sort()).toEqual(['a.txt', 'album', 'taken.txt'])

  await name.fill('z.txt')
  await page.keyboard.press('Enter')
  await expect(said).toHaveText('Renamed a.txt to z.txt.')
  await expect(window.left.row('z.txt')).toHaveClass(/cursor/)
  await expect(window.left.table).toBeFocused()
  expect((await readdir(here)).sort()).toEqual(['album', 'taken.txt', 'z.txt'])
  expect(await readFile(path.join(here, 'z.txt'), 'utf8')).toBe('a')

  // And from the menu of a row: a folder.
  await window.left.row('album').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await expect(name).toBeFocused()
  await page.keyboard.type('photos')
  await page.keyboard.press('Enter')
  await expect(window.left.row('photos')).toHaveClass(/cursor/)
  expect((await readdir(here)).sort()).toEqual(['photos', 'taken.txt', 'z.txt'])
})

test('F2 renames an object, never onto another; a folder of a bucket is told the way out', async ({
  app,
}) => {
  const { page } = app
  const { window, name, said } = await setUp(page, app.folder)
  for (const file of ['a.txt', 'album', 'taken.txt']) {
    await window.left.row(file).click({ modifiers: ['Control'] })
  }
  await page.keyboard.press('F5')
  await window.planned()
  await window.applyAll()
  await window.back()
  await expect(window.right.row('taken.txt')).toBeVisible()

  await window.right.row('a.txt').click()
  await page.keyboard.press('F2')
  await name.fill('taken.txt')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('is already there, and renaming replaces nothing.')
  await page.keyboard.press('Escape')
  await expect(window.right.row('a.txt')).toBeVisible()

  // By the commands.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('rename')
  await page.keyboard.press('Enter')
  await expect(name).toBeFocused()
  await name.fill('b.txt')
  await page.keyboard.press('Enter')
  await expect(said).toHaveText('Renamed a.txt to b.txt.')
  await expect(window.right.row('b.txt')).toHaveClass(/cursor/)
  await expect(window.right.row('a.txt')).toBeHidden()
  await expect(window.right.row('taken.txt')).toBeVisible()

  await window.right.table.press('Home')
  await page.keyboard.press('F2')
  await expect(page.getByRole('alert')).toContainText('S3 has no way to rename the folder')
  await expect(name).toBeHidden()
})
