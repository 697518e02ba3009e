import { execFileSync } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { mountTmpfs } from '../faults/small-disk.ts'
import { readTree } from '../faults/tree.ts'
import { test } from './app.ts'
import { startFaultyServer, type FaultyServer } from './faulty-server.ts'
import { SluiceWindow } from './window.ts'

/** Somebody with no rights of their own: the user of that name on most systems. */
const nobody = 65_534

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

/** A folder of files below the test's own. */
async function plant(folder: string, count: number): Promise<string> {
  const source = path.join(folder, 'source')
  await mkdir(source, { recursive: true })
  for (let i = 0; i < count; i++) await writeFile(path.join(source, `file ${i}.txt`), `file ${i}`)
  return source
}

test('a server that is not there is named in the pane, and the window goes on', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.connect(window.right, { ...faulty.keys, endpoint: 'http://127.0.0.1:9' })
  const alert = window.right.body.getByRole('alert')
  await expect(alert).toContainText('127.0.0.1:9', { timeout: 60_000 })
  await window.right.choose('Practice')
  await expect(alert).toBeHidden()
  await window.right.type('s3://practice/site/')
  await window.review()
  await expect(window.apply).toHaveText(/^Upload 35/)
})

test('refused credentials are said in the pane, without the secret', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.connect(window.right, { ...faulty.keys, secretAccessKey: 'a-secret-that-is-wrong' })
  await expect(window.right.body.getByRole('alert')).toContainText(/secret|credentials|signature/i)
  expect(await app.page.content()).not.toContain('a-secret-that-is-wrong')
})

test('a folder and a bucket that go away under the panes are missed at the next look', async ({ app }) => {
  const source = await plant(app.folder, 3)
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await expect(window.left.row('file 1.txt')).toBeVisible()
  await expect(window.right.table).toContainText('Nothing is here yet')

  await rm(source, { recursive: true })
  await window.left.bar.getByRole('button', { name: 'Refresh' }).click()
  await expect(window.left.body.getByRole('alert')).toContainText(source)
  await window.left.body.getByRole('button', { name: 'Go up' }).click()
  await expect(window.left.body.getByRole('alert')).toBeHidden()

  await window.right.type('s3://no-such-bucket-here/')
  await expect(window.right.body.getByRole('alert')).toContainText('no-such-bucket-here')
})

test('a listing that fails half way keeps what was found and withholds the deletes, saying why', async ({
  app,
}) => {
  const source = await plant(app.folder, 2)
  const bucket = await faulty.buckets.make()
  await faulty.buckets.put(
    bucket,
    Array.from({ length: 1_500 }, (_, i) => [`later ${String(i).padStart(4, '0')}`, 'x'] as const),
  )
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await expect(window.right.footer).toContainText('1,500')
  await window.deleteExtras.check()
  faulty.proxy.setPlan([{ mode: 'listcutclean', fromPage: 2, bucket }])
  await window.review()
  await expect(app.page.getByRole('alert').first()).toContainText(/listing|complete|proved/i)
  await expect(app.page.getByTestId('phase')).toContainText('not complete')
  await expect(app.page.getByText('1,000 deletes withheld')).toBeVisible()
  await expect(window.apply).toHaveText('Upload 2')
  faulty.proxy.setPlan([])
  await window.apply.click()
  expect(await window.ended()).toMatch(/^Uploaded 2 files.* 1,000 deletes withheld/)
  await expect(window.row('later 0000')).toContainText('withheld')
  expect(await faulty.buckets.keys(bucket)).toHaveLength(1_502)
})

test('a full disk ends a download with the reason; what was there stays', async ({ app }) => {
  test.skip(process.getuid?.() !== 0, 'mounting a small disk takes root')
  const bucket = await faulty.buckets.make()
  await faulty.buckets.put(
    bucket,
    Array.from({ length: 8 }, (_, i) => [`big ${i}.bin`, 'x'.repeat(1_000_000)] as const),
  )
  const small = path.join(app.folder, 'small')
  const unmount = await mountTmpfs(small, '3m')
  try {
    await writeFile(path.join(small, 'mine.txt'), 'mine')
    const window = new SluiceWindow(app.page)
    await window.ready()
    await window.connect(window.left, faulty.keys)
    await window.left.type(`s3://${bucket}/`)
    await window.right.choose('This computer')
    await window.right.type(small)
    await window.review()
    await window.apply.click()
    await window.ended()
    await expect(app.page.getByRole('region', { name: 'Report' })).toContainText('disk is full')
    const left = await readTree(small)
    expect(Object.keys(left)).toContain('mine.txt')
    // Nothing half-written at a final name, and no temp file.
    for (const [name, digest] of Object.entries(left)) {
      if (name !== 'mine.txt') expect(digest).toMatch(/^1000000:/)
    }
  } finally {
    unmount()
  }
})

test('names that can not be taken are listed with their reason, and the rest is planned', async ({ app }) => {
  const source = await plant(app.folder, 2)
  await symlink('nowhere', path.join(source, 'broken link'))
  execFileSync('mkfifo', [path.join(source, 'pipe')])
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.left.type(source)
  await expect(window.left.row('broken link')).toBeVisible()
  await window.review()
  await app.page.getByText('2 problems').click()
  await expect(app.page.getByText('File does not exist.')).toBeVisible()
  await expect(window.apply).toHaveText('Upload 2')
})

test('a folder that can not be read is named, the rest is done, and nothing below it is deleted', async ({
  app,
}) => {
  test.skip(process.getuid?.() !== 0, 'to be somebody else for a while takes root')
  const source = await plant(app.folder, 2)
  await mkdir(path.join(source, 'shut'), { mode: 0o700 })
  await writeFile(path.join(source, 'shut/mine.txt'), 'mine')
  const bucket = await faulty.buckets.make()
  await faulty.buckets.put(bucket, [
    ['shut/mine.txt', 'older'],
    ['stale.txt', 'stale'],
  ])
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await window.deleteExtras.check()
  execFileSync('chown', ['-R', `${nobody}:${nobody}`, path.join(app.folder, 'home')])
  execFileSync('chmod', ['755', app.folder])
  process.seteuid?.(nobody)
  try {
    await window.review()
    await app.page.getByText('1 problem').click()
    await expect(app.page.getByText('File/Directory is not readable.')).toBeVisible()
    await expect(window.row('stale.txt')).toBeVisible()
    await expect(window.row('shut/mine.txt')).not.toContainText('Delete')
    await window.applyAll()
  } finally {
    process.seteuid?.(0)
  }
  expect((await faulty.buckets.keys(bucket)).sort()).toEqual(['file 0.txt', 'file 1.txt', 'shut/mine.txt'])
})

test('a thousand failures are one cause with one button, and a second try does them', async ({ app }) => {
  const source = await plant(app.folder, 1_000)
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await window.review()
  faulty.proxy.setPlan([{ mode: 'denied', on: ['PutObject'] }])
  await window.apply.click()
  expect(await window.ended()).toContain('1,000 failed')
  const report = app.page.getByRole('region', { name: 'Report' })
  await expect(report).toContainText('1,000 × access denied')
  await window.plan.focus()
  await app.page.keyboard.press('End')
  await expect(window.row('file 999.txt')).toContainText('failed')
  faulty.proxy.setPlan([])
  await report.getByRole('button', { name: 'Retry' }).click()
  await expect(window.result).toContainText('Uploaded 1,000 files', { timeout: 60_000 })
  expect(await faulty.buckets.keys(bucket)).toHaveLength(1_000)
})

test('a run is paused, resumed, and cancelled in two steps', async ({ app }) => {
  const source = await plant(app.folder, 300)
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await window.review()
  // A server that is busy two times of three: slow enough to get a word in.
  faulty.proxy.setPlan([{ mode: 'slow503', on: ['PutObject'] }])
  await window.apply.click()
  await app.page.getByRole('button', { name: 'Pause' }).click()
  await expect(app.page.getByText('paused', { exact: true }).first()).toBeVisible()
  await app.page.getByRole('button', { name: 'Resume' }).click()
  await app.page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await app.page
    .getByRole('button', { name: 'Stop now' })
    .click({ timeout: 2_000 })
    .catch(() => undefined)
  expect(await window.ended()).toContain('Cancelled.')
  const done = (await faulty.buckets.keys(bucket)).length
  expect(done).toBeLessThan(300)
  faulty.proxy.setPlan([])
  await app.page.getByRole('button', { name: 'Try again' }).click()
  await expect(window.result).toContainText('Uploaded 300 files', { timeout: 60_000 })
  expect(await faulty.buckets.keys(bucket)).toHaveLength(300)
})

test('F88 the page reloaded in the middle of a run shows it again, and it ends well', async ({ app }) => {
  const source = await plant(app.folder, 200)
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await window.review()
  faulty.proxy.setPlan([{ mode: 'slow503', on: ['PutObject'], count: 300 }])
  await window.apply.click()
  await app.page.keyboard.press('Control+r')
  expect(await window.ended()).toMatch(/^Uploaded 200 files/)
  expect(await faulty.buckets.keys(bucket)).toHaveLength(200)
})

test('F88 the window closed in the middle of a run lets what moves finish; the next start knows of it', async ({
  app,
}) => {
  const source = await plant(app.folder, 400)
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(app.page)
  await window.pair(source, faulty.keys, bucket)
  await window.review()
  faulty.proxy.setPlan([{ mode: 'slow503', on: ['PutObject'] }])
  faulty.proxy.resetCounts()
  await window.apply.click()
  await faulty.proxy.reached('PutObject', 20)

  const page = await app.restart()
  faulty.proxy.setPlan([])
  // What arrived is whole, whatever was in flight.
  const keys = await faulty.buckets.keys(bucket)
  expect(keys.length).toBeLessThan(400)
  for (const key of keys.slice(0, 5)) {
    expect(await faulty.buckets.read(bucket, key)).toBe(key.replace('.txt', ''))
  }
  await page.getByRole('button', { name: 'History' }).click()
  await expect(page.getByRole('grid', { name: 'Past runs' })).toContainText('Cancelled.')
})
