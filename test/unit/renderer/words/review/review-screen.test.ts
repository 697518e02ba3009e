import { expect, test } from 'vitest'
import { phaseWords, planTitle } from '../../../../../renderer/words/review/review-screen.ts'
import type { PlanStatus } from '../../../../../shared/bridge/plans.ts'
import { planStatus } from '../../../../fakes/fake-plans.ts'

test.each([
  ['sync', 'Make <there> match <here>'],
  ['move', 'Move from <here> to <there>'],
  ['remove', 'Delete from <there>'],
  ['change', 'Change in <there>'],
  ['undo', 'Undo in <there>'],
] as const)('the title of a plan to %s is "%s", its places marked as names', (task, title) => {
  const said = planTitle(task, 'here', 'there').map((part) => {
    if (typeof part === 'string') return part
    return 'name' in part ? `<${part.name}>` : null
  })
  expect(said.join('')).toBe(title)
})

const listed = { source: 1200, destination: 34 }

test.each<[string, Partial<PlanStatus>]>([
  ['listing 1,234 …', { phase: 'listing' }],
  ['listed 1,234', { phase: 'ready' }],
  ['listed 1,234, not complete', { phase: 'partial' }],
  ['begins now', { phase: 'waiting', waiting: { place: 1, runs: 0, blocked: null, kept: false } }],
  ['finishing', { phase: 'finishing' }],
  ['ended', { phase: 'ended' }],
  ['past run', { phase: 'ended', past: true }],
])('where a plan stands: %s', (words, changes) => {
  expect(phaseWords(planStatus({ listed, ...changes }))).toBe(words)
})
