import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const foundSchema = z.object({
  name: z.string(),
  /** Worlds that were played until one showed it; null where none did. */
  caughtAfter: z.int().nullable(),
  /** What was wrong there. */
  by: z.string().nullable(),
})
export type Found = z.output<typeof foundSchema>

/** Plays at most `runs` worlds on an engine with a planted bug, in a process of its own. */
export async function playMutant(name: string, runs: number): Promise<Found> {
  const script = path.join(import.meta.dirname, 'run-mutant.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, name, String(runs)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)])
  const line = said.trim().split('\n').at(-1) ?? ''
  if (line === '') throw new Error(`${name} could not be played:\n${complained}`)
  return foundSchema.parse(JSON.parse(line))
}
