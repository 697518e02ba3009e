import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { startFaultyServer, type FaultyServer } from './faulty-server.ts'
import { check, dark, light, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

let faulty: FaultyServer

test.beforeAll(async () => {
  faulty = await startFaultyServer()
})

test.afterAll(async () => {
  await faulty.stop()
})

test.beforeEach(() => {
  faulty.proxy.setPlan([])
})

const names = ['logs/2019/a.log', 'logs/2019/b.log', 'logs/2020/a.log', 'site/index.html', 'site/style.css']

async function setUp(page: Page, folder: string) {
  const source = path.join(folder, 'source')
  for (const name of names) {
    const at = path.join(source, name)
    await mkdir(path.dirname(at), { recursive: true })
    await writeFile(at, name)
  }
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(page)
  await window.pair(source, faulty.keys, bucket)
  return { window, source, bucket }
}

test('what failed is told by folder, and each part of it is tried again by itself', async ({ app }) => {
  const { window, bucket } = await setUp(app.page, app.folder)
  await window.review()
  const logs = names.filter((name) => name.startsWith('logs/'))
  faulty.proxy.setPlan(logs.map((key) => ({ mode: 'denied', on: ['PutObject'], key })))
  await window.apply.click()
  expect(await window.ended()).toContain('3 failed.')
  const groups = app.page.getByRole('list', { name: 'What did not come off' }).getByRole('listitem')
  await expect(groups).toHaveCount(2)
  await expect(groups.nth(0)).toContainText(/2 × access denied \(AccessDenied\)\s*under logs\/2019\//)
  await expect(groups.nth(1)).toContainText('under logs/2020/')
  await expect(app.page.getByTestId('cost-of-run')).toContainText(/requests: \d+ PutObject/)
  for (const look of [light, dark]) {
    await setLook(app.page, look)
    expect(await check(app.page, 'report', look)).toEqual([])
  }

  await groups.nth(0).getByRole('button', { name: 'Show' }).click()
  await expect(window.plan.getByRole('row', { name: 'logs/2019/' })).toHaveCount(2)
  await expect(window.row('logs/2020/a.log')).toBeHidden()

  faulty.proxy.setPlan([])
  await groups.nth(0).getByRole('button', { name: 'Retry these' }).click()
  await expect(groups).toHaveCount(1)
  expect(await window.ended()).toContain('1 failed.')
  expect((await faulty.buckets.keys(bucket)).sort()).toEqual([
    'logs/2019/a.log',
    'logs/2019/b.log',
    'site/index.html',
    'site/style.css',
  ])
  await app.page.getByRole('button', { name: 'Retry 1' }).click()
  await expect(window.result).toContainText('Uploaded 5 files')
  await expect(groups).toHaveCount(0)
  expect(await faulty.buckets.keys(bucket)).toHaveLength(5)
})

test('all of it is exported, from a run and from the history', async ({ app }) => {
  const { window, bucket } = await setUp(app.page, app.folder)
  await window.review()
  await window.apply.click()
  await window.ended()
  const file = path.join(app.folder, 'run.csv')
  await app.page.getByRole('button', { name: /^Export/ }).click()
  await app.page.getByRole('textbox', { name: 'File' }).fill(file)
  await setLook(app.page, light)
  expect(await check(app.page, 'export', light)).toEqual([])
  await app.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.page.getByText(`Saved to ${file}`)).toBeVisible()
  const lines = (await readFile(file, 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines[1]).toMatch(/^1,logs\/2019\/a\.log,upload,done,.*,hash,/)

  await window.back()
  await app.page.getByRole('button', { name: 'History' }).click()
  const runs = app.page.getByRole('grid', { name: 'Past runs' })
  await expect(runs.getByRole('row', { name: bucket })).toBeVisible()
  await runs.focus()
  await app.page.keyboard.press('Home')
  await app.page.keyboard.press('Enter')
  await app.page.getByRole('button', { name: /^Export/ }).click()
  await app.page.getByRole('radio', { name: /JSON/ }).check()
  await app.page.getByRole('textbox', { name: 'File' }).fill(path.join(app.folder, 'run.jsonl'))
  await app.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.page.getByText('Saved to')).toBeVisible()
  const json = (await readFile(path.join(app.folder, 'run.jsonl'), 'utf8')).trim().split('\n')
  expect(json.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
    'run',
    ...names.map(() => 'row'),
    'end',
  ])
})

test('what was refused is looked at again, reviewed as it is now, and then done', async ({ app }) => {
  const { window, source, bucket } = await setUp(app.page, app.folder)
  await window.review()
  await writeFile(path.join(source, 'site/index.html'), 'edited since')
  await window.apply.click()
  expect(await window.ended()).toContain('1 refused: changed since the plan was made.')
  for (const look of [light, dark]) {
    await setLook(app.page, look)
    expect(await check(app.page, 'refused', look)).toEqual([])
  }
  await app.page.getByRole('button', { name: 'Look again at 1' }).click()
  await window.planned()
  await expect(window.sentence).toHaveText('1 new, of 1 row that was refused.')
  await expect(window.row('site/index.html')).toContainText('12 Bytes')
  await expect(window.row('site/style.css')).toBeHidden()
  await window.apply.click()
  expect(await window.ended()).toMatch(/^Uploaded 1 file, 12 Bytes, all verified\./)
  expect(await faulty.buckets.read(bucket, 'site/index.html')).toBe('edited since')
})
