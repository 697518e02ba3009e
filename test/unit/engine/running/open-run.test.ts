import { describe, expect, test } from 'vitest'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

const mebibyte = 1024 * 1024

/** The parts that a file of some bytes was sent in, or that an object was copied in; empty where it went whole. */
async function partsOf(way: 'upload' | 'copy', size: number, threshold: number, chunk: number) {
  const sides = setUpSync(
    { quirks: 'aws' },
    { multipartThreshold: threshold * mebibyte, multipartChunksize: chunk * mebibyte },
  )
  if (way === 'upload') {
    sides.plant({ f: { file: Buffer.alloc(size * mebibyte) } })
    await sides.run(local, sides.www)
  } else {
    sides.put('site/f', '\0'.repeat(size * mebibyte))
    await sides.run(sides.www, sides.copy)
  }
  const ended = sides.s3.effects.filter(({ done }) => done)
  return {
    whole: ended.filter(({ op }) => op === 'put' || op === 'copy').length,
    parts: ended.filter(({ op }) => op === 'putPart' || op === 'copyPart').length,
  }
}

describe('what a run transfers', () => {
  test.each<['upload' | 'copy', number, number, number, number, number]>([
    ['upload', 9, 10, 5, 1, 0],
    ['upload', 10, 10, 5, 0, 2],
    ['upload', 11, 10, 5, 0, 3],
    ['upload', 11, 8, 1, 0, 3],
    ['upload', 11, 8, 64, 0, 1],
    ['upload', 1, 1, 5, 0, 1],
    ['copy', 9, 10, 5, 1, 0],
    ['copy', 10, 10, 5, 0, 2],
    ['copy', 11, 10, 5, 0, 3],
    ['copy', 11, 8, 1, 0, 3],
  ])(
    'by %s of %d MiB, in parts from %d MiB on, of %d MiB, goes whole %d times and in %d parts',
    async (way, size, threshold, chunk, whole, parts) => {
      expect(await partsOf(way, size, threshold, chunk)).toEqual({ whole, parts })
    },
  )

  test.each([
    ['small files', 1],
    ['small files', 3],
    ['parts of one', 1],
    ['parts of one', 3],
  ])('as %s is in %d requests at once where so many are asked for', async (what, most) => {
    const { run, plant, www } = setUpSync(
      { latency: 50 },
      { maxConcurrentRequests: most, multipartThreshold: mebibyte },
    )
    if (what === 'parts of one') plant({ large: { file: Buffer.alloc(60 * mebibyte) } })
    else plant(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, 'x'])))
    let now = 0
    const seen: number[] = []
    const store = new Proxy(www.store, {
      get: (target, name): unknown => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        const call = (value as (...args: unknown[]) => Promise<unknown>).bind(target)
        if (name !== 'put' && name !== 'putPart') return call
        return (...args: unknown[]) => {
          seen.push(++now)
          return call(...args).finally(() => now--)
        }
      },
    })
    await run(local, { ...www, store })
    expect(seen.length).toBeGreaterThanOrEqual(8)
    expect(Math.max(...seen)).toBe(most)
  })
})
