/**
 * Plays simulated worlds on an engine with a planted bug, until one shows it:
 *
 *     node test/model/run-mutant.ts NAME [RUNS]
 *
 * Prints one line of JSON: how many worlds it took, and what was wrong; exit 1 where none showed it.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { mutants } from './mutants.ts'

const [name = '', runs = '2000'] = process.argv.slice(2)
const mutant = mutants.find((each) => each.name === name)
if (mutant === undefined) throw new Error(`There is no mutant ${name}.`)

const engine = path.resolve(import.meta.dirname, '../../main/engine')
const sources = new Map<string, string>()
for (const { file, find, put } of mutant.patches) {
  const source = sources.get(file) ?? readFileSync(path.join(engine, file), 'utf8')
  if (!source.includes(find)) throw new Error(`${file} has no ${JSON.stringify(find)} any more.`)
  sources.set(
    file,
    source.replace(find, () => put),
  )
}
const planted = new Set<string>()
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const file = url.startsWith('file:')
      ? path.relative(engine, fileURLToPath(url)).split(path.sep).join('/')
      : ''
    const source = sources.get(file)
    if (source === undefined) return loaded
    planted.add(file)
    return { ...loaded, source }
  },
})

const [{ play }, { scenario }] = await Promise.all([import('./run-scenario.ts'), import('./scenario.ts')])
const details = await fc.check(
  fc.asyncProperty(scenario, async (drawn) => {
    const { wrong } = await play(drawn)
    if (wrong.length > 0) throw new Error(wrong[0])
  }),
  { seed: 1, numRuns: Number(runs), endOnFailure: true },
)
if (planted.size !== sources.size) throw new Error(`Not all of ${name} was planted.`)
const by = details.errorInstance instanceof Error ? details.errorInstance.message : null
process.stdout.write(
  `${JSON.stringify({ name, caughtAfter: details.failed ? details.numRuns : null, by })}\n`,
)
process.exitCode = details.failed ? 0 : 1
