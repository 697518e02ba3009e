import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { FaultyServer } from './faulty-server.ts'
import { SluiceWindow } from './window.ts'

/** A folder of so many files. */
export async function plant(folder: string, name: string, count: number, bytes = 4): Promise<string> {
  const at = path.join(folder, name)
  await mkdir(at)
  for (let file = 0; file < count; file++) await writeFile(path.join(at, `${file}.txt`), 'x'.repeat(bytes))
  return at
}

/** A run that is held: its uploads are put off, and it is paused. */
export async function holdOne(
  page: Page,
  folder: string,
  faulty: FaultyServer,
): Promise<{ readonly window: SluiceWindow; readonly bucket: string }> {
  const bucket = await faulty.buckets.make()
  const window = new SluiceWindow(page)
  await window.pair(await plant(folder, 'held', 40), faulty.keys, bucket)
  await window.review()
  faulty.proxy.setPlan([{ mode: 'slow503', on: ['PutObject'], bucket }])
  await window.apply.click()
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('paused', { exact: true }).first()).toBeVisible()
  return { window, bucket }
}
