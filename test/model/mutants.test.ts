import { expect, test } from 'vitest'
import { mutants } from './mutants.ts'
import { playMutant } from './play-mutant.ts'

test.each(mutants)('$name: found within 2,000 simulated worlds', { timeout: 300_000 }, async ({ name }) => {
  expect(await playMutant(name, 2000)).toMatchObject({ caughtAfter: expect.any(Number) as number })
})
