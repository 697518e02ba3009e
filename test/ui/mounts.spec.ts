import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { mountTmpfs } from '../faults/small-disk.ts'
import { test } from './app.ts'
import { startFaultyServer, type FaultyServer } from './faulty-server.ts'
import { check, dark, light, setLook } from './looks.ts'
import { SluiceWindow } from './window.ts'

let server: FaultyServer

test.beforeAll(async () => {
  server = await startFaultyServer()
})

test.afterAll(async () => {
  await server.stop()
})

test('a disk that is not mounted any more stops a plan with deletes, until a person says that it is right', async ({
  app,
}) => {
  test.skip(process.getuid?.() !== 0, 'Only root mounts a disk')
  const disk = path.join(app.folder, 'disk')
  const unmount = await mountTmpfs(disk, '3m')
  const bucket = await server.buckets.make()
  const window = new SluiceWindow(app.page)
  try {
    for (let i = 0; i < 6; i++) await writeFile(path.join(disk, `photo ${i}.jpg`), `photo ${i}`)
    await window.pair(disk, server.keys, bucket)
    await window.deleteExtras.check()
    await window.review()
    await window.applyAll()
  } finally {
    unmount()
  }
  await mkdir(disk, { recursive: true })
  await writeFile(path.join(disk, 'left behind.jpg'), 'x')
  await window.back()
  await window.review()
  const alert = app.page.getByRole('alert')
  await expect(alert).toContainText(`${disk} was on the disk mounted at ${disk} in the last run`)
  await expect(window.apply).toBeHidden()
  for (const look of [light, dark]) {
    await setLook(app.page, look)
    expect(await check(app.page, 'mount', look)).toEqual([])
  }
  await alert.getByRole('button', { name: 'It is right, go on' }).click()
  await window.planned()
  await expect(window.sentence).toHaveText('1 new, 6 to be deleted.')
  await window.applyAll()
  expect(await server.buckets.keys(bucket)).toEqual(['left behind.jpg'])
})
