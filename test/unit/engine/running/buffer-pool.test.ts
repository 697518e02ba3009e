import { describe, expect, test } from 'vitest'
import { BufferPool } from '../../../../main/engine/running/buffer-pool.ts'

const nothing = (): Promise<void> => Promise.resolve()

/** The memory that a body of a size is given. */
async function memoryFor(pool: BufferPool, size: number, work = nothing): Promise<ArrayBufferLike> {
  let memory: ArrayBufferLike = new ArrayBuffer(0)
  await pool
    .use(size, (bytes) => {
      expect(bytes.length).toBe(size)
      memory = bytes.buffer
      return work()
    })
    .catch(() => undefined)
  return memory
}

describe('BufferPool', () => {
  test('a buffer is used again by the next body that fits', async () => {
    const pool = new BufferPool({ budget: 100, from: 1 })
    const first = await memoryFor(pool, 10)
    expect(first).toBeInstanceOf(SharedArrayBuffer)
    expect(await memoryFor(pool, 10)).toBe(first)
    expect(await memoryFor(pool, 6)).toBe(first)
  })

  test('a body gets no buffer that is shorter, nor one that is far too long', async () => {
    const pool = new BufferPool({ budget: 100, from: 1 })
    const first = await memoryFor(pool, 10)
    expect(await memoryFor(pool, 11)).not.toBe(first)
    expect(await memoryFor(pool, 4)).not.toBe(first)
  })

  test('a buffer in use is nobody else’s', async () => {
    const pool = new BufferPool({ budget: 100, from: 1 })
    await memoryFor(pool, 10)
    let within: ArrayBufferLike | null = null
    const first = await memoryFor(pool, 10, async () => {
      within = await memoryFor(pool, 10)
    })
    expect(within).not.toBe(first)
  })

  test('a buffer whose work failed is not used again: something may still write to it', async () => {
    const pool = new BufferPool({ budget: 100, from: 1 })
    const first = await memoryFor(pool, 10, () => Promise.reject(new Error('stopped')))
    expect(await memoryFor(pool, 10)).not.toBe(first)
  })

  test('what is kept and what is in use stay within the budget', async () => {
    const pool = new BufferPool({ budget: 25, from: 1 })
    const first = await memoryFor(pool, 10)
    let second: ArrayBufferLike | null = null
    await memoryFor(pool, 16, async () => {
      // 16 and 10 would be more than 25: the first is gone.
      second = await memoryFor(pool, 10)
    })
    expect(second).not.toBe(first)
    expect(await memoryFor(pool, 10)).not.toBe(second)
  })

  test('what was used last is kept rather than what was used before', async () => {
    const pool = new BufferPool({ budget: 30, from: 1 })
    let inner: ArrayBufferLike | null = null
    const outer = await memoryFor(pool, 10, async () => {
      inner = await memoryFor(pool, 10)
    })
    expect(await memoryFor(pool, 15)).not.toBe(outer)
    expect(await memoryFor(pool, 7)).toBe(outer)
    expect(outer).not.toBe(inner)
  })

  test('small bodies get memory of their own', async () => {
    const pool = new BufferPool({ budget: 100, from: 10 })
    expect(await memoryFor(pool, 9)).toBeInstanceOf(ArrayBuffer)
  })

  test('nothing is kept once all is let go', async () => {
    const pool = new BufferPool({ budget: 100, from: 1 })
    const first = await memoryFor(pool, 10)
    pool.letGo()
    expect(await memoryFor(pool, 10)).not.toBe(first)
  })
})
