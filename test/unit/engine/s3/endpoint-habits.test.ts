import { expect, test } from 'vitest'
import {
  amazonsHabits,
  endpointAddress,
  habitsAsAmazons,
  habitsAt,
  habitsInMemory,
  type KeptHabits,
} from '../../../../main/engine/s3/endpoint-habits.ts'
import type { Habits } from '../../../../shared/endpoint-habits.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const day = 86_400_000

/** Habits of one server, with what was kept of them in order. */
function server(known: Habits = {}) {
  const memory = habitsInMemory({ 'http://nas:9000': known })
  const kept: Habits[] = []
  const keeper: KeptHabits = {
    of: memory.of,
    keep: (address, learnt) => {
      kept.push(learnt)
      memory.keep(address, learnt)
    },
  }
  const clock = new FakeClock()
  return { habits: habitsAt('http://nas:9000', keeper, { clock }), clock, kept, memory }
}

test('nothing is known of a server that nobody has asked', () => {
  expect(server().habits.find('create')).toBeNull()
})

test('what is learnt is known from then on, with when it was seen, and kept once a day', async () => {
  const { habits, clock, kept } = server()
  await clock.advance(5)
  const seen = clock.now()
  for (let times = 0; times < 3; times++) habits.learn('create', 'held')
  expect(habits.find('create')).toBe('held')
  expect(kept).toEqual([{ create: { value: 'held', seen } }])
  await clock.advance(day)
  habits.learn('create', 'held')
  expect(kept).toHaveLength(2)
})

test('what turns out to be otherwise is learnt anew at once', () => {
  const { habits } = server()
  habits.learn('copyFrom', 'held')
  habits.learn('copyFrom', 'ignored')
  expect(habits.find('copyFrom')).toBe('ignored')
})

test('that a condition which was held is refused is believed when it is seen twice', () => {
  const { habits } = server()
  habits.learn('create', 'held')
  habits.learn('create', 'refused')
  expect(habits.find('create')).toBe('held')
  habits.learn('create', 'held')
  habits.learn('create', 'refused')
  expect(habits.find('create')).toBe('held')
  habits.learn('create', 'refused')
  expect(habits.find('create')).toBe('refused')
})

test.each([
  ['refused', 7],
  ['ignored', 90],
  ['held', 90],
] as const)('%s is believed for %i days', async (value, days) => {
  const { habits, clock } = server()
  habits.learn('replace', value)
  await clock.advance(days * day - 1)
  expect(habits.find('replace')).toBe(value)
  expect(habits.known()).toMatchObject({ replace: { value } })
  await clock.advance(1)
  expect(habits.find('replace')).toBeNull()
  expect(habits.known()).toEqual({})
})

test('what was seen tomorrow, by a clock that was wrong, is not believed, and learnt anew', async () => {
  const { habits, clock } = server({ finishNew: { value: 'held', seen: new FakeClock().now() + day } })
  expect(habits.find('finishNew')).toBeNull()
  habits.learn('finishNew', 'ignored')
  expect(habits.find('finishNew')).toBe('ignored')
  await clock.advance(1)
  expect(habits.find('finishNew')).toBe('ignored')
})

test('of Amazon’s own all is known, and nothing is learnt', () => {
  amazonsHabits.learn('create', 'ignored')
  expect(amazonsHabits.find('create')).toBe('held')
})

test('of a server that behaves as Amazon’s the conditions are known, and stay so', () => {
  const clock = new FakeClock()
  const habits = habitsAt('http://practice', habitsAsAmazons(clock), { clock })
  habits.learn('create', 'ignored')
  expect((['create', 'replace', 'finishNew', 'copyOver', 'copyFrom'] as const).map(habits.find)).toEqual(
    Array.from({ length: 5 }, () => 'held'),
  )
})

test('what can’t be kept is said in the log, and fails nothing', () => {
  const log: object[] = []
  const keeper: KeptHabits = {
    of: () => ({}),
    keep: () => {
      throw new Error('The disk is full.')
    },
  }
  const habits = habitsAt('http://h', keeper, {
    clock: new FakeClock(),
    log: { write: (event) => log.push(event) },
  })
  habits.learn('create', 'held')
  expect(log).toMatchObject([{ what: 'habit-not-kept', error: 'Error: The disk is full.' }])
})

test.each([
  ['https://S3.example.com/', 'https://s3.example.com'],
  ['https://key:secret@h:8443/below/?token=secret#x', 'https://h:8443/below'],
  ['http://h:80', 'http://h'],
  ['no address', null],
])('the address of %s is %s: nothing secret, and one for all ways to write it', (endpoint, address) => {
  expect(endpointAddress(endpoint)).toBe(address)
})
