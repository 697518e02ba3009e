import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** What the build leaves, one file of each bundle. */
const built = [
  'out/cli/sluice.js',
  'out/main/start-chromium.js',
  'out/main/start-engine.js',
  'out/main/sender-thread.js',
  'out/electron/start-electron.js',
  'out/preload/electron-preload.cjs',
  'out/preload/chromium-page-script.js',
  'out/renderer/index.html',
]

/** What it is made of. */
const sources = [
  'main',
  'shared',
  'preload',
  'renderer',
  'build',
  'electron.vite.config.ts',
  'package-lock.json',
]

/** True where a bundle is missing, or older than something it is made of. A folder is as new as its last change. */
export async function isOutOfDate(project: string): Promise<boolean> {
  const times = await Promise.all(built.map((file) => modifiedAt(path.join(project, file))))
  const oldest = Math.min(...times.map((time) => time ?? -Infinity))
  for (const source of sources) {
    const at = path.join(project, source)
    const below = await readdir(at, { recursive: true }).catch(() => [])
    for (const name of ['', ...below]) {
      if (((await modifiedAt(path.join(at, name))) ?? 0) > oldest) return true
    }
  }
  return false
}

/** Milliseconds, or null for a file that isn't there. */
async function modifiedAt(file: string): Promise<number | null> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? null
}
