import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const screens = path.resolve(import.meta.dirname, '../../test-results/screens')

export interface Look {
  readonly name: string
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly height: number
}

export const light: Look = { name: 'light', theme: 'light', width: 1280, height: 800 }
export const dark: Look = { name: 'dark', theme: 'dark', width: 1280, height: 800 }

export const narrow: Look = { name: 'narrow', theme: 'light', width: 900, height: 600 }

export const looks: readonly Look[] = [
  light,
  dark,
  narrow,
  { name: 'wide', theme: 'dark', width: 2560, height: 1440 },
]

export async function setLook(page: Page, look: Look): Promise<void> {
  await page.setViewportSize({ width: look.width, height: look.height })
  await page.emulateMedia({ colorScheme: look.theme })
}

/** Asks axe about the screen, and keeps a picture of it. @returns what axe has found. */
export async function check(page: Page, screen: string, look: Look): Promise<string[]> {
  await mkdir(screens, { recursive: true })
  await page.screenshot({ path: path.join(screens, `${screen}-${look.name}.png`) })
  // The other mode opens a page of its own, which this window allows to nobody.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(
    ({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
}

/** The same in both themes. */
export async function checkThemes(page: Page, screen: string): Promise<string[]> {
  const found: string[] = []
  for (const look of [light, dark]) {
    await setLook(page, look)
    found.push(...(await check(page, screen, look)))
  }
  return found
}
