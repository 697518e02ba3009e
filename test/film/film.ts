import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'

/** Frames in their order, each with its caption, and a page that shows them. */
export class Film {
  readonly #page: Page
  readonly #folder: string
  readonly #theme: 'light' | 'dark'
  readonly #frames: { readonly file: string; readonly caption: string }[] = []

  private constructor(page: Page, folder: string, theme: 'light' | 'dark') {
    this.#page = page
    this.#folder = folder
    this.#theme = theme
  }

  /** @param folder what was in it is removed */
  static async begin(page: Page, folder: string, theme: 'light' | 'dark'): Promise<Film> {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    return new Film(page, folder, theme)
  }

  get count(): number {
    return this.#frames.length
  }

  /** Takes what is on the screen. @param caption what a person does, or sees */
  async frame(caption: string): Promise<void> {
    const file = `${String(this.#frames.length + 1).padStart(2, '0')}.png`
    await this.#page.screenshot({ path: path.join(this.#folder, file) })
    this.#frames.push({ file, caption })
  }

  /** @returns the path of the page */
  async end(): Promise<string> {
    const index = path.join(this.#folder, 'index.html')
    const figures = this.#frames.map(
      ({ file, caption }, at) =>
        `<figure><figcaption>${at + 1}. ${escapeHtml(caption)}</figcaption><img src="${file}" alt="" width="1280" height="800"></figure>`,
    )
    await writeFile(index, pageOf(figures.join('\n'), this.#theme))
    return index
  }
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const pageOf = (figures: string, theme: 'light' | 'dark'): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sluice: the three jobs</title>
<style>
  :root { color-scheme: ${theme} }
  body { max-width: 1280px; margin: 40px auto; font: 16px/1.5 system-ui, sans-serif }
  figure { margin: 0 0 56px }
  figcaption { margin: 0 0 10px; font-weight: 600 }
  img { width: 100%; height: auto; border: 1px solid color-mix(in srgb, CanvasText 25%, Canvas) }
</style>
<h1>The three jobs, from an empty start</h1>
${figures}
</html>
`
