import { mkdtemp, mkdir, writeFile, utimes } from 'node:fs/promises'
import path from 'node:path'
import { launchChromium } from './launch-chromium.ts'
const home = await mkdtemp('/tmp/look/home-')
process.env.HOME = home
for (const [k, v] of Object.entries({
  XDG_CONFIG_HOME: home + '/.config',
  XDG_STATE_HOME: home + '/.local/state',
  XDG_CACHE_HOME: home + '/.cache',
}))
  process.env[k] = v
const app = await launchChromium(home)
const page = app.page
page.on('console', (m) => console.log('console', m.type(), m.text()))
page.on('pageerror', (e) => console.log('pageerror', e.message))
const dark = process.argv[2] === 'dark'
await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
await page.setViewportSize({ width: Number(process.argv[3] ?? 1280), height: Number(process.argv[4] ?? 800) })
const shot = (n: string) => page.screenshot({ path: `/tmp/look/${n}.png` })
await page.getByRole('button', { name: 'Preview', exact: true }).click()
await page.getByTestId('apply').click()
await page.getByTestId('result').waitFor({ timeout: 20000 })
await page.getByRole('button', { name: 'Back to both sides' }).click()
// change the site
const site = path.join(home, '.local/state/sluice/practice-window/site')
const { rm } = await import('node:fs/promises')
await rm(path.join(site, 'blog'), { recursive: true })
await rm(path.join(site, 'images/gallery'), { recursive: true })
await writeFile(path.join(site, 'index.html'), '<h1>new</h1>')
await mkdir(path.join(site, 'weird'))
for (const n of [
  '日本語 ファイル.txt',
  'مرحبا بالعالم.html',
  'עברית.txt',
  'emoji 😀 👩‍👩‍👧.md',
  'line\nbreak.txt',
  'esc\u001b[31m.txt',
  'rtl\u202Egnp.exe',
  '<img src=x onerror=alert(1)>.html',
  'a'.repeat(200) + '.txt',
  'ขนาดใหญ่.txt',
  'नमस्ते.txt',
])
  await writeFile(path.join(site, 'weird', n), 'x'.repeat(n.length * 100))
await page.getByRole('checkbox', { name: /delete extras/i }).check()
await page.waitForTimeout(200)
await page
  .getByRole('button', { name: 'Refresh' })
  .first()
  .click()
  .catch(() => {})
await page.waitForTimeout(800)
await shot('6-browse2')
await page.getByRole('button', { name: 'Preview', exact: true }).click()
await page.waitForTimeout(1500)
await page.getByRole('grid', { name: 'Plan' }).focus()
for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown')
await page.keyboard.press('Space')
await page.waitForTimeout(500)
await shot('7-review2')
await page.getByTestId('apply').click()
await page.waitForTimeout(600)
await shot('8-strip')
await page.keyboard.press('Escape')
await page.getByRole('grid', { name: 'Plan' }).focus()
await page.keyboard.press('End')
await page.waitForTimeout(300)
await page.keyboard.press('Shift+F10')
await page.waitForTimeout(400)
await shot('9-menu')
await page.keyboard.press('Escape')
await page.keyboard.press('Control+k')
await page.waitForTimeout(400)
await shot('10-palette')
await page.keyboard.press('Escape')
await page.getByRole('button', { name: 'History' }).click()
await page.waitForTimeout(600)
await shot('11-history')
await page
  .getByRole('button', { name: /^Back$/ })
  .first()
  .click()
await page.waitForTimeout(400)
await page.getByRole('button', { name: 'more' }).click()
await page.waitForTimeout(400)
await shot('12-more')
await page.keyboard.press('Escape')
await app.close()
