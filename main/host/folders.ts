import { posix, win32 } from 'node:path'
import type { Environment, Folders } from './host.ts'

/**
 * The folders of a platform:
 *
 * |          | Linux and others (XDG)     | macOS                                | Windows                    |
 * |----------|----------------------------|--------------------------------------|----------------------------|
 * | settings | ~/.config/sluice           | ~/Library/Application Support/Sluice | %APPDATA%\Sluice           |
 * | state    | ~/.local/state/sluice      | the same                             | %LOCALAPPDATA%\Sluice      |
 * | logs     | ~/.local/state/sluice/logs | ~/Library/Logs/Sluice                | %LOCALAPPDATA%\Sluice\Logs |
 * | cache    | ~/.cache/sluice            | ~/Library/Caches/Sluice              | %LOCALAPPDATA%\Sluice\Cache|
 * | trash    | ~/.local/share/Trash       | –                                    | –                          |
 *
 * `XDG_CONFIG_HOME`, `XDG_STATE_HOME`, `XDG_CACHE_HOME` and `XDG_DATA_HOME` replace their default where they are absolute; a relative
 * one is ignored, as the XDG Base Directory Specification wants.
 */
export function platformFolders(platform: NodeJS.Platform, env: Environment, home: string): Folders {
  if (platform === 'win32') {
    const local = win32.join(env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local'), 'Sluice')
    const roaming = win32.join(env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'Sluice')
    return {
      settings: roaming,
      state: local,
      logs: win32.join(local, 'Logs'),
      cache: win32.join(local, 'Cache'),
      trash: null,
    }
  }
  if (platform === 'darwin') {
    const library = posix.join(home, 'Library')
    const support = posix.join(library, 'Application Support', 'Sluice')
    return {
      settings: support,
      state: support,
      logs: posix.join(library, 'Logs', 'Sluice'),
      cache: posix.join(library, 'Caches', 'Sluice'),
      trash: null,
    }
  }
  const base = (variable: string, fallback: string): string => {
    const value = env[variable]
    return value !== undefined && posix.isAbsolute(value) ? value : posix.join(home, fallback)
  }
  const ours = (variable: string, fallback: string): string => posix.join(base(variable, fallback), 'sluice')
  const state = ours('XDG_STATE_HOME', '.local/state')
  return {
    settings: ours('XDG_CONFIG_HOME', '.config'),
    state,
    logs: posix.join(state, 'logs'),
    cache: ours('XDG_CACHE_HOME', '.cache'),
    trash: posix.join(base('XDG_DATA_HOME', '.local/share'), 'Trash'),
  }
}
