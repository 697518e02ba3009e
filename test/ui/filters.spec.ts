import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'
import { checkThemes } from './looks.ts'
import { plantNames } from './screens.ts'
import { SluiceWindow } from './window.ts'

const siteOf = (folder: string): string => path.join(folder, 'home/.local/state/sluice/practice-window/site')

const editor = (page: Page): Locator => page.getByRole('dialog', { name: 'Filters' })
const pattern = (page: Page, place: number): Locator =>
  editor(page).getByRole('textbox', { name: `Pattern of filter ${place}` })

test('a rule is tried on the rows as it is typed, taken over by Enter, and moved and removed by keyboard', async ({
  app,
}) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  await plantNames(path.join(siteOf(app.folder), 'names'))
  await window.review()
  const all = Number(/Upload (\d+)/.exec((await window.apply.textContent()) ?? '')?.[1])
  await page.getByRole('button', { name: 'no filters' }).click()
  await editor(page).getByRole('button', { name: 'Leave out …' }).click()
  await pattern(page, 1).fill('names/*')
  await expect(editor(page).getByTestId('rule-count')).toHaveText('10 rows')
  await expect(editor(page).getByTestId('rules-sum')).toHaveText(
    'They leave out 10 rows that are in the plan',
  )
  const caught = window.plan.getByRole('row', { name: /would be left out by a filter/ })
  await window.plan.getByRole('row').first().waitFor()
  await pattern(page, 1).fill('*.html')
  await expect(caught.first()).toBeVisible()
  await expect(window.apply).toHaveText(`Upload ${all}`)
  await pattern(page, 1).fill('names/*')
  await expect(editor(page).getByTestId('rule-count')).toHaveText('10 rows')
  expect(await checkThemes(page, 'filters-typed')).toEqual([])

  await pattern(page, 1).press('Enter')
  await expect(window.apply).toHaveText(`Upload ${all - 10}`)
  await expect(editor(page).getByTestId('rule-count')).toHaveText('in force')

  await editor(page).getByRole('button', { name: 'Take in …' }).click()
  await pattern(page, 2).fill('names/<img*')
  await pattern(page, 2).press('Enter')
  await expect(window.apply).toHaveText(`Upload ${all - 9}`)
  // The other way around it has no say: the last one wins.
  await pattern(page, 2).press('Alt+ArrowUp')
  await expect(window.apply).toHaveText(`Upload ${all - 10}`)
  await expect(pattern(page, 1)).toHaveValue('names/<img*')
  await expect(pattern(page, 1)).toBeFocused()
  await pattern(page, 1).press('Alt+Delete')
  await pattern(page, 1).press('Alt+Delete')
  await expect(window.apply).toHaveText(`Upload ${all}`)
})

test('what is left out from a row becomes a rule that one can see, edit, and keep in .sluiceignore', async ({
  app,
}) => {
  const { page } = app
  const site = siteOf(app.folder)
  const window = new SluiceWindow(page)
  await window.ready()
  await window.review()
  await window.row('about/team.html').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Leave out this type, \*\.html/ }).click()
  await expect(window.row('about/team.html')).toHaveCount(0)
  await page.getByRole('button', { name: '1 filter' }).click()
  await expect(pattern(page, 1)).toHaveValue('*.html')

  await editor(page).getByRole('button', { name: 'Keep filter 1 in .sluiceignore' }).click()
  await expect(pattern(page, 1)).toHaveCount(0)
  await expect.poll(() => readFile(path.join(site, '.sluiceignore'), 'utf8').catch(() => '')).toBe('*.html\n')
  await expect(page.getByRole('button', { name: 'no filters, ignore file' })).toBeVisible()
  await expect(window.row('about/team.html')).toHaveCount(0)
  // The file itself does not go.
  await expect(window.row('.sluiceignore')).toHaveCount(0)

  const text = editor(page).getByRole('textbox', { name: /^Text of/ })
  await text.fill('# pictures, but for one\nimages/\n!images/gallery/*.png\n')
  await expect(editor(page).getByRole('list', { name: 'What its lines catch' })).toContainText(
    /images\/ ?\d+ of \d+ rows/,
  )
  expect(await checkThemes(page, 'filters-ignore-file')).toEqual([])
  await editor(page).getByRole('button', { name: 'Save it' }).click()
  await expect(window.row('about/team.html')).toBeVisible()
  expect(await readFile(path.join(site, '.sluiceignore'), 'utf8')).toContain('!images/gallery')

  // Somebody else writes it meanwhile: what they wrote stays.
  await writeFile(path.join(site, '.sluiceignore'), 'mine\n')
  await text.fill('yours')
  await editor(page).getByRole('button', { name: 'Save it' }).click()
  await expect(editor(page).getByRole('alert')).toContainText('is not what it was')
  expect(await readFile(path.join(site, '.sluiceignore'), 'utf8')).toBe('mine\n')

  await editor(page).getByRole('checkbox', { name: 'Leave out what it says' }).uncheck()
  await expect(page.getByRole('button', { name: 'no filters', exact: true })).toBeVisible()
})
