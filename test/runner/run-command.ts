import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'

export const project = path.resolve(import.meta.dirname, '../..')

/** The environment of everything the runner starts: the project's own Node, and its programs, come first. */
export const environment = {
  ...process.env,
  PATH: [path.join(project, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(path.delimiter),
}

/** Runs a command to its end, without input; what it printed is kept, both streams after each other. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = environment,
): Promise<{ ok: boolean; output: string; took: number }> {
  const begin = performance.now()
  const child = spawn(command, args, { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<boolean>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0))
  })
  const [stdout, stderr, ok] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { ok, output: stdout + stderr, took: performance.now() - begin }
}
