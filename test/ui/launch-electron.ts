import path from 'node:path'
import { _electron } from '@playwright/test'
import type { LaunchedApp } from './launch-chromium.ts'

const project = path.resolve(import.meta.dirname, '../..')

/** Starts the app on Electron, with the environment of this process. */
export async function launchElectron(executable: string): Promise<LaunchedApp> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const app = await _electron.launch({
    executablePath: executable,
    // Chromium refuses its sandbox to root.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), project],
    env: env as Record<string, string>,
  })
  const page = await app.firstWindow()
  return { page, close: () => app.close() }
}
