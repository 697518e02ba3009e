/**
 * `node build/draw-icons.ts`: draws `icons/icon.svg` in every size and form that a platform wants. What it makes is kept
 * in the repository; it is run again when the drawing changes.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { findBrowser } from '../main/host/chromium/find-browser.ts'
import { icns, ico } from './icon-files.ts'

const folder = path.join(import.meta.dirname, 'icons')
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024]

const program = findBrowser(process.platform, process.env, homedir(), existsSync)
if (program === null) throw new Error('A browser draws the icons, and there is none here.')
const browser = await chromium.launch({
  executablePath: program.path,
  chromiumSandbox: process.getuid?.() !== 0,
})
try {
  const svg = await readFile(path.join(folder, 'icon.svg'), 'utf8')
  const pictures = new Map<number, Buffer>()
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`)
    const picture = await page.screenshot({ omitBackground: true })
    await page.close()
    pictures.set(size, picture)
    await writeFile(path.join(folder, `${size}x${size}.png`), picture)
  }
  await writeFile(path.join(folder, 'icon.icns'), icns(pictures))
  await writeFile(path.join(folder, 'icon.ico'), ico(pictures))
} finally {
  await browser.close()
}
