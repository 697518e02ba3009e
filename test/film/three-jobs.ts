import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { RadosGateway } from '../servers/ceph.ts'
import { Buckets } from '../ui/buckets.ts'
import { SluiceWindow } from '../ui/window.ts'
import type { Film } from './film.ts'
import { plantMuseum } from './plant.ts'
import type { Stage } from './stage.ts'

/** The three jobs as a person does them first: upload with deletes, download, bucket to bucket. */
export async function threeJobs({ page, home }: Stage, film: Film, gateway: RadosGateway): Promise<void> {
  const buckets = new Buckets(gateway)
  const site = await buckets.make({ versioned: true, name: 'museum-pictures' })
  const copy = await buckets.make({ name: 'museum-archive' })
  const museum = path.join(home, 'museum')
  const keys = await plantMuseum(museum)
  await buckets.put(site, [
    ['index.html', '<h1>The museum</h1>\n<p>Closed for the winter.</p>\n'],
    ...keys.filter((key) => /^(entrance|harbour)/.test(key)).map((key) => [key, 'an older picture'] as const),
    ...Array.from({ length: 40 }, (_, at) => [`old exhibition/poster ${at}.jpg`, 'old'] as const),
    ...Array.from({ length: 60 }, (_, at) => [`library/withdrawn ${at}.jpg`, 'old'] as const),
  ])
  const window = new SluiceWindow(page)
  const { left, right } = window
  /** Applies what is under review, with a frame while it runs where it runs long enough. */
  const run = async (words: string): Promise<void> => {
    const going = page.getByTestId('phase').filter({ hasText: 'running' })
    await Promise.race([going.waitFor(), window.result.waitFor()])
    await page.waitForTimeout(500)
    if (await going.isVisible()) await film.frame(words)
    await window.ended()
  }

  await window.ready()
  await film.frame('The first start: a sample site and a practice bucket, and a tour of four steps.')

  await left.type(museum)
  await expect(left.row('index.html')).toBeVisible()
  await right.bar.getByRole('button', { name: /^Connection/ }).click()
  await film.frame('Upload. The folder is on the left; the connections of this computer are in the menu.')
  await page.keyboard.press('Escape')
  await right.choose('Environment')
  await expect(right.row(site)).toBeVisible()
  await film.frame('The buckets of the connection.')
  await right.row(site).dblclick()
  await expect(right.row('old exhibition')).toBeVisible()
  await expect(left.row('index.html')).toContainText('≠')
  await film.frame('Both sides are marked against each other before anything is planned.')
  await window.deleteExtras.check()
  await film.frame('What is only in the bucket is to be deleted: the sentence says so, and from where.')
  await window.review()
  await film.frame('The review: nothing has been done yet. Each row says what would happen to it, and why.')
  const search = page.getByRole('searchbox', { name: 'Search names' })
  await search.fill('index.html')
  await window.row('index.html').click()
  const details = page.getByRole('region', { name: 'Details of the row' })
  await details.getByRole('tab', { name: 'Diff' }).click()
  await details.getByRole('button', { name: /^Show both sides/ }).click()
  await expect(details.getByTestId('changes')).toBeVisible()
  await film.frame('What would change in a file, line by line.')
  await search.fill('')
  await page.getByRole('treeitem', { name: /^old exhibition/ }).click()
  await film.frame('One folder of the plan, all of which would go.')
  await page.getByRole('treeitem', { name: 'All folders' }).click()
  await window.apply.click()
  await expect(window.strip).toBeVisible()
  await film.frame('Deletes are asked for once more, with where they fall and whether they come back.')
  await window.confirm.click()
  await run('The upload runs.')
  await film.frame('The report of the upload.')
  await window.back()
  await expect(right.row('harbour')).toBeVisible()
  await film.frame('Back at the two sides: they match.')
  await window.deleteExtras.uncheck()

  const fresh = path.join(home, 'copy of the museum')
  await mkdir(fresh)
  await writeFile(path.join(fresh, 'prices.csv'), 'who,price\nadults,10\n')
  await left.choose('Environment')
  await left.type(`s3://${site}/`)
  await right.choose('This computer')
  await right.type(fresh)
  await expect(right.row('prices.csv')).toContainText('≠')
  await film.frame('Download. The bucket is on the left now, a folder on the right.')
  await window.review()
  await film.frame('The review of the download.')
  await window.apply.click()
  await run('The download runs.')
  await film.frame('The report of the download.')
  await window.back()

  await right.choose('Environment')
  await right.type(`s3://${copy}/2026/`)
  await expect(right.table).toContainText('Nothing is here yet')
  await film.frame('Bucket to bucket. The server copies: nothing comes through this computer.')
  await window.review()
  await film.frame('The review of the copy.')
  await window.apply.click()
  await run('The copy runs.')
  await film.frame('The report of the copy.')
  await window.back()
  await page.getByRole('button', { name: 'History' }).click()
  await expect(page.getByRole('grid', { name: 'Past runs' }).getByRole('row')).toHaveCount(3)
  await film.frame('The history has all three, to look at again or to undo.')
  buckets.close()
}
