import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Scene } from './case.ts'
import { fillIn, type Places } from './places.ts'
import type { Scratch } from './scratch.ts'

/** What a command left behind. `exitCode` is null if it had to be ended. */
export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** The folder it ran in, which printed paths are relative to. */
  readonly ranIn: string
}

/** No case needs more than a few seconds. */
const patience = 60_000

/** Runs `cli` (a command and its first arguments) on the two roots of a scene. */
export async function runCommand(
  cli: readonly string[],
  scene: Scene,
  places: Places,
  scratch: Scratch,
): Promise<Ran> {
  const ranIn = path.join(scratch.cwd, scene.cwd ?? '')
  const args = scene.args.map((arg) => fillIn(arg, scratch))
  const endpoint = ['--endpoint-url', scratch.server.endpoint]
  const line = [...cli, places.source.typed, places.destination.typed, ...args, ...endpoint]
  return await run([...(scene.dropDac ? withoutRootsRights() : []), ...line], ranIn, scratch.env)
}

/** Root reads whatever it likes; this takes that away. Anyone else never had it. */
function withoutRootsRights(): string[] {
  if (process.getuid?.() !== 0) return []
  return ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--']
}

/** Runs one command with the file mode mask the cases were recorded with. */
export async function run(
  line: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const child = spawn('/bin/sh', ['-c', 'umask 022; exec "$@"', 'sh', ...line], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patience,
    killSignal: 'SIGKILL',
  })
  const [stdout, stderr, exitCode] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve)
    }),
  ])
  return { exitCode, stdout, stderr, ranIn: cwd }
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
