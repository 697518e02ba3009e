import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'

const project = path.resolve(import.meta.dirname, '../..')

/** The built command line on the project's own Node; arguments follow. */
export const sluice = [
  path.join(project, 'node_modules/.bin/node'),
  path.join(project, 'out/cli/sluice.js'),
] as const

export interface CliOptions {
  readonly cwd: string
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds after which the child is killed; 60,000 if absent. */
  readonly patience?: number
  /** Run as this user, where this process is root. */
  readonly uid?: number
  /** Nobody reads what it prints: its stdout is closed at the other end. */
  readonly deaf?: boolean
}

export interface CliRun {
  /** Null where a signal ended it. */
  readonly exit: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** True where patience ran out: what it would have answered is not known. */
  readonly timedOut: boolean
  /** The most memory it had resident, in KiB; null where the platform does not say (`/proc` is Linux). */
  readonly peakKiB: number | null
}

export interface RunningCli {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined
  /** Ends it as `kill -9` does. */
  kill(): void
  signal(name: NodeJS.Signals): void
  readonly done: Promise<CliRun>
}

/** Starts a command line as a child process. */
export function startCli(
  command: readonly string[],
  args: readonly string[],
  options: CliOptions,
): RunningCli {
  const script = command[1]
  if (script !== undefined && path.isAbsolute(script) && !existsSync(script)) {
    throw new Error(`${script} is not there: run \`npm run build\` first`)
  }
  const [program = '', ...rest] = [...asUser(options.uid), ...command, ...args]
  const child = spawn(program, rest, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let timedOut = false
  const patience = setTimeout(() => {
    timedOut = true
    child.kill('SIGKILL')
  }, options.patience ?? 60_000)
  const peak = watchPeak(child.pid)
  const ended = new Promise<{ exit: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exit, signal) => {
      resolve({ exit, signal })
    })
  })
  if (options.deaf === true) child.stdout.destroy()
  const printed = options.deaf === true ? '' : text(child.stdout)
  const done = Promise.all([ended, printed, text(child.stderr)])
    .then(([end, stdout, stderr]) => ({ ...end, stdout, stderr, timedOut, peakKiB: peak.stop() }))
    .finally(() => {
      clearTimeout(patience)
      peak.stop()
    })
  return {
    pid: child.pid,
    kill: () => child.kill('SIGKILL'),
    signal: (name) => child.kill(name),
    done,
  }
}

/** Runs a command line to its end. */
export function runCli(
  command: readonly string[],
  args: readonly string[],
  options: CliOptions,
): Promise<CliRun> {
  return startCli(command, args, options).done
}

function asUser(uid: number | undefined): string[] {
  if (uid === undefined || process.getuid?.() !== 0) return []
  return ['setpriv', '--reuid', String(uid), '--clear-groups', '--']
}

/** Follows the high-water mark of a process. The mark only rises, so what is read last is at most one step short. */
function watchPeak(pid: number | undefined): { stop(): number | null } {
  let peak: number | null = null
  const timer = setInterval(() => {
    readFile(`/proc/${String(pid)}/status`, 'utf8').then(
      (status) => {
        peak = Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? peak)
      },
      // Gone, or no Linux: what was seen so far stands.
      () => undefined,
    )
  }, 25)
  return {
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}
