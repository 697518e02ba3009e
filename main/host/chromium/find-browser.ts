import { posix, win32 } from 'node:path'
import type { Environment } from '../host.ts'

/** A browser of the Chromium family, and what it is called. */
export interface Browser {
  readonly name: 'Chrome' | 'Chromium' | 'Edge'
  readonly path: string
}

/**
 * Where browsers are looked for, in this order; `SLUICE_BROWSER` names one and then nothing else is looked for.
 *
 * | platform | where                                                              |
 * |----------|--------------------------------------------------------------------|
 * | macOS    | /Applications and ~/Applications                                   |
 * | Windows  | %ProgramFiles%, %ProgramFiles(x86)%, %LOCALAPPDATA%                |
 * | others   | the folders of PATH; Snap's last, for it can't use our own folders |
 */
export function browserPaths(platform: NodeJS.Platform, env: Environment, home: string): Browser[] {
  const named = env['SLUICE_BROWSER']
  if (named !== undefined && named !== '') return [{ name: nameOf(named), path: named }]
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((app) =>
      ['/', home].map((root) => ({
        name: nameOf(app),
        path: posix.join(root, 'Applications', `${app}.app`, 'Contents', 'MacOS', app),
      })),
    )
  }
  if (platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? [])
    return [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ].flatMap((parts) =>
      roots.map((root) => ({ name: nameOf(parts.join(' ')), path: win32.join(root, ...parts) })),
    )
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => posix.isAbsolute(folder))
  const isSnap = (folder: string): boolean => /(^|\/)snap(\/|$)/.test(folder)
  const ordered = [...folders.filter((folder) => !isSnap(folder)), ...folders.filter(isSnap)]
  return [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ].flatMap((program) =>
    ordered.map((folder) => ({ name: nameOf(program), path: posix.join(folder, program) })),
  )
}

/** @param isProgram says whether there is a file that can be run. */
export function findBrowser(
  platform: NodeJS.Platform,
  env: Environment,
  home: string,
  isProgram: (path: string) => boolean,
): Browser | null {
  return browserPaths(platform, env, home).find(({ path }) => isProgram(path)) ?? null
}

function nameOf(program: string): Browser['name'] {
  if (/edge/i.test(program)) return 'Edge'
  return /chromium/i.test(program) ? 'Chromium' : 'Chrome'
}
