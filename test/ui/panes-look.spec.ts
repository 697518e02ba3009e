import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'
import { check, dark, light, narrow, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

async function setUp(page: Page, folder: string): Promise<SluiceWindow> {
  const here = path.join(folder, 'here')
  await mkdir(path.join(here, 'album', 'deep'), { recursive: true })
  await mkdir(path.join(here, 'blog'))
  for (const name of ['album/1.jpg', 'album/deep/2.jpg', 'blog/post.md', 'note.txt']) {
    await writeFile(path.join(here, name), 'x'.repeat(1000))
  }
  const window = new SluiceWindow(page)
  await window.ready()
  await window.left.type(here)
  await expect(window.left.footer).toContainText('3 items')
  await window.left.table.focus()
  return window
}

const widthOf = async (part: Locator): Promise<number> => Math.round((await part.boundingBox())?.width ?? 0)

/** Drags the middle of a part. */
async function drag(page: Page, part: Locator, x: number, y: number): Promise<void> {
  const box = await part.boundingBox()
  if (box === null) throw new Error('It is not on the screen.')
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(fromX, fromY)
  await page.mouse.down()
  await page.mouse.move(fromX + x / 2, fromY + y / 2)
  await page.mouse.move(fromX + x, fromY + y)
  await page.mouse.up()
}

/** What is remembered is written down shortly after. */
const settle = (page: Page): Promise<void> => page.waitForTimeout(700)

test('columns are chosen, widened by mouse and keys, and remembered with their order', async ({ app }) => {
  const { page } = app
  const { left } = await setUp(page, app.folder)
  const edge = left.body.getByRole('separator', { name: 'Width of size' })
  await drag(page, edge, -40, 0)
  await expect(edge).toHaveAttribute('aria-valuenow', '124')
  const menu = left.bar.getByRole('button', { name: 'More' })
  await menu.click()
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    expect(await check(page, 'pane-menu', look)).toEqual([])
  }
  await setLook(page, light)
  await page.getByRole('menuitem', { name: 'Set column widths' }).click()
  await expect(edge).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(edge).toHaveAttribute('aria-valuenow', '132')
  await page.keyboard.press('Tab')
  await expect(left.body.getByRole('separator', { name: 'Width of modified' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(left.table).toBeFocused()
  await menu.click()
  await page.getByRole('menuitemcheckbox', { name: 'Modified' }).first().click()
  await expect(left.body.getByRole('button', { name: 'Modified' })).toBeHidden()
  await left.body.getByRole('button', { name: 'Size' }).click()
  await settle(page)
  const again = new SluiceWindow(await app.restart())
  await again.ready()
  await expect(again.left.body.getByRole('separator', { name: 'Width of size' })).toHaveAttribute(
    'aria-valuenow',
    '132',
  )
  await expect(again.left.body.getByRole('button', { name: 'Modified' })).toBeHidden()
  await expect(again.left.body.getByRole('button', { name: 'Size, sorted descending' })).toBeVisible()
  await expect(again.right.body.getByRole('button', { name: 'Modified' })).toBeVisible()
  await again.left.body.getByRole('separator', { name: 'Width of size' }).dblclick()
  await expect(again.left.body.getByRole('separator', { name: 'Width of size' })).toHaveAttribute(
    'aria-valuenow',
    '84',
  )
})

test('the panes, the folders and the details of a review have the sizes they were given', async ({ app }) => {
  const { page } = app
  const window = await setUp(page, app.folder)
  const gutter = page.getByRole('separator', { name: 'Width of the left side' })
  const before = await widthOf(window.left.body)
  await drag(page, gutter, 120, 0)
  expect(await widthOf(window.left.body)).toBeGreaterThan(before + 100)
  await gutter.focus()
  await page.keyboard.press('ArrowLeft')
  const given = await widthOf(window.left.body)
  expect(given).toBeLessThan(before + 120)
  await window.review()
  const tree = page.getByRole('tree')
  const treeBefore = await widthOf(tree)
  await drag(page, page.getByRole('separator', { name: 'Width of the folders' }), 80, 0)
  expect(await widthOf(tree)).toBe(treeBefore + 80)
  const details = page.getByRole('region', { name: 'Details of the row' })
  const high = async (): Promise<number> => Math.round((await details.boundingBox())?.height ?? 0)
  const highBefore = await high()
  const split = page.getByRole('separator', { name: 'Height of the details' })
  await drag(page, split, 0, -50)
  expect(Math.abs((await high()) - highBefore - 50)).toBeLessThanOrEqual(1)
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    expect(await check(page, 'review-split', look)).toEqual([])
  }
  await setLook(page, light)
  await split.dblclick()
  expect(Math.abs((await high()) - highBefore)).toBeLessThanOrEqual(1)
  await settle(page)
  const again = new SluiceWindow(await app.restart())
  await setLook(again.page, light)
  await again.ready()
  expect(Math.abs((await widthOf(again.left.body)) - given)).toBeLessThanOrEqual(1)
})

test('rows are comfortable where that is chosen, and still at the next start', async ({ app }) => {
  const { page } = app
  const { left } = await setUp(page, app.folder)
  const heightOf = async (row: Locator): Promise<number> => (await row.boundingBox())?.height ?? 0
  expect(await heightOf(left.row('note.txt'))).toBe(24)
  await page.getByRole('button', { name: 'Appearance' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Comfortable' }).click()
  await expect.poll(() => heightOf(left.row('note.txt'))).toBe(30)
  for (const look of [light, dark]) {
    await setLook(page, look)
    expect(await check(page, 'panes-comfortable', look)).toEqual([])
  }
  await settle(page)
  const again = new SluiceWindow(await app.restart())
  await again.ready()
  expect(await heightOf(again.left.row('note.txt'))).toBe(30)
  await again.review()
  expect(await heightOf(again.row('note.txt'))).toBe(30)
})

test('what is in folders is counted on demand, and forgotten at the next look', async ({ app }) => {
  const { page } = app
  const window = await setUp(page, app.folder)
  const { left, right } = window
  await left.row('album').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Count what is in it' }).click()
  await expect(left.row('album')).toHaveAccessibleName(/2 files, 2.0 KiB/)
  await expect(left.row('album')).toContainText('2.0 KiB')
  await expect(left.row('blog')).not.toContainText('KiB')
  await page.keyboard.press('Control+a')
  await left.row('blog').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Count what is in the selected folders' }).click()
  await expect(left.row('blog')).toContainText('1000 Bytes')
  expect(await check(page, 'pane-counts', light)).toEqual([])
  await page.keyboard.press('Control+r')
  await expect(left.row('blog')).not.toContainText('Bytes')

  await window.review()
  await window.applyAll()
  await window.back()
  await right.row('album').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Count what is in it' }).click()
  await expect(right.row('album')).toHaveAccessibleName(/2 files, 2.0 KiB, 1 listing request/)
})

test('a command of the menu that types something has the focus there', async ({ app }) => {
  const { page } = app
  const { left } = await setUp(page, app.folder)
  const menu = left.bar.getByRole('button', { name: 'More' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Select by pattern…' }).click()
  await expect(left.body.getByLabel('Select names like')).toBeFocused()
  await page.keyboard.press('Escape')
  await menu.click()
  await page.getByRole('menuitem', { name: 'Filter names…' }).click()
  await expect(left.body.getByLabel('Show only names with')).toBeFocused()
})
