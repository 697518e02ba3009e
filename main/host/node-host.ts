import { homedir, hostname, release, tmpdir, type } from 'node:os'
import { basename, relative } from 'node:path'
import process from 'node:process'
import { isatty } from 'node:tty'
import { platformFolders } from './folders.ts'
import type { Host, StopSignal } from './host.ts'
import { openKeychain } from './keychain.ts'
import { nodeInput } from './node-input.ts'
import { nodeOutput } from './node-output.ts'
import { sealIn } from './plan-seal.ts'
import { knownSecrets, toRedactedJson } from './redact.ts'
import { newRunId, openRunFiles, pastRuns } from './run-files.ts'
import { savedConnectionsIn } from './saved-connections.ts'
import { savedHabitsIn } from './saved-habits.ts'

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** The Host of a plain Node process. Made once, at its start. */
export function createNodeHost(senderEntry: string | null = null): Host {
  const home = homedir()
  const folders = platformFolders(process.platform, process.env, home)
  return {
    platform: process.platform,
    env: process.env,
    program: programName(process.execPath, process.argv[1] ?? '', process.cwd()),
    cwd: process.cwd(),
    home,
    senderEntry,
    scratch: tmpdir(),
    folders,
    now: Date.now,
    stdin: nodeInput(() => process.stdin, isatty(0)),
    stdout: nodeOutput(process.stdout),
    stderr: nodeOutput(process.stderr),
    onStopSignal(listener) {
      for (const signal of stopSignals) process.on(signal, listener)
      return () => {
        for (const signal of stopSignals) process.off(signal, listener)
      }
    },
    openRun: () => openRunFiles(folders, newRunId(Date.now(), Math.random), process.env, Date.now),
    pastRuns: () => pastRuns(folders),
    runtime: `Node ${process.version}, ${type()} ${release()} ${process.arch}`,
    machine: hostname(),
    seal: sealIn(folders),
    connections: savedConnectionsIn(folders.settings, openKeychain()),
    habits: savedHabitsIn(folders.settings),
    redact: (value) => toRedactedJson(value, knownSecrets(process.env)),
    exit: (code) => process.exit(code),
  }
}

/**
 * `sluice` where it is installed under that name; else the Node and the script, relative to the current folder where
 * they are below it.
 */
export function programName(node: string, script: string, cwd: string): string {
  if (!/^sluice\.(js|ts)$/.test(basename(script))) return 'sluice'
  return [node, script].map((path) => shortPath(path, cwd)).join(' ')
}

function shortPath(path: string, cwd: string): string {
  const below = relative(cwd, path)
  return below === '' || below.startsWith('..') ? path : below
}
