import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { findCommand } from '../servers/tools.ts'

/** What one run of a command took, its children included. */
export interface Use {
  /** Seconds from its start to its end. */
  readonly wall: number
  /** Seconds of CPU, user and system. */
  readonly cpu: number
  /** Bytes that its largest process had resident at most. */
  readonly peak: number
}

export interface Measured extends Use {
  /** Negative where a signal ended it. */
  readonly exit: number
  /** What it printed, stdout and stderr as they came. */
  readonly output: string
}

export interface Command {
  /** The program and its arguments. */
  readonly line: readonly string[]
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

const wrapper = path.resolve(import.meta.dirname, 'rusage.py')

/**
 * Runs a command to its end. The figures are the kernel's own (`getrusage` of the children that were waited for), which
 * Node does not give; what it prints goes to a file, so that nobody's reading of it is measured.
 * @param folder for its output and figures
 */
export async function measure(command: Command, folder: string, signal: AbortSignal): Promise<Measured> {
  signal.throwIfAborted()
  const python = findCommand('python3')
  if (python === null) throw new Error('There is no python3 here, which reads what a process took.')
  const own = await mkdtemp(path.join(folder, 'run-'))
  const [figures, printed] = [path.join(own, 'figures.json'), path.join(own, 'output')]
  const output = openSync(printed, 'w')
  // A process group of its own: what is ended early ends with its children.
  const child = spawn(python, [wrapper, figures, ...command.line], {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', output, output],
    detached: true,
  })
  closeSync(output)
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  try {
    await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    signal.throwIfAborted()
    const said = await readFile(printed, 'utf8')
    const read = await readFile(figures, 'utf8').catch((cause: unknown) => {
      throw new Error(`${command.line.join(' ')} was not measured: ${said.slice(-500)}`, { cause })
    })
    return { ...(JSON.parse(read) as Use & { exit: number }), output: said }
  } finally {
    signal.removeEventListener('abort', end)
    await rm(own, { recursive: true, force: true })
  }
}
