/**
 * Plays as many simulated worlds as there is time for, and prints what happened in them:
 *
 *     npm run test:long [-- --worlds 100000] [--seed 7]
 *
 * Another seed gives other worlds; the same one gives the same. Exit 1 where a promise was broken.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { playWorlds } from './play-worlds.ts'

const { values } = parseArgs({
  options: { worlds: { type: 'string', default: '100000' }, seed: { type: 'string' } },
})
const seed = Number(values.seed ?? randomInt(2 ** 31))
process.stdout.write(`seed ${seed}\n`)
const { played, health, failure } = await playWorlds(seed, Number(values.worlds), (count) => {
  if (count % 10_000 === 0) process.stdout.write(`${count} worlds\n`)
})
for (const [kind, count] of health) {
  process.stdout.write(`${((count / played) * 100).toFixed(0)} % with ${kind}\n`)
}
process.stdout.write(failure === null ? `${played} worlds, every promise kept\n` : `\n${failure}\n`)
process.exitCode = failure === null ? 0 : 1
