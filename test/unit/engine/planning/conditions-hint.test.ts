import { expect, test } from 'vitest'
import type { Side } from '../../../../main/engine/index.ts'
import { findNoConditions } from '../../../../main/engine/planning/conditions-hint.ts'
import { amazonsHabits, habitsAt, habitsInMemory } from '../../../../main/engine/s3/endpoint-habits.ts'
import type { ConditionHabit } from '../../../../shared/endpoint-habits.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const side = (habits: unknown): Side =>
  ({
    kind: 's3',
    bucket: 'b',
    prefix: '',
    store: { endpoint: { label: 'http://h', habits } },
  }) as unknown as Side

test.each<[ConditionHabit | null, ConditionHabit | null, ConditionHabit | null]>([
  [null, null, null],
  ['held', null, null],
  [null, 'held', null],
  ['held', 'refused', null],
  ['ignored', null, 'ignored'],
  [null, 'ignored', 'ignored'],
  ['ignored', 'refused', 'refused'],
  ['refused', null, 'refused'],
])('of a server that takes one condition %s and the other %s is said: %s', (create, replace, said) => {
  const habits = habitsAt('http://h', habitsInMemory(), { clock: new FakeClock() })
  if (create !== null) habits.learn('create', create)
  if (replace !== null) habits.learn('replace', replace)
  expect(findNoConditions(side(habits))).toEqual(said === null ? null : { server: 'http://h', habit: said })
})

test('of Amazon’s own, and of a folder, there is nothing to say', () => {
  expect(findNoConditions(side(amazonsHabits))).toBeNull()
  expect(findNoConditions({ kind: 'local', root: '/r' })).toBeNull()
})
