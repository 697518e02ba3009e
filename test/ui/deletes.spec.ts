import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { Buckets, radosgw, withoutRadosgw } from './buckets.ts'
import { SluiceWindow } from './window.ts'

const server = radosgw()

test.describe('deletes are reviewed', () => {
  test.skip(withoutRadosgw !== null, withoutRadosgw ?? '')
  test.use({
    env: {
      AWS_ACCESS_KEY_ID: server?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: server?.secretAccessKey ?? '',
      AWS_ENDPOINT_URL: server?.endpoint ?? '',
      AWS_REGION: 'us-east-1',
    },
  })

  /** A bucket of 20 objects, a folder that has the first `kept` of them, and the review of the difference. */
  async function setUp(page: Page, folder: string, options: { versioned: boolean; kept: number }) {
    if (server === null) throw new Error('skipped')
    const buckets = new Buckets(server)
    const bucket = await buckets.make(options)
    const keys = Array.from({ length: 20 }, (_, i) => `dir ${i % 2}/file ${String(i).padStart(2, '0')}.txt`)
    const source = path.join(folder, 'source')
    for (const name of ['dir 0', 'dir 1']) await mkdir(path.join(source, name), { recursive: true })
    for (const key of keys.slice(0, options.kept)) await writeFile(path.join(source, key), 'same')
    await buckets.put(
      bucket,
      keys.map((key) => [key, 'same'] as const),
    )
    const window = new SluiceWindow(page)
    await window.ready()
    await window.left.type(source)
    await window.right.choose('Environment')
    await window.right.type(`s3://${bucket}/`)
    await expect(window.right.row('dir 0')).toBeVisible()
    await window.deleteExtras.check()
    await window.review()
    return { window, buckets, bucket, keys }
  }

  for (const versioned of [true, false]) {
    test(`a bucket ${versioned ? 'with' : 'without'} versions: the strip says what goes and whether it comes back`, async ({
      app,
    }) => {
      const { window, buckets, bucket, keys } = await setUp(app.page, app.folder, { versioned, kept: 12 })
      await expect(window.apply).toContainText('Delete 8')
      await window.apply.click()
      await expect(window.strip).toContainText('8 deletes')
      await expect(window.strip).toContainText('40 % of the 20 entries there')
      await expect(window.strip).toContainText(
        versioned ? 'keeps versions, so they can be brought back' : 'gone for good',
      )
      await expect(window.strip.getByRole('list')).toContainText('4 of 10')
      // Nothing has gone yet, and Escape leaves it so.
      await app.page.keyboard.press('Escape')
      await expect(window.strip).toBeHidden()
      expect(await buckets.keys(bucket)).toHaveLength(20)

      await window.apply.click()
      await expect(window.confirm).toHaveText('Delete 8')
      await window.confirm.click()
      expect(await window.ended()).toMatch(/^Deleted 8\. Took/)
      expect((await buckets.keys(bucket)).sort()).toEqual(keys.slice(0, 12).sort())
      buckets.close()
    })
  }

  test('a row that was taken out is not deleted', async ({ app }) => {
    const { window, buckets, bucket, keys } = await setUp(app.page, app.folder, {
      versioned: false,
      kept: 17,
    })
    const spared = keys[18] ?? ''
    await window.row(spared).getByRole('checkbox').click()
    await expect(window.row(spared)).toContainText('left out by you')
    await window.apply.click()
    await window.confirm.click()
    expect(await window.ended()).toMatch(/^Deleted 2\./)
    expect((await buckets.keys(bucket)).sort()).toEqual([...keys.slice(0, 17), spared].sort())
    buckets.close()
  })

  test('more than ten and more than half: the number has to be typed', async ({ app }) => {
    const { window, buckets, bucket } = await setUp(app.page, app.folder, { versioned: false, kept: 6 })
    await window.apply.click()
    await expect(window.confirm).toBeDisabled()
    const field = window.strip.getByRole('textbox', { name: 'Number of deletes' })
    await expect(field).toBeFocused()
    await field.fill('13')
    await expect(window.confirm).toBeDisabled()
    await field.fill('14')
    await window.confirm.click()
    expect(await window.ended()).toMatch(/^Deleted 14\./)
    expect(await buckets.keys(bucket)).toHaveLength(6)
    buckets.close()
  })

  test('an object that changes under the review is refused, and named', async ({ app }) => {
    const { window, buckets, bucket, keys } = await setUp(app.page, app.folder, {
      versioned: false,
      kept: 18,
    })
    await buckets.put(bucket, [[keys[19] ?? '', 'somebody else was here']])
    await window.apply.click()
    await window.confirm.click()
    expect(await window.ended()).toContain('1 refused')
    await expect(window.row(keys[19] ?? '')).toContainText('refused')
    expect(await buckets.read(bucket, keys[19] ?? '')).toBe('somebody else was here')
    buckets.close()
  })

  test('an empty source deletes nothing, and says so before', async ({ app }) => {
    const { window, buckets, bucket } = await setUp(app.page, app.folder, { versioned: false, kept: 0 })
    await expect(app.page.getByRole('alert')).toContainText('The source has no entries at all')
    await expect(window.apply).toBeDisabled()
    expect(await buckets.keys(bucket)).toHaveLength(20)
    buckets.close()
  })
})
