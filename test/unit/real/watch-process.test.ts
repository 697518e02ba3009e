import { expect, test } from 'vitest'
import { useOf } from '../../real/watch-process.ts'

const held = (memoryKiB: number, descriptors: number) => ({ memoryKiB, descriptors })

test('growth is the last third against the first, without the warm-up', () => {
  const rising = Array.from({ length: 30 }, (_, i) => held(i + 1, 20))
  expect(useOf(rising)).toEqual({
    samples: 30,
    // Of 4 to 12, and of 22 to 30.
    growth: { memory: 26 / 8, descriptors: 1 },
    mostMemoryKiB: 30,
    mostDescriptors: 20,
  })
})

test('a few moments say nothing of growth', () => {
  expect(useOf([held(1, 1), held(9, 9)]).growth).toBeNull()
})
