import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { CliRun } from '../faults/run-cli.ts'
import type { RealWorld } from './real-world.ts'

/** The streams and files of a run that a secret is found in; the file that holds the credentials is not its own. */
export async function secretsIn(world: RealWorld, { stdout, stderr }: CliRun): Promise<string[]> {
  const secrets = world.identities.map(({ secretAccessKey }) => secretAccessKey)
  const tells = (bytes: string | Buffer): boolean => secrets.some((secret) => bytes.includes(secret))
  const found = [...(tells(stdout) ? ['stdout'] : []), ...(tells(stderr) ? ['stderr'] : [])]
  const home = world.scene.path('home')
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.basename(entry.parentPath) === '.aws') continue
    if (tells(await readFile(file))) found.push(path.relative(home, file))
  }
  return found
}

/** Processes whose home is below a folder; none where the platform does not say. */
export async function processesOf(folder: string): Promise<number[]> {
  if (!existsSync('/proc')) return []
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    ids.map(async (id) => {
      try {
        return (await readFile(`/proc/${id}/environ`)).includes(`HOME=${folder}`) ? [id] : []
      } catch {
        // Gone, or another's.
        return []
      }
    }),
  )
  return found.flat()
}
