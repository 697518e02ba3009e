import { accessSync, constants, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { SluiceError } from '../shared/errors.ts'
import { createChromiumHost } from './host/chromium/chromium-host.ts'
import { findBrowser } from './host/chromium/find-browser.ts'
import { createNodeHost } from './host/node-host.ts'
import { runWindow } from './services/window/run-window.ts'

/*
 * The window's process where a browser of this machine is the window. It stands two folders below the project, built or
 * not, and its parts in `out/`.
 */

const project = join(import.meta.dirname, ...(import.meta.filename.endsWith('.ts') ? ['..'] : ['..', '..']))
const node = createNodeHost()

try {
  await start()
} catch (error) {
  const { message, advice } =
    error instanceof SluiceError ? error : { message: String(error), advice: undefined }
  await node.stderr.write(`sluice: ${message}${advice === undefined ? '' : `\n  ${advice}`}\n`)
  process.exitCode = 1
}

async function start(): Promise<void> {
  const browser = findBrowser(node.platform, node.env, homedir(), isProgram)
  if (browser === null) {
    throw new SluiceError({
      code: 'unreachable',
      message: 'There is no Chrome, Chromium or Edge on this machine for the window.',
      advice: 'Install one, or name one with SLUICE_BROWSER.',
    })
  }
  const sandbox = process.getuid?.() !== 0
  if (!sandbox) await node.stderr.write('Run as root, so the browser is without its sandbox.\n')
  const { host } = await createChromiumHost({
    browser,
    platform: node.platform,
    folders: node.folders,
    headless: false,
    sandbox,
    built: {
      page: join(project, 'out', 'renderer'),
      pageScript: join(project, 'out', 'preload', 'chromium-page-script.js'),
      engine: join(project, 'out', 'main', 'start-engine.js'),
    },
    onStopSignal: (listener) => node.onStopSignal(listener),
    say: (line) => void node.stderr.write(`${line}\n`),
    now: Date.now,
  })
  try {
    await runWindow(host, version())
  } catch (error) {
    await host.close()
    throw error
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function version(): string {
  return (JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string }).version
}
