import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { readTree } from '../faults/tree.ts'
import { test } from './app.ts'
import { Buckets, radosgw, withoutRadosgw } from './buckets.ts'
import { SluiceWindow } from './window.ts'

const count = 5_000
const server = radosgw()

test.describe('the three jobs, with 5,000 objects on radosgw', () => {
  test.skip(withoutRadosgw !== null, withoutRadosgw ?? '')
  test.setTimeout(300_000)
  test.use({
    env: {
      AWS_ACCESS_KEY_ID: server?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: server?.secretAccessKey ?? '',
      AWS_ENDPOINT_URL: server?.endpoint ?? '',
      AWS_REGION: 'us-east-1',
    },
  })

  const objects = Array.from(
    { length: count },
    (_, i) => [`part ${i % 25}/object ${i} é😀.txt`, `object ${i}`] as const,
  )

  test('a folder goes up, comes down, and goes from bucket to bucket', async ({ app }) => {
    const buckets = new Buckets(server ?? { endpoint: '', accessKeyId: '', secretAccessKey: '' })
    const [first, second] = [await buckets.make(), await buckets.make()]
    const source = path.join(app.folder, 'source')
    for (let part = 0; part < 25; part++) await mkdir(path.join(source, `part ${part}`), { recursive: true })
    for (const [key, body] of objects) await writeFile(path.join(source, key), body)

    const window = new SluiceWindow(app.page)
    await window.ready()
    await window.left.type(source)
    await window.right.choose('Environment')
    await window.right.type(`s3://${first}/copy`)
    await window.review()
    await expect(window.sentence).toHaveText('5,000 new.')
    await expect(window.apply).toHaveText('Upload 5,000')
    expect(await window.applyAll()).toMatch(/^Uploaded 5,000 files, .*all verified/)
    await window.back()

    // Bucket to bucket: the left side becomes the bucket, the right side another.
    await window.left.choose('Environment')
    await window.left.type(`s3://${first}/copy`)
    await window.right.type(`s3://${second}/`)
    await window.review()
    await expect(window.apply).toHaveText('Copy 5,000')
    expect(await window.applyAll()).toMatch(/^Copied 5,000 files/)
    await window.back()
    expect((await buckets.keys(second)).length).toBe(count)

    const target = path.join(app.folder, 'target')
    await mkdir(target)
    await window.left.type(`s3://${second}/`)
    await window.right.choose('This computer')
    await window.right.type(target)
    await window.review()
    await expect(window.apply).toHaveText('Download 5,000')
    expect(await window.applyAll()).toMatch(/^Downloaded 5,000 files/)
    expect(await readTree(target)).toEqual(await readTree(source))
    buckets.close()
  })

  test('two identities, one for each side: what the second may not do is said, and nothing is lost', async ({
    app,
  }) => {
    if (server === null) throw new Error('skipped')
    const buckets = new Buckets(server)
    const bucket = await buckets.make()
    await buckets.put(bucket, [['a.txt', 'a']])
    const window = new SluiceWindow(app.page)
    await window.ready()
    await window.connect(window.right, { endpoint: server.endpoint, ...server.other })
    await window.right.type(`s3://${bucket}/`)
    await expect(window.right.body.getByRole('alert')).toContainText(/denied|not allowed|refused/i)
    await window.review()
    await expect(app.page.getByRole('alert').first()).toContainText(/denied|not allowed|refused/i)
    expect(await buckets.keys(bucket)).toEqual(['a.txt'])
    buckets.close()
  })
})

test('a download into a folder of this computer arrives byte for byte', async ({ app }) => {
  const window = new SluiceWindow(app.page)
  await window.ready()
  await window.review()
  await window.applyAll()
  await window.back()
  const target = path.join(app.folder, 'target')
  await mkdir(target)
  await window.left.type(target)
  await app.page.getByRole('button', { name: 'Copies go to the right: turn around' }).click()
  await window.review()
  await expect(window.apply).toHaveText('Download 35')
  await window.applyAll()
  const site = path.join(app.folder, 'home/.local/state/sluice/practice-window/site')
  expect(await readTree(target)).toEqual(await readTree(site))
  expect(await readFile(path.join(target, 'robots.txt'), 'utf8')).toContain('User-agent')
})
