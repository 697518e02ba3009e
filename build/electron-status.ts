import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Whether Electron can be started here:
 *
 * | state            | means                                                                                 |
 * |------------------|---------------------------------------------------------------------------------------|
 * | `ready`          | its program is unpacked, in the version that the project names                        |
 * | `cached`         | its archive was downloaded before: `install-electron` unpacks it, without the network |
 * | `needs-download` | it has to come from `url` first                                                       |
 * | `no-package`     | its npm package is not installed                                                      |
 */
export type ElectronStatus =
  | { readonly state: 'ready'; readonly version: string; readonly path: string }
  | { readonly state: 'cached'; readonly version: string }
  | { readonly state: 'needs-download'; readonly version: string; readonly url: string }
  | { readonly state: 'no-package' }

export interface StatusWorld {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly home: string
  /** The folder of the npm package; null where it is not installed. */
  readonly packageFolder: string | null
}

/**
 * Looks at files only: to import `electron` in plain Node, or to run its program, would begin a download.
 */
export function electronStatus(world: StatusWorld = here()): ElectronStatus {
  const { env, platform, arch, home, packageFolder } = world
  if (packageFolder === null) return { state: 'no-package' }
  const { version } = JSON.parse(readText(join(packageFolder, 'package.json'))) as { version: string }

  const program = programs[platform] ?? 'electron'
  const elsewhere = env['ELECTRON_OVERRIDE_DIST_PATH']
  const dist = elsewhere ?? join(packageFolder, 'dist')
  const path = join(dist, program)
  const isWhole =
    readText(join(dist, 'version')).replace(/^v/, '') === version &&
    readText(join(packageFolder, 'path.txt')) === program
  if (existsSync(path) && (elsewhere !== undefined || isWhole)) return { state: 'ready', version, path }

  const url = `${env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/'}v${version}`
  const archive = join(
    cacheFolder(platform, env, home),
    createHash('sha256').update(new URL(url).toString()).digest('hex'),
    `electron-v${version}-${platform}-${arch}.zip`,
  )
  return existsSync(archive) ? { state: 'cached', version } : { state: 'needs-download', version, url }
}

const programs: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** Where the downloader of Electron keeps archives. */
function cacheFolder(platform: NodeJS.Platform, env: StatusWorld['env'], home: string): string {
  const named = env['electron_config_cache']
  if (named !== undefined) return named
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'electron')
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'electron', 'Cache')
  }
  return join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'electron')
}

function here(): StatusWorld {
  let packageFolder: string | null = null
  try {
    packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    // It is not installed.
  }
  return { env: process.env, platform: process.platform, arch: process.arch, home: homedir(), packageFolder }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
