import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { SluiceWindow } from './window.ts'

/** The window on a folder of the test's own, beside the practice bucket. */
async function setUp(page: Page, folder: string) {
  const here = path.join(folder, 'here')
  await mkdir(path.join(here, 'album', 'empty'), { recursive: true })
  await writeFile(path.join(here, 'album', 'one.txt'), 'one')
  await writeFile(path.join(here, 'album', 'two.txt'), 'two')
  await writeFile(path.join(here, 'note.txt'), 'note')
  await writeFile(path.join(here, 'stays.txt'), 'stays')
  const window = new SluiceWindow(page)
  await window.ready()
  await window.left.type(here)
  await expect(window.left.row('album')).toBeVisible()
  return { window, here }
}

test('F8 deletes a folder after its review, and nothing before; Escape of the strip keeps it', async ({
  app,
}) => {
  const { window, here } = await setUp(app.page, app.folder)
  await window.left.row('album').click()
  await app.page.keyboard.press('F8')
  await window.planned()
  await expect(app.page.getByRole('heading', { level: 2 })).toContainText(`Delete from ${here}`)
  await expect(window.sentence).toHaveText('3 to be deleted, of 1 selected name.')
  await window.apply.click()
  await expect(window.strip).toContainText(
    'The files that were there go to the trash, and can be put back. Folders that are left empty go too.',
  )
  await app.page.keyboard.press('Escape')
  expect(await readdir(here)).toContain('album')

  await window.apply.click()
  await window.confirm.click()
  expect(await window.ended()).toMatch(/^Deleted 3\. Kept of what was there: 2, in the trash\. Took/)
  expect((await readdir(here)).sort()).toEqual(['note.txt', 'stays.txt'])
  await window.back()
  await expect(window.left.row('album')).toBeHidden()
  await app.page.getByRole('button', { name: 'History' }).click()
  await expect(app.page.getByRole('row', { name: `Deleted in ${here}` })).toBeVisible()
})

test('what F8 deleted comes back from the trash, by the button of its report', async ({ app }) => {
  const { window, here } = await setUp(app.page, app.folder)
  await window.left.row('album').click()
  await app.page.keyboard.press('F8')
  await window.planned()
  await window.apply.click()
  await window.confirm.click()
  await window.ended()
  expect(await readdir(here)).not.toContain('album')
  await app.page.getByRole('button', { name: /^Undo/ }).click()
  await window.planned()
  await expect(app.page.getByRole('heading', { level: 2 })).toContainText(`Undo in ${here}`)
  await window.apply.click()
  expect(await window.ended()).toMatch(/^Restored 3 files/)
  expect((await readdir(path.join(here, 'album'))).sort()).toEqual(['empty', 'one.txt', 'two.txt'])
  expect(await readFile(path.join(here, 'album/one.txt'), 'utf8')).toBe('one')
})

test('F6 moves: what was copied goes after a second review, what has changed since stays', async ({
  app,
}) => {
  const { window, here } = await setUp(app.page, app.folder)
  await window.left.row('album').click()
  await window.left.row('note.txt').click({ modifiers: ['Control'] })
  await app.page.keyboard.press('F6')
  await window.planned()
  await expect(window.apply).toHaveText('Upload 3')
  await window.apply.click()
  expect(await window.ended()).toMatch(/^Uploaded 3 files, .*all verified/)
  expect((await readdir(here)).sort()).toEqual(['album', 'note.txt', 'stays.txt'])

  await writeFile(path.join(here, 'note.txt'), 'written after the copy')
  await app.page.getByTestId('finish-move').click()
  await window.planned()
  await expect(window.row('note.txt')).toContainText('it has changed since it was copied, so it stays')
  await expect(window.row('album/one.txt')).toContainText('copied to the other side, verified')
  await window.apply.click()
  await window.confirm.click()
  expect(await window.ended()).toMatch(/^Deleted 2\./)
  expect(await readFile(path.join(here, 'note.txt'), 'utf8')).toBe('written after the copy')
  expect(await readdir(path.join(here, 'album'))).toEqual(['empty'])
  await window.back()
  await expect(window.right.row('album')).toBeVisible()
  await expect(window.right.row('note.txt')).toBeVisible()

  // And in the bucket: Delete with the keyboard alone.
  await window.right.row('note.txt').click()
  await app.page.keyboard.press('Delete')
  await window.planned()
  await expect(window.apply).toContainText('Delete 1')
  await window.apply.click()
  await expect(window.strip).toContainText('keeps versions, so they can be brought back')
  await window.confirm.click()
  expect(await window.ended()).toMatch(/^Deleted 1\./)
  await window.back()
  await expect(window.right.row('album')).toBeVisible()
  await expect(window.right.row('note.txt')).toBeHidden()
})
