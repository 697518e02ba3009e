import type { Random } from '../../main/engine/world.ts'

/** Uniform numbers in [0, 1), the same ones for the same seed: mulberry32, a public-domain generator of 32 bits of state. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `length` bytes that follow from the seed: contents for a test's files. */
export function seededBytes(seed: number, length: number): Uint8Array {
  const random = seededRandom(seed)
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i += 4) {
    const word = Math.floor(random() * 2 ** 32)
    for (let b = 0; b < 4 && i + b < length; b++) bytes[i + b] = word >>> (8 * b)
  }
  return bytes
}
