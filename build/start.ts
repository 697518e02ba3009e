/**
 * `npm start`: builds what is out of date, then starts Sluice: in a window of Electron or of a browser of this machine,
 * or as the practice job in the terminal. `npm start -- --host electron|chromium|terminal` says which. The exit code is
 * passed on.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findBrowser } from '../main/host/chromium/find-browser.ts'
import { chooseHost, hosts, type HostName } from './choose-host.ts'
import { electronStatus } from './electron-status.ts'
import { isOutOfDate } from './is-out-of-date.ts'

const project = path.resolve(import.meta.dirname, '..')
const out = path.join(project, 'out')

// The terminal sends Ctrl-C to all processes: what was started answers it, and this one waits for its exit code.
process.on('SIGINT', () => undefined)
process.exitCode = await start()

async function start(): Promise<number> {
  const asked = readHost()
  if (asked === undefined) {
    process.stderr.write(`Usage: npm start -- [--host ${hosts.join('|')}]\n`)
    return 252
  }
  if (await isOutOfDate(project)) {
    process.stdout.write('Building …\n')
    const { buildAll } = await import('./build-all.ts')
    await buildAll('warn')
  }
  const { host, why } = chooseHost(asked, {
    electron: electronStatus(),
    browser: findBrowser(process.platform, process.env, homedir(), isProgram)?.name ?? null,
    hasScreen: process.platform !== 'linux' || hasDisplay(),
    isRoot: process.getuid?.() === 0,
  })
  process.stdout.write(`${why}\n`)
  if (host === 'electron') return await startElectron()
  if (host === 'chromium') return await run(process.execPath, [path.join(out, 'main/start-chromium.js')])
  process.stdout.write('\n')
  return await run(process.execPath, [path.join(out, 'cli/sluice.js'), 'practice', '--tour'])
}

/** undefined where what was asked for makes no sense. */
function readHost(): HostName | null | undefined {
  try {
    const { host } = parseArgs({ options: { host: { type: 'string' } } }).values
    return host === undefined ? null : hosts.find((name) => name === host)
  } catch {
    return undefined
  }
}

async function startElectron(): Promise<number> {
  const install = path.join(project, 'node_modules/electron/install.js')
  if (electronStatus().state === 'cached') await run(process.execPath, [install])
  const status = electronStatus()
  if (status.state === 'ready') return await run(status.path, [project])
  process.stderr.write(
    'Electron is not here. `npx install-electron` downloads it; `npm start -- --host chromium` needs only a browser.\n',
  )
  return 1
}

async function run(program: string, args: readonly string[]): Promise<number> {
  // Terminals inside editors made of Electron leave it behind, and Electron would start as plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(program, args, { stdio: 'inherit', cwd: project, env })
  const stop = (): boolean => child.kill('SIGTERM')
  process.on('SIGTERM', stop)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    return code ?? 1
  } finally {
    process.off('SIGTERM', stop)
  }
}

function hasDisplay(): boolean {
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => (name ?? '') !== '')
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
