import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { check, checkThemes, light, narrow, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

const tourOn = (page: Page) => page.getByRole('region', { name: 'Practice tour' })

/** The words of the tour as a screen reader has them. */
const wordsOn = (page: Page) => tourOn(page).getByRole('status')

test('the tour goes from the first drop to the undo by keyboard, and never takes the focus', async ({
  app,
}) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  const [tour, words] = [tourOn(page), wordsOn(page)]
  await expect(words).toHaveText(/^1 of 4\. This is for practice/)
  await expect(window.left.table).toBeFocused()
  expect(await checkThemes(page, 'tour-1')).toEqual([])

  await page.keyboard.press('Control+Enter')
  await window.planned()
  await expect(words).toHaveText(/^2 of 4\. Each row is a file that would change/)
  await expect(tour.getByRole('listitem').and(page.locator('[aria-current=step]'))).toContainText('Review')
  await expect(window.plan).toBeFocused()
  expect(await checkThemes(page, 'tour-2')).toEqual([])
  await page.keyboard.press('Space')
  await expect(window.apply).toHaveText('Upload 34')

  await window.apply.focus()
  await page.keyboard.press('Enter')
  await window.ended()
  await expect(words).toHaveText(/^4 of 4\. It is done/)
  await expect(tour.getByText('done: ')).toHaveCount(3)
  await expect(tour.getByRole('button')).not.toBeFocused()
  expect(await checkThemes(page, 'tour-3')).toEqual([])

  // The way is the same after going back.
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(words).toHaveText(/^4 of 4\. The run is done/)
  await setLook(page, narrow)
  expect(await check(page, 'tour-back', narrow)).toEqual([])
  await setLook(page, light)
  await tour.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await window.planned()
  await expect(words).toHaveText(/^4 of 4\. An undo is a plan too/)
  await expect(window.apply).toContainText('Delete 34')
  await window.apply.focus()
  await page.keyboard.press('Enter')
  await expect(window.strip).toBeVisible()
  expect(await checkThemes(page, 'tour-4')).toEqual([])
  await expect(window.strip.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('34')
  await window.confirm.focus()
  await page.keyboard.press('Enter')
  expect(await window.ended()).toMatch(/Deleted 34/)
  await expect(words).toHaveText(/All four are done/)
  expect(await checkThemes(page, 'tour-5')).toEqual([])

  await tour.getByRole('button', { name: 'Finish' }).focus()
  await page.keyboard.press('Enter')
  await expect(tour).toBeHidden()
  await expect(window.plan).toBeFocused()
  await window.back()
  await expect(window.right.table).toContainText('Nothing is here yet')
})

test('the tour ends for good where it is dismissed, and the help brings it back', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  await tourOn(page).getByRole('button', { name: 'End the tour' }).focus()
  await page.keyboard.press('Enter')
  await expect(tourOn(page)).toBeHidden()
  await expect(window.left.table).toBeFocused()
  await window.review()
  await expect(tourOn(page)).toBeHidden()
  await window.back()

  const again = new SluiceWindow(await app.restart())
  await again.ready()
  await expect(tourOn(again.page)).toBeHidden()

  await again.left.type(app.folder)
  await again.right.choose('This computer')
  await again.page.getByRole('button', { name: 'Help' }).click()
  await again.page.getByRole('menuitem', { name: 'Practice tour' }).click()
  await expect(wordsOn(again.page)).toHaveText(/^1 of 4\./)
  await expect(again.left.row('index.html')).toBeVisible()
  await expect(again.right.table).toContainText('Nothing is here yet')

  // It belongs to the practice pair alone.
  await again.right.choose('This computer')
  await expect(tourOn(again.page)).toBeHidden()
})

test('the tour takes a drag for its first step, and ends under a review without a trace', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  await window.left.row('css').dragTo(window.right.table)
  await window.planned()
  await expect(wordsOn(page)).toHaveText(/^2 of 4\./)
  await tourOn(page).getByRole('button', { name: 'End the tour' }).click()
  await expect(tourOn(page)).toBeHidden()
  await expect(window.plan).toBeFocused()
  await window.back()
  await expect(tourOn(page)).toBeHidden()
})
