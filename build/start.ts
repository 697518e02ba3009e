/**
 * `npm start`: builds what is out of date, then starts Sluice. There is no window yet, so it is the practice job in the
 * terminal; its exit code is passed on.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'vite'

const project = path.resolve(import.meta.dirname, '..')
const cli = path.join(project, 'out/cli/sluice.js')
const config = path.join(project, 'build/vite.node.config.ts')

if (await isOutOfDate()) {
  process.stdout.write('Building …\n')
  await build({ root: project, configFile: config, logLevel: 'warn' })
}
process.stdout.write(
  'No window yet: this version has the command line only, so here is its practice job in the terminal.\n\n',
)

// The terminal sends Ctrl-C to both processes: the practice job answers it, and this one waits for its exit code.
process.on('SIGINT', () => undefined)
const practice = spawn(process.execPath, [cli, 'practice', '--tour'], { stdio: 'inherit' })
process.on('SIGTERM', () => practice.kill('SIGTERM'))
const [code] = (await once(practice, 'exit')) as [number | null]
process.exitCode = code ?? 1

/** True where the bundle is missing, or older than something it is made of. A folder is as new as its last change. */
async function isOutOfDate(): Promise<boolean> {
  const built = await modifiedAt(cli)
  if (built === null) return true
  for (const source of ['main', 'shared']) {
    for (const name of ['', ...(await readdir(path.join(project, source), { recursive: true }))]) {
      if (((await modifiedAt(path.join(project, source, name))) ?? 0) > built) return true
    }
  }
  for (const file of ['package-lock.json', config]) {
    if (((await modifiedAt(path.resolve(project, file))) ?? 0) > built) return true
  }
  return false
}

/** Milliseconds, or null for a file that isn't there. */
async function modifiedAt(file: string): Promise<number | null> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? null
}
