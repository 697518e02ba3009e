import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './app.ts'
import { Buckets, radosgw, withoutRadosgw } from './buckets.ts'
import { check, dark, light, narrow, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

const server = radosgw()

class Panel {
  readonly page: Page
  readonly box: Locator

  constructor(page: Page) {
    this.page = page
    this.box = page.getByRole('region', { name: 'Properties' })
  }

  tab(name: string): Locator {
    return this.box.getByRole('tab', { name })
  }

  field(name: string): Locator {
    return this.box.getByLabel(name, { exact: true })
  }

  get review(): Locator {
    return this.box.getByRole('button', { name: 'Review changes' })
  }
}

/** The practice pair, with an object on the right. */
async function practice(page: Page) {
  const window = new SluiceWindow(page)
  await window.ready()
  await window.left.row('index.html').click()
  await window.left.row('robots.txt').click({ modifiers: ['Control'] })
  await page.keyboard.press('F5')
  await window.planned()
  await window.applyAll()
  await window.back()
  await window.right.row('index.html').click()
  return { window, panel: new Panel(page) }
}

test('Alt+Enter shows what an object has, and Escape gives the focus back', async ({ app }) => {
  const { page } = app
  const { window, panel } = await practice(page)
  await page.keyboard.press('Alt+Enter')
  await expect(panel.tab('Properties')).toBeFocused()
  await expect(panel.field('Content-Type')).toHaveValue('text/html')
  await expect(panel.box).toContainText('ETag')
  await expect(panel.field('Storage class')).toHaveValue('STANDARD')

  // It follows the cursor.
  await window.right.row('robots.txt').click()
  await expect(panel.field('Content-Type')).toHaveValue('text/plain')

  await panel.tab('Properties').focus()
  await page.keyboard.press('Escape')
  await expect(panel.box).toBeHidden()
  await expect(window.right.table).toBeFocused()
})

test('what is typed is a plan that names each change, and then done', async ({ app }) => {
  const { page } = app
  const { window, panel } = await practice(page)
  await page.keyboard.press('Alt+Enter')
  await expect(panel.field('Content-Type')).toHaveValue('text/html')
  await expect(panel.review).toBeHidden()
  await panel.field('Cache-Control').fill('max-age=60')
  await panel.field('Website redirect').fill('/elsewhere')
  await panel.box.getByRole('button', { name: 'Add metadata' }).click()
  await page.keyboard.type('owner')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ada')
  await panel.box.getByRole('button', { name: 'Add a tag' }).click()
  await page.keyboard.type('team')
  await page.keyboard.press('Tab')
  await page.keyboard.type('web')

  // While something is typed it stays with its object.
  await window.right.row('robots.txt').click()
  await expect(panel.box).toContainText('Not reviewed yet:')
  await expect(panel.field('Cache-Control')).toHaveValue('max-age=60')

  await panel.review.click()
  await window.planned()
  await expect(window.sentence).toHaveText('1 with other properties.')
  await window.row('index.html').click()
  const why = page.getByRole('region', { name: 'Details of the row' })
  for (const change of [
    'Cache-Control none → max-age=60',
    'Website redirect none → /elsewhere',
    'metadata owner none → ada',
    'tag team none → web',
  ])
    await expect(why).toContainText(change)
  expect(await window.applyAll()).toContain('Adjusted the properties of 1 object.')
  await window.back()
  // Nothing that is typed keeps it from the row with the cursor any more.
  await expect(panel.field('Content-Type')).toHaveValue('text/plain')
  await window.right.row('index.html').click()
  await expect(panel.field('Cache-Control')).toHaveValue('max-age=60')
  await expect(panel.field('Website redirect')).toHaveValue('/elsewhere')
  await expect(panel.field('Value of metadata owner')).toHaveValue('ada')
  await expect(panel.field('Value of the tag team')).toHaveValue('web')
  await expect(panel.review).toBeHidden()
})

test('what is typed is lost by Discard alone, and the panel goes on then', async ({ app }) => {
  const { page } = app
  const { window, panel } = await practice(page)
  await page.keyboard.press('Alt+Enter')
  await panel.field('Cache-Control').fill('max-age=60')
  await page.keyboard.press('Escape')
  await expect(window.right.table).toBeFocused()
  await expect(panel.field('Cache-Control')).toHaveValue('max-age=60')
  await panel.box.getByRole('button', { name: 'Close the properties' }).click()
  await expect(panel.box).toBeHidden()
  await expect(window.right.table).toBeFocused()
  await window.right.row('robots.txt').click()
  await page.keyboard.press('Alt+Enter')
  await expect(panel.box).toContainText('Not reviewed yet: index.html')
  await expect(panel.field('Cache-Control')).toHaveValue('max-age=60')
  await panel.box.getByRole('button', { name: 'Discard' }).click()
  await expect(panel.field('Content-Type')).toHaveValue('text/plain')
  await expect(panel.tab('Properties')).toBeFocused()
})

test('what can not be done as it is typed is said where it is typed', async ({ app }) => {
  const { page } = app
  const { panel } = await practice(page)
  await page.keyboard.press('Alt+Enter')
  await panel.field('Expires').fill('soon')
  await expect(panel.box.getByRole('alert')).toContainText('Expires is a date')
  await expect(panel.review).toBeDisabled()
  await panel.box.getByRole('button', { name: 'Discard' }).click()
  await expect(panel.field('Expires')).toHaveValue('')
  await expect(panel.review).toBeHidden()
})

test('a link is copied, reads the object, and says until when', async ({ app }) => {
  const { page } = app
  const { window, panel } = await practice(page)
  await page.keyboard.press('Alt+Enter')
  await panel.tab('Link').click()
  await panel.box.getByRole('combobox').selectOption('15 minutes')
  await panel.box.getByRole('button', { name: 'Copy a link' }).click()
  await expect(panel.box.getByRole('status')).toContainText('It is good until')
  // The page never has it: only the clipboard.
  await window.left.bar.getByRole('button', { name: 'Type a path' }).click()
  const field = window.left.bar.getByRole('combobox', { name: 'Path' })
  await field.press('ControlOrMeta+a')
  await field.press('ControlOrMeta+v')
  await expect(field).toHaveValue(/^http/)
  const url = await field.inputValue()
  const reply = await fetch(url)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('text/html')
})

test('the bucket says how it is set, and a file what the disk knows of it', async ({ app }) => {
  const { page } = app
  const { window, panel } = await practice(page)
  await window.right.bar.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'About this bucket' }).click()
  await expect(panel.box).toContainText('Lifecycle')
  await expect(panel.box).toContainText('nothing is moved or removed by itself')
  await expect(panel.box).toContainText('Region')
  await window.left.row('robots.txt').click()
  await expect(panel.box).toContainText('Mode')
  await expect(panel.box).toContainText(/-rw-r/)
})

test('F7 makes a folder on the disk and in a bucket, never onto what is there', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  const here = path.join(app.folder, 'here')
  await mkdir(path.join(here, 'taken'), { recursive: true })
  await writeFile(path.join(here, 'a.txt'), 'a')
  await window.left.type(here)
  await window.left.row('a.txt').click()
  await page.keyboard.press('F7')
  const name = page.getByRole('textbox', { name: 'Name of the new folder' })
  await expect(name).toBeFocused()
  await page.keyboard.type('taken')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('is already there: no folder was made.')
  await name.fill('album')
  await page.keyboard.press('Enter')
  await expect(window.left.row('album')).toHaveClass(/cursor/)
  expect((await readdir(here)).sort()).toEqual(['a.txt', 'album', 'taken'])

  await window.right.table.focus()
  await page.keyboard.press('F7')
  await expect(window.right.body).toContainText('A bucket has no folders')
  await page.keyboard.type('new folder')
  await page.keyboard.press('Enter')
  await expect(window.right.row('new folder')).toHaveClass(/cursor/)
})

test('the panel has nothing that axe finds, in any look', async ({ app }) => {
  const { page } = app
  const found: string[] = []
  const { window, panel } = await practice(page)
  await page.keyboard.press('Alt+Enter')
  await expect(panel.field('Content-Type')).toHaveValue('text/html')
  await panel.field('Cache-Control').fill('no-cache')
  await panel.box.getByRole('button', { name: 'Add a tag' }).click()
  await page.keyboard.type('team')
  await window.right.row('robots.txt').click()
  await expect(panel.box).toContainText('Not reviewed yet:')
  for (const look of [light, dark, narrow]) {
    await setLook(page, look)
    found.push(...(await check(page, 'properties', look)))
  }
  await panel.box.getByRole('button', { name: 'Discard' }).click()
  await panel.tab('Link').click()
  await panel.box.getByRole('button', { name: 'Copy a link' }).click()
  await expect(panel.box.getByRole('status').filter({ hasText: 'It is good until' })).toBeVisible()
  found.push(...(await check(page, 'properties-link', narrow)))
  await panel.tab('Versions').click()
  await expect(panel.box).toContainText('current')
  found.push(...(await check(page, 'properties-versions', narrow)))
  expect(found).toEqual([])
})

test.describe('versions', () => {
  test.skip(withoutRadosgw !== null, withoutRadosgw ?? '')
  test.use({
    env: {
      AWS_ACCESS_KEY_ID: server?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: server?.secretAccessKey ?? '',
      AWS_ENDPOINT_URL: server?.endpoint ?? '',
      AWS_REGION: 'us-east-1',
    },
  })

  test('a former version comes back by a plan, and so does what was deleted', async ({ app }) => {
    const { page } = app
    if (server === null) throw new Error('skipped')
    const buckets = new Buckets(server)
    const bucket = await buckets.make({ versioned: true })
    for (const text of ['first', 'the second']) await buckets.put(bucket, [['page.txt', text]])
    const window = new SluiceWindow(page)
    await window.ready()
    await window.right.choose('Environment')
    await window.right.type(`s3://${bucket}/`)
    await window.right.row('page.txt').click()
    await page.keyboard.press('Alt+Enter')
    const panel = new Panel(page)
    await panel.tab('Versions').click()
    await expect(panel.box.getByRole('row')).toHaveCount(3)
    await panel.box.getByRole('button', { name: 'Restore this version…' }).click()
    await window.planned()
    await expect(window.sentence).toHaveText('1 to be as before.')
    expect(await buckets.read(bucket, 'page.txt')).toBe('the second')
    expect(await window.applyAll()).toMatch(/Restored|Copied/)
    expect(await buckets.read(bucket, 'page.txt')).toBe('first')
    await window.back()
    await expect(panel.box.getByRole('row')).toHaveCount(4)

    await buckets.remove(bucket, 'page.txt')
    await panel.tab('Properties').click()
    await expect(panel.box.getByRole('alert')).toContainText('There is no object')
    await panel.tab('Versions').click()
    await panel.box.getByRole('button', { name: 'Bring back…' }).click()
    await window.planned()
    await expect(window.sentence).toHaveText('1 to come back.')
    await window.applyAll()
    expect(await buckets.read(bucket, 'page.txt')).toBe('first')
    buckets.close()
  })

  test('the properties of an object of radosgw change, and its tags stay', async ({ app }) => {
    const { page } = app
    if (server === null) throw new Error('skipped')
    const buckets = new Buckets(server)
    const bucket = await buckets.make()
    await buckets.put(bucket, [['page.txt', 'text']])
    const window = new SluiceWindow(page)
    await window.ready()
    await window.right.choose('Environment')
    await window.right.type(`s3://${bucket}/`)
    await window.right.row('page.txt').click()
    await page.keyboard.press('Alt+Enter')
    const panel = new Panel(page)
    const tag = async () => {
      await panel.box.getByRole('button', { name: 'Add a tag' }).click()
      await page.keyboard.type('team')
      await page.keyboard.press('Tab')
      await page.keyboard.type('web')
    }
    await tag()
    await expect(panel.box).toContainText('Tags are put by themselves')
    await panel.review.click()
    await window.planned()
    await window.applyAll()
    await window.back()
    await panel.field('Content-Type').fill('text/markdown')
    await panel.review.click()
    await window.planned()
    await window.applyAll()
    await window.back()
    await expect(panel.field('Content-Type')).toHaveValue('text/markdown')
    await expect(panel.field('Value of the tag team')).toHaveValue('web')
    buckets.close()
  })
})
