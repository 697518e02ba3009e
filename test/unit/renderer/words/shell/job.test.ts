import { expect, test } from 'vitest'
import { jobWords } from '../../../../../renderer/words/shell/job.ts'
import { planStatus } from '../../../../fakes/fake-plans.ts'

test.each([
  ['finishing', 'finishing'],
  ['stopping', 'stopping'],
  ['waiting', 'waits'],
  ['ready', 'waits for you'],
] as const)('of a plan that is %s, a list says “%s”', (phase, words) => {
  expect(jobWords(planStatus({ phase }))).toBe(words)
})
