import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { check, dark, light, narrow, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

/** The window on a folder of files of two kinds, a folder, and hidden names. */
async function setUp(page: Page, folder: string): Promise<SluiceWindow> {
  const here = path.join(folder, 'here')
  await mkdir(path.join(here, 'album'), { recursive: true })
  for (const name of ['.env', '.profile', 'a.jpg', 'b.JPG', 'c.txt', 'd.txt']) {
    await writeFile(path.join(here, name), name)
  }
  const window = new SluiceWindow(page)
  await window.ready()
  await window.left.type(here)
  await expect(window.left.footer).toContainText('7 items')
  await window.left.table.focus()
  return window
}

test('a filter shows some names, says how many, and goes with Escape', async ({ app }) => {
  const { page } = app
  const window = await setUp(page, app.folder)
  const { left } = window
  await left.row('c.txt').click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('Control+f')
  const field = left.body.getByLabel('Show only names with')
  await expect(field).toBeFocused()
  await page.keyboard.type('JPG')
  await expect(left.table.getByRole('row')).toHaveCount(2)
  await expect(left.footer).toContainText('2 of 7 items')
  await expect(left.footer).toContainText('1 selected, 1 of them not shown')
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    expect(await check(page, 'pane-filter', look)).toEqual([])
  }
  await page.keyboard.press('Enter')
  await expect(left.table).toBeFocused()
  await page.keyboard.press('Control+a')
  await expect(left.footer).toContainText('2 selected')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('zz')
  await expect(left.table).toContainText('No name here is like that.')
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  await expect(left.table).toBeFocused()
  await expect(left.table.getByRole('row')).toHaveCount(7)
  await expect(left.footer).toContainText('7 items · 2 selected')
})

test('names are marked by pattern and turned round, by keys alone', async ({ app }) => {
  const { page } = app
  const { left } = await setUp(page, app.folder)
  await page.keyboard.press('+')
  await expect(left.body.getByLabel('Select names like')).toBeFocused()
  await page.keyboard.type('jpg')
  for (const look of [light, dark]) {
    await setLook(page, look)
    expect(await check(page, 'pane-pattern', look)).toEqual([])
  }
  await page.keyboard.press('Enter')
  await expect(left.footer).toContainText('2 selected')
  await expect(left.footer).toContainText('Selected 2 items like *.jpg.')
  await expect(left.table).toBeFocused()
  await page.keyboard.press('*')
  await expect(left.footer).toContainText('5 selected')
  await page.keyboard.press('-')
  await page.keyboard.type('txt')
  await page.keyboard.press('Enter')
  await expect(left.footer).toContainText('3 selected')
})

test('hidden names are left out of the view, said, and remembered so', async ({ app }) => {
  const window = await setUp(app.page, app.folder)
  await app.page.keyboard.press('Control+h')
  await expect(window.left.footer).toContainText('2 hidden names not shown')
  await expect(window.left.table.getByRole('row')).toHaveCount(5)
  await app.page.keyboard.press('Control+a')
  await expect(window.left.footer).toContainText('5 selected')
  await app.page.waitForTimeout(600)
  const again = new SluiceWindow(await app.restart())
  await again.ready()
  await expect(again.left.footer).toContainText('2 hidden names not shown')
  await again.left.bar.getByRole('button', { name: 'More' }).click()
  await again.page.getByRole('menuitemcheckbox', { name: 'Show hidden names' }).click()
  await expect(again.left.table.getByRole('row')).toHaveCount(7)
})

test('a folder that goes away under a pane keeps its rows, said to be old', async ({ app }) => {
  const { page } = app
  const { left } = await setUp(page, app.folder)
  await rm(path.join(app.folder, 'here'), { recursive: true })
  await page.keyboard.press('Control+r')
  await expect(left.body.getByRole('alert')).toContainText('here')
  await expect(left.body).toContainText('These rows are from the listing before')
  await expect(left.footer).toContainText('7 items of the listing before')
  await expect(left.row('a.jpg')).toBeVisible()
  for (const look of [light, dark]) {
    await setLook(page, look)
    expect(await check(page, 'pane-old', look)).toEqual([])
  }
  await left.body.getByRole('button', { name: 'Go up' }).click()
  await expect(left.body.getByRole('alert')).toBeHidden()
  await expect(left.row('home')).toBeVisible()
})
