import { expect, test } from 'vitest'
import { playWorlds } from './play-worlds.ts'

test('every promise is kept, whatever fails, in 2,000 simulated worlds', { timeout: 600_000 }, async () => {
  const worlds = 2000
  const { failure, health } = await playWorlds(1, worlds, () => undefined)
  expect(failure).toBeNull()
  // What did not happen was not tested.
  const share = (kind: string): number => (health.get(kind) ?? 0) / worlds
  expect(share('a delete')).toBeGreaterThan(0.2)
  expect(share('a move')).toBeGreaterThan(0.05)
  expect(share('a kill')).toBeGreaterThan(0.2)
  expect(share('a fault that struck')).toBeGreaterThan(0.25)
  expect(share('an edit found by content')).toBeGreaterThan(0.02)
  expect(share('two runs at once')).toBeGreaterThan(0.05)
  expect(share('a transfer gone on with')).toBeGreaterThan(0.015)
  expect(share('names that collide')).toBeGreaterThan(0.1)
})
