import { expect, it } from 'vitest'
import { createMemoryWorld } from '../../fakes/memory-world.ts'

it('has one time for its disk and its clock', async () => {
  const world = createMemoryWorld({ start: 1_000_000 })
  await world.clock.advance(500)
  const file = await world.fs.create('/a')
  expect((await file.stat()).modified).toBe(1_000_500)
})

it('has the same chances for the same seed', () => {
  const chances = (seed: number) => Array.from({ length: 5 }, createMemoryWorld({ seed }).random)
  expect(chances(1)).toEqual(chances(1))
  expect(chances(1)).not.toEqual(chances(2))
})

it('remembers what was logged', () => {
  const { log } = createMemoryWorld()
  log.write({ what: 'retry', attempt: 2 })
  expect(log.events).toEqual([{ what: 'retry', attempt: 2 }])
})
