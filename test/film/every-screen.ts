import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { plantNames } from '../ui/screens.ts'
import { SluiceWindow } from '../ui/window.ts'
import type { Album } from './album.ts'
import type { Stage } from './stage.ts'

const siteOf = (home: string): string => path.join(home, '.local/state/sluice/practice-window/site')

/** Goes through every screen with the practice pair, and has each of them photographed. */
export async function everyScreen({ page, home }: Stage, album: Album): Promise<void> {
  const window = new SluiceWindow(page)
  await window.ready()
  await album.shoot('01-first-start')
  await page.getByRole('button', { name: 'End the tour' }).click()
  await panes(page, window, home, album)
  await firstRun(page, window, home, album)
  await reviewWithDeletes(page, window, home, album)
  await properties(page, window, album)
  await connections(page, window, album)
  await help(page, window, album)
}

/** Panes with nothing in them, one row, strange names, and what can't be shown. */
async function panes(page: Page, { left, right }: SluiceWindow, home: string, album: Album): Promise<void> {
  const here = path.join(home, 'here')
  await mkdir(path.join(here, 'empty'), { recursive: true })
  await mkdir(path.join(here, 'one'))
  await writeFile(path.join(here, 'one', 'the only one.txt'), 'one')
  await plantNames(path.join(here, 'names'))
  await left.type(path.join(here, 'empty'))
  await expect(left.footer).toContainText('0 items')
  await album.shoot('02-browse-0-rows')
  await left.type(path.join(here, 'one'))
  await expect(left.row('the only one.txt')).toBeVisible()
  await album.shoot('03-browse-1-row')
  await left.type(path.join(here, 'names'))
  await expect(left.row('日本語')).toBeVisible()
  await left.table.focus()
  await page.keyboard.press('Control+a')
  await album.shoot('04-browse-names-selected')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('txt')
  await album.shoot('05-browse-filter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('+')
  await page.keyboard.type('txt')
  await album.shoot('06-browse-pattern')
  await page.keyboard.press('Escape')
  await left.type(path.join(here, 'no such folder'))
  await expect(page.getByText(/There is no folder|is not there|does not exist/).first()).toBeVisible()
  await right.type('s3://no-such-bucket/')
  await expect(right.body.getByRole('alert')).toBeVisible()
  await album.shoot('07-browse-errors')
  await left.bar.getByRole('combobox', { name: 'Path' }).press('Escape')
  await left.type(siteOf(home))
  await right.type('s3://practice/site/')
  await expect(left.row('index.html')).toBeVisible()
}

/** A run that is slow enough to look at, with its panels, and its report. */
async function firstRun(page: Page, window: SluiceWindow, home: string, album: Album): Promise<void> {
  // At the limit of bandwidth below it takes minutes.
  await writeFile(path.join(siteOf(home), 'downloads/tour of the locks.mp4'), Buffer.alloc(96 << 20, 'film'))
  await window.review()
  await album.shoot('10-review')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command' }).fill('limit bandwidth 512')
  await page.keyboard.press('Enter')
  await window.apply.click()
  const footer = page.getByLabel('The run', { exact: true })
  await expect(footer.getByRole('button', { name: 'At most 512.0 KiB/s' })).toBeVisible()
  await album.shoot('11-run')
  await footer.getByRole('button', { name: /^Throughput/ }).click()
  await album.shoot('12-throughput')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+j')
  await album.shoot('13-jobs')
  await page.keyboard.press('Escape')
  await footer.getByRole('button', { name: 'At most 512.0 KiB/s' }).click()
  await album.shoot('14-limit')
  await page.getByRole('button', { name: 'No limit', exact: true }).click()
  await window.ended()
  await page.keyboard.press('Escape')
  await album.shoot('15-report')
  await window.back()
}

async function reviewWithDeletes(
  page: Page,
  window: SluiceWindow,
  home: string,
  album: Album,
): Promise<void> {
  const site = siteOf(home)
  await rm(path.join(site, 'blog'), { recursive: true })
  await rm(path.join(site, 'images/gallery'), { recursive: true })
  await writeFile(path.join(site, 'index.html'), '<h1>Open this weekend</h1>\n<p>And on Monday.</p>\n')
  await plantNames(path.join(site, 'names'))
  await window.left.bar.getByRole('button', { name: 'Refresh' }).click()
  await window.deleteExtras.check()
  await window.review()
  await expect(window.row('blog/index.html')).toBeVisible()
  await album.shoot('20-review-with-deletes')
  await window.row('index.html').last().click()
  const details = page.getByRole('region', { name: 'Details of the row' })
  await details.getByRole('tab', { name: 'Diff' }).click()
  await details.getByRole('button', { name: /^Show both sides/ }).click()
  await expect(details.getByTestId('changes')).toBeVisible()
  await album.shoot('21-inspector-diff')
  await details.getByRole('tab', { name: 'Properties' }).click()
  await album.shoot('22-inspector-properties')
  await details.getByRole('tab', { name: 'Why' }).click()
  await page.getByRole('button', { name: 'no filters' }).click()
  const editor = page.getByRole('dialog', { name: 'Filters' })
  await editor.getByRole('button', { name: 'Leave out …' }).click()
  await editor.getByRole('textbox', { name: 'Pattern of filter 1' }).fill('names/*')
  await expect(editor.getByTestId('rule-count')).toHaveText('10 rows')
  await album.shoot('23-filters')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'more', exact: true }).click()
  await album.shoot('24-more-options')
  await page.keyboard.press('Escape')
  await window.apply.click()
  await expect(window.strip).toBeVisible()
  await album.shoot('25-delete-strip')
  await window.strip.getByRole('button', { name: 'As a table' }).click()
  await album.shoot('26-losses-as-a-table')
  await page.keyboard.press('Escape')
  await window.back()
  await window.deleteExtras.uncheck()
  await page.getByRole('button', { name: 'History' }).click()
  await expect(page.getByRole('grid', { name: 'Past runs' }).getByRole('row')).toHaveCount(1)
  await album.shoot('27-history')
  await window.back()
}

async function properties(page: Page, { right }: SluiceWindow, album: Album): Promise<void> {
  await right.row('robots.txt').click()
  await page.keyboard.press('Alt+Enter')
  const panel = page.getByRole('region', { name: 'Properties' })
  await expect(panel.getByLabel('Content-Type', { exact: true })).toHaveValue('text/plain')
  await album.shoot('30-properties')
  await panel.getByRole('tab', { name: 'Versions' }).click()
  await expect(panel).toContainText('current')
  await album.shoot('31-properties-versions')
  await panel.getByRole('tab', { name: 'Link' }).click()
  await album.shoot('32-properties-link')
  await panel.getByRole('tab', { name: 'Link' }).focus()
  await page.keyboard.press('Escape')
}

/** The menu and the form of connections, and a profile that has to be signed in to. */
async function connections(page: Page, { right }: SluiceWindow, album: Album): Promise<void> {
  await right.bar.getByRole('button', { name: /^Connection/ }).click()
  await album.shoot('40-connections')
  await page.getByRole('menuitem', { name: /connect to/i }).click()
  await expect(page.getByLabel(/endpoint/i)).toBeVisible()
  await album.shoot('41-connection-form')
  await page.keyboard.press('Escape')
  await right.choose('company')
  await right.body.getByRole('button', { name: 'Sign in by the browser' }).click()
  await expect(right.body.getByRole('status').filter({ hasText: 'ABCD-EFGH' })).toBeVisible()
  await album.shoot('42-sign-in')
}

async function help(page: Page, window: SluiceWindow, album: Album): Promise<void> {
  await window.left.table.focus()
  await page.keyboard.press('Control+k')
  const command = page.getByRole('combobox', { name: 'Command' })
  await command.waitFor()
  await album.shoot('50-palette')
  await command.press('Escape')
  await command.waitFor({ state: 'hidden' })
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await album.shoot('51-shortcuts')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('menuitem', { name: 'About Sluice…' }).click()
  await expect(page.getByRole('dialog', { name: 'About Sluice' })).toBeVisible()
  await album.shoot('52-about')
  await page.keyboard.press('Escape')
}
