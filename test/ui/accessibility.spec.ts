import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { check, looks, setLook } from './looks.ts'
import { plantNames } from './screens.ts'
import { SluiceWindow } from './window.ts'

for (const look of looks) {
  test(`axe finds nothing on any screen, ${look.name}, and each is kept as a picture`, async ({ app }) => {
    const { page } = app
    const found: string[] = []
    await setLook(page, look)
    const window = new SluiceWindow(page)
    await window.ready()
    found.push(...(await check(page, '1-first-start', look)))

    await window.review()
    found.push(...(await check(page, '2-review', look)))
    await window.applyAll()
    found.push(...(await check(page, '3-report', look)))
    await window.back()

    const site = path.join(app.folder, 'home/.local/state/sluice/practice-window/site')
    await rm(path.join(site, 'blog'), { recursive: true })
    await rm(path.join(site, 'images/gallery'), { recursive: true })
    await writeFile(path.join(site, 'index.html'), '<h1>Open this weekend</h1>')
    await plantNames(path.join(site, 'names'))
    await window.left.bar.getByRole('button', { name: 'Refresh' }).click()
    await window.deleteExtras.check()
    await window.left.row('names').dblclick()
    await expect(window.left.row('日本語')).toBeVisible()
    found.push(...(await check(page, '4-names', look)))
    await page.keyboard.press('Backspace')
    await expect(window.left.row('robots.txt')).toBeVisible()
    await window.review()
    await expect(window.row('blog/index.html')).toBeVisible()
    await window.plan.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect(window.apply).toContainText('delete 14')
    found.push(...(await check(page, '5-review-with-deletes', look)))
    await window.apply.click()
    await expect(window.strip).toBeVisible()
    found.push(...(await check(page, '6-delete-strip', look)))
    await page.keyboard.press('Escape')
    await window.back()

    await window.right.bar.getByRole('button', { name: /^Connection/ }).click()
    found.push(...(await check(page, '7-connections', look)))
    await page.keyboard.press('Escape')
    await window.right.type('s3://no-such-bucket/')
    await expect(window.right.body.getByRole('alert')).toBeVisible()
    found.push(...(await check(page, '8-error', look)))
    await page.keyboard.press('Control+k')
    found.push(...(await check(page, '9-palette', look)))
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'History' }).click()
    await expect(page.getByRole('grid', { name: 'Past runs' }).getByRole('row')).toHaveCount(1)
    found.push(...(await check(page, '10-history', look)))
    expect(found).toEqual([])
  })
}

test('a screen reader hears the plan', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  await window.review()
  await window.applyAll()
  await window.back()
  const site = path.join(app.folder, 'home/.local/state/sluice/practice-window/site')
  await rm(path.join(site, 'robots.txt'))
  await rm(path.join(site, 'about'), { recursive: true })
  await writeFile(path.join(site, 'index.html'), 'new')
  await writeFile(path.join(site, 'new.html'), 'new')
  await window.deleteExtras.check()
  await window.review()
  await expect(window.plan).toMatchAriaSnapshot(`
    - grid "Plan":
      - row "Delete about/index.html, the source does not have it, left in"
      - row "Delete about/team.html, the source does not have it, left in"
      - row "Delete about/visit.html, the source does not have it, left in"
      - 'row /Update index\\.html, size differs: source 3 Bytes, destination \\d+ Bytes, left in/'
      - row "Upload new.html, the destination does not have it, left in"
      - row "Delete robots.txt, the source does not have it, left in"
  `)
  await expect(page.getByRole('group', { name: 'What the plan comes to' })).toMatchAriaSnapshot(`
    - group "What the plan comes to":
      - button /1 new/ [pressed]
      - button /1 changed/ [pressed]
      - button /4 deleted/ [pressed]
  `)
  await expect(page.getByRole('tree')).toMatchAriaSnapshot(`
    - tree "Folders of the plan":
      - treeitem "All folders" [selected] [level=1]
      - treeitem "about −100 % of it, 3 rows" [level=2]
  `)
})

test('a screen reader hears the run, and how it has ended', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command' }).fill('limit bandwidth 512')
  await page.keyboard.press('Enter')
  await window.review()
  await window.apply.click()
  const footer = page.getByLabel('The run', { exact: true })
  await expect(footer).toMatchAriaSnapshot(`
    - progressbar "Progress of the run"
    - text: /of 8\\.8 MiB \\d+ of 35 files/
    - button /Throughput/
    - button "At most 512.0 KiB/s"
    - button "Pause"
    - button "Cancel"
  `)
  await expect(window.plan).toMatchAriaSnapshot(`
    - grid "Plan":
      - row /Upload 404\\.html, the destination does not have it, .+/
  `)
  await footer.getByRole('button', { name: 'At most 512.0 KiB/s' }).click()
  await page.getByRole('button', { name: 'No limit', exact: true }).click()
  await window.ended()
  await expect(page.getByRole('region', { name: 'Report' })).toMatchAriaSnapshot(`
    - region "Report":
      - paragraph: /Uploaded 35 files, 8\\.8 MiB, all verified\\. Took .+/
      - button /Undo/
      - button /Export/
      - paragraph: /\\d+ requests/
  `)
  await expect(window.plan).toMatchAriaSnapshot(`
    - grid "Plan":
      - row /Upload 404\\.html, the destination does not have it, done/
  `)
})

test('everything from the first look to the last word goes by keyboard alone', async ({ app }) => {
  const { page } = app
  const window = new SluiceWindow(page)
  await window.ready()
  await expect(window.left.table).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(window.left.row('team.html')).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(window.left.row('about')).toBeVisible()
  // While it lists, its Stop stands between the two tables.
  await window.ready()
  await page.keyboard.press('Tab')
  await expect(window.right.table).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await window.planned()
  await expect(window.plan).toBeFocused()
  await page.keyboard.press('Space')
  await expect(window.apply).toHaveText('Upload 34')
  await window.apply.focus()
  await page.keyboard.press('Enter')
  expect(await window.ended()).toMatch(/^Uploaded 34 files/)
})
