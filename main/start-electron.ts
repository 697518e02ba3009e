import * as electron from 'electron'
import Store from 'electron-store'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { SluiceError } from '../shared/errors.ts'
import type { Settings } from '../shared/settings.ts'
import { bootElectron } from './host/electron/boot.ts'
import { createElectronHost } from './host/electron/electron-host.ts'
import { createNodeHost } from './host/node-host.ts'
import { openSettings } from './host/settings-file.ts'
import { runWindow } from './services/window/run-window.ts'

/*
 * The window's process on Electron, as the build leaves it: `out/electron/start-electron.js`. Nothing here waits at the
 * top level: Electron is ready only after this module has been run through.
 */

const { app } = electron
const out = join(import.meta.dirname, '..')
const node = createNodeHost()
const log = (text: string): void => void node.stderr.write(`${text.trimEnd()}\n`)

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

const devUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null)
const boot = bootElectron(
  electron,
  // Before it is packaged, the second argument is the application.
  { argv: process.argv.slice(app.isPackaged ? 1 : 2), cwd: node.cwd },
  devUrl === null ? null : new URL(devUrl).origin,
)
if (boot === null) {
  log('Sluice is open already: its window goes on.')
  app.exit(0)
} else {
  app
    .whenReady()
    .then(async () => {
      const host = await createElectronHost(electron, boot, {
        platform: node.platform,
        settings: openSettings(node.folders.settings, (keeper) => new Store<Partial<Settings>>(keeper)),
        built: {
          page: join(out, 'renderer'),
          preload: join(out, 'preload', 'electron-preload.cjs'),
          engine: join(out, 'main', 'start-engine.js'),
        },
        devUrl,
        now: Date.now,
        log,
      })
      await runWindow(host, version())
    }, fail)
    .catch(fail)
}

function version(): string {
  return (JSON.parse(readFileSync(join(out, '..', 'package.json'), 'utf8')) as { version: string }).version
}

function fail(error: unknown): void {
  if (error instanceof SluiceError)
    log(`sluice: ${error.message}${error.advice === undefined ? '' : `\n  ${error.advice}`}`)
  else log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  app.exit(1)
}
