import fc from 'fast-check'
import { expect, test } from 'vitest'
import { play } from './run-scenario.ts'
import { scenario } from './scenario.ts'

test('every promise is kept, whatever fails, in 2,000 simulated worlds', { timeout: 900_000 }, async () => {
  const seed = Number(process.env['SEED'] ?? 1)
  const runs = Number(process.env['RUNS'] ?? 2000)
  const details = await fc.check(
    fc.asyncProperty(scenario, async (drawn) => {
      const { wrong } = await play(drawn)
      if (wrong.length > 0) throw new Error(wrong.join('\n'))
    }),
    { seed, numRuns: runs, interruptAfterTimeLimit: 600_000 },
  )
  if (details.failed) {
    expect.fail(
      `seed ${details.seed}, path ${details.counterexamplePath}, after ${details.numRuns} runs:\n${JSON.stringify(details.counterexample?.[0], null, 1)}\n${details.errorInstance instanceof Error ? details.errorInstance.message : ''}`,
    )
  }
})
