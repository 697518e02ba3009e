import { createHash } from 'node:crypto'
import type { Entry } from './case.ts'

/**
 * The bytes a seed stands for: for i = 0, 1, 2 … the 32 bytes of sha256("SEED/i") repeated 64 times, cut to `size`.
 */
export function contentsOfSeed(seed: string, size: number): Buffer {
  const blocks: Buffer[] = []
  for (let i = 0, length = 0; length < size; i++) {
    const digest = createHash('sha256').update(`${seed}/${i}`).digest()
    blocks.push(...Array<Buffer>(64).fill(digest))
    length += 64 * digest.length
  }
  return Buffer.concat(blocks).subarray(0, size)
}

/** The bytes of a tree's entry; without a seed of its own the two sides' bytes differ. */
export function contentsOfEntry(side: 'src' | 'dst', entry: Entry): Buffer {
  return entry.text === undefined
    ? contentsOfSeed(entry.seed ?? `${side}:${entry.path}`, entry.size)
    : Buffer.from(entry.text)
}
