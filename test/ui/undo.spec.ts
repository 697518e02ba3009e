import { mkdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { Buckets, radosgw, withoutRadosgw } from './buckets.ts'
import { SluiceWindow } from './window.ts'

const server = radosgw()

test.describe('a run is undone', () => {
  test.skip(withoutRadosgw !== null, withoutRadosgw ?? '')
  test.use({
    env: {
      AWS_ACCESS_KEY_ID: server?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: server?.secretAccessKey ?? '',
      AWS_ENDPOINT_URL: server?.endpoint ?? '',
      AWS_REGION: 'us-east-1',
    },
  })

  /** A run that has replaced one object, deleted one and made one. */
  async function setUp(page: Page, folder: string, versioned: boolean) {
    if (server === null) throw new Error('skipped')
    const buckets = new Buckets(server)
    const bucket = await buckets.make({ versioned })
    await buckets.put(bucket, [
      ['changed.txt', 'as it was'],
      ['extra.txt', 'extra'],
      ['same.txt', 'same'],
    ])
    const source = path.join(folder, 'source')
    await mkdir(source)
    for (const [name, text] of [
      ['changed.txt', 'as it is now'],
      ['made.txt', 'made'],
      ['same.txt', 'same'],
    ] as const)
      await writeFile(path.join(source, name), text)
    // No second passes between it and its object.
    await utimes(path.join(source, 'same.txt'), 1, 1)
    const window = new SluiceWindow(page)
    await window.ready()
    await window.left.type(source)
    await window.right.choose('Environment')
    await window.right.type(`s3://${bucket}/`)
    await expect(window.right.row('extra.txt')).toBeVisible()
    await window.deleteExtras.check()
    await window.review()
    await window.apply.click()
    await window.confirm.click()
    await window.ended()
    const undo = page.getByRole('button', { name: /^Undo/ })
    return { window, buckets, bucket, undo, heading: page.getByRole('heading', { level: 2 }) }
  }

  test('by the button of its report, after a review like any other', async ({ app }) => {
    const { window, buckets, bucket, undo, heading } = await setUp(app.page, app.folder, true)
    await undo.click()
    await window.planned()
    await expect(heading).toContainText(`Undo in s3://${bucket}/`)
    await expect(window.sentence).toHaveText('1 to come back, 1 to be as before, 1 to be deleted.')
    // Nothing is done before it is applied.
    expect((await buckets.keys(bucket)).sort()).toEqual(['changed.txt', 'made.txt', 'same.txt'])
    await expect(window.apply).toContainText('Restore 2, delete 1')
    await window.apply.click()
    await window.confirm.click()
    expect(await window.ended()).toMatch(/^Restored 2 files, .*all verified\. Deleted 1\./)
    expect((await buckets.keys(bucket)).sort()).toEqual(['changed.txt', 'extra.txt', 'same.txt'])
    expect(await buckets.read(bucket, 'changed.txt')).toBe('as it was')

    // An undo has a button too: it goes forth again.
    await undo.click()
    await window.planned()
    await expect(window.apply).toContainText('Restore 2, delete 1')
    buckets.close()
  })

  test('what somebody else has written since is named and stays', async ({ app }) => {
    const { window, buckets, bucket, undo } = await setUp(app.page, app.folder, true)
    await buckets.put(bucket, [['changed.txt', 'theirs']])
    await undo.click()
    await window.planned()
    await expect(window.sentence).toHaveText('1 to come back, 1 to be deleted.')
    await expect(
      app.page.getByText('somebody has written or deleted it since that run').first(),
    ).toBeVisible()
    await window.apply.click()
    await window.confirm.click()
    expect(await window.ended()).toContain('1 refused: written since that run, or not kept.')
    expect(await buckets.read(bucket, 'changed.txt')).toBe('theirs')
    buckets.close()
  })

  test('where no versions are kept there is no such button', async ({ app }) => {
    const { buckets, undo } = await setUp(app.page, app.folder, false)
    await expect(app.page.getByTestId('result')).toBeVisible()
    await expect(undo).toBeHidden()
    buckets.close()
  })
})
