/**
 * Plays simulated worlds on an engine with a planted bug, until one shows it:
 *
 *     node test/model/run-mutant.ts NAME [RUNS]
 *
 * Prints one line of JSON: how many worlds it took, and what was wrong; exit 1 where none showed it.
 */
import fc from 'fast-check'
import { plant } from './plant.ts'

const [name = '', runs = '2000'] = process.argv.slice(2)
const isPlanted = plant(name)

const [{ play }, { scenario }] = await Promise.all([
  import('./run-scenario.ts'),
  import('./draw-scenario.ts'),
])
const details = await fc.check(
  fc.asyncProperty(scenario, async (drawn) => {
    const { wrong } = await play(drawn)
    if (wrong.length > 0) throw new Error(wrong[0])
  }),
  { seed: 1, numRuns: Number(runs), endOnFailure: true },
)
if (!isPlanted()) throw new Error(`Not all of ${name} was planted.`)
const by = details.errorInstance instanceof Error ? details.errorInstance.message : null
process.stdout.write(
  `${JSON.stringify({ name, caughtAfter: details.failed ? details.numRuns : null, by })}\n`,
)
process.exitCode = details.failed ? 0 : 1
