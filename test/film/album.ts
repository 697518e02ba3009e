import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CDPSession, Page } from '@playwright/test'

const sizes = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
] as const
const themes = ['light', 'dark'] as const
/** Device pixels to a pixel of the page: a window keeps its size, and has less in it. */
const scales = [1, 1.5] as const

/** Pictures of one screen after the other, each in all sizes of the window, both themes, and two scales. */
export class Album {
  readonly folder: string
  count = 0
  readonly #page: Page
  readonly #session: CDPSession

  private constructor(page: Page, session: CDPSession, folder: string) {
    this.#page = page
    this.#session = session
    this.folder = folder
  }

  /** @param folder what was in it is removed */
  static async begin(page: Page, folder: string): Promise<Album> {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const album = new Album(page, await page.context().newCDPSession(page), folder)
    await album.#usual()
    return album
  }

  /** Pictures of what is on the screen: `NAME-WIDTHxHEIGHT@SCALE-THEME.png`. */
  async shoot(name: string): Promise<void> {
    for (const { width, height } of sizes) {
      for (const scale of scales) {
        await this.#measure(width, height, scale)
        for (const theme of themes) {
          await this.#page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
          await this.#drawn()
          const { data } = await this.#session.send('Page.captureScreenshot', { format: 'png' })
          const file = `${name}-${width}x${height}@${scale * 100}-${theme}.png`
          await writeFile(path.join(this.folder, file), Buffer.from(data, 'base64'))
          this.count++
        }
      }
    }
    await this.#usual()
  }

  async #usual(): Promise<void> {
    await this.#measure(1280, 800, 1)
    await this.#page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  }

  async #measure(width: number, height: number, deviceScaleFactor: number): Promise<void> {
    await this.#session.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / deviceScaleFactor),
      height: Math.round(height / deviceScaleFactor),
      deviceScaleFactor,
      mobile: false,
    })
  }

  /** Rows come a frame or two after their table has another height, and the engine's answer after that. */
  async #drawn(): Promise<void> {
    await this.#page.waitForTimeout(120)
  }
}
