import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { SluiceError } from '../../shared/errors.ts'
import { defaultSettings, settingsSchema, type Settings } from '../../shared/settings.ts'
import type { SettingsStore } from './window-host.ts'

/** What is used of `conf`, and of `electron-store`, which is made of it. */
export interface SettingsKeeper {
  store: Partial<Settings>
}

export interface KeeperOptions {
  readonly cwd: string
  readonly configName: string
  readonly configFileMode: number
  readonly accessPropertiesByDotNotation: boolean
}

/**
 * Opens the settings in a folder. A file that can't be understood is renamed to `settings.damaged.json`, and the defaults
 * hold; so do they for what an older file lacks.
 *
 * @param openKeeper makes the keeper of the file `settings.json`, which it may read
 * @throws SluiceError `disk-failed` where the folder can't be used.
 */
export function openSettings(
  folder: string,
  openKeeper: (options: KeeperOptions) => SettingsKeeper,
): SettingsStore {
  const path = join(folder, 'settings.json')
  const explain = (error: unknown): SluiceError =>
    new SluiceError(
      {
        code: 'disk-failed',
        message: `The settings can't be kept: ${error instanceof Error ? error.message : String(error)}`,
        subject: path,
        advice: 'See that the folder can be written to.',
      },
      { cause: error },
    )
  try {
    if (existsSync(path) && parse(readFileSync(path, 'utf8')) === null) {
      renameSync(path, join(folder, 'settings.damaged.json'))
    }
    const keeper = openKeeper({
      cwd: folder,
      configName: 'settings',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    })
    let settings = complete(keeper.store) ?? defaultSettings
    return {
      read: () => settings,
      change(changes) {
        const changed = { ...settings, ...changes }
        try {
          keeper.store = changed
        } catch (error) {
          throw explain(error)
        }
        settings = changed
        return settings
      },
    }
  } catch (error) {
    throw explain(error)
  }
}

function parse(text: string): Settings | null {
  try {
    return complete(JSON.parse(text))
  } catch {
    return null
  }
}

function complete(found: unknown): Settings | null {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return null
  const parsed = settingsSchema.safeParse({ ...defaultSettings, ...found })
  return parsed.success ? parsed.data : null
}
