import { expect } from '@playwright/test'
import { test, type App } from './app.ts'
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

/** The window with a bucket of so many objects on the right. */
async function setUp(app: App, count: number) {
  const bucket = await faulty.buckets.make()
  await faulty.buckets.put(
    bucket,
    Array.from({ length: count }, (_, i) => [`object ${String(i).padStart(4, '0')}`, 'x'] as const),
  )
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.connect(window.right, faulty.keys)
  return { window, bucket, right: window.right, open: () => window.right.type(`s3://${bucket}/`) }
}

test('a listing is stopped, what was found stays, and Refresh lists anew', async ({ app }) => {
  const { right, bucket, open } = await setUp(app, 1_100)
  faulty.proxy.setPlan([{ mode: 'stallhead', on: ['ListObjectsV2'], bucket, fromPage: 2 }])
  await open()
  await expect(right.footer).toContainText('listing 1,000 …')
  for (const look of [light, dark]) {
    await setLook(app.page, look)
    expect(await check(app.page, 'pane-listing', look)).toEqual([])
  }
  await right.footer.getByRole('button', { name: 'Stop' }).click()
  await expect(right.footer).toContainText('stopped after 1,000')
  await expect(right.footer.getByRole('button', { name: 'Stop' })).toBeHidden()
  await expect(right.row('object 0000')).toBeVisible()
  faulty.proxy.setPlan([])
  await right.bar.getByRole('button', { name: 'Refresh' }).click()
  await expect(right.footer).toContainText('1,100 items')
})

const faults = [
  { what: 'a right that is taken away', mode: 'denied', says: /denied|may not|not allowed/i, keys: false },
  { what: 'keys that expire', mode: 'expired', says: /expired/i, keys: true },
  { what: 'a network that is lost', mode: 'reset', says: /127\.0\.0\.1|connection|reset/i, keys: false },
] as const

for (const { what, mode, says, keys } of faults) {
  test(`a pane says it of ${what}; its rows stay and are said to be old, and the ways out work`, async ({
    app,
  }) => {
    test.setTimeout(150_000)
    const { right, bucket, open } = await setUp(app, 3)
    await open()
    await expect(right.footer).toContainText('3 items')
    faulty.proxy.setPlan([{ mode, on: ['ListObjectsV2'], bucket }])
    await right.bar.getByRole('button', { name: 'Refresh' }).click()
    const alert = right.body.getByRole('alert')
    await expect(alert).toContainText(says, { timeout: 100_000 })
    await expect(right.body).toContainText('These rows are from the listing before')
    await expect(right.row('object 0001')).toBeVisible()
    await expect(right.footer).toContainText('3 items of the listing before')
    await expect(alert.getByRole('button', { name: 'Type keys…' })).toHaveCount(keys ? 1 : 0)
    await expect(alert.getByRole('button', { name: 'Other connection…' })).toBeVisible()
    await expect(alert.getByRole('button', { name: 'Go up' })).toBeVisible()
    faulty.proxy.setPlan([])
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(alert).toBeHidden()
    await expect(right.footer).toContainText(/^3 items(?! of)/)
  })
}

test('a bucket that is deleted under a pane is said, and Go up leads to those there are', async ({ app }) => {
  const { right, bucket, open } = await setUp(app, 2)
  await open()
  await expect(right.footer).toContainText('2 items')
  await faulty.buckets.removeBucket(bucket)
  await right.bar.getByRole('button', { name: 'Refresh' }).click()
  const alert = right.body.getByRole('alert')
  await expect(alert).toContainText(bucket, { timeout: 60_000 })
  await expect(right.row('object 0001')).toBeVisible()
  await expect(right.footer).toContainText('2 items of the listing before')
  await alert.getByRole('button', { name: 'Go up' }).click()
  await expect(alert).toBeHidden()
  await expect(right.bar.getByRole('navigation').getByRole('button')).toHaveCount(2)
  await expect(right.row(bucket)).toBeHidden()
})
