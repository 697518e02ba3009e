import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys } from '../../../../main/engine/listing/key-order.ts'
import { mergeJoin, type Pair } from '../../../../main/engine/planning/merge-join.ts'
import type { Entry } from '../../../../main/engine/listing/entry.ts'
import { entry, listingOf } from '../../../fakes/entries.ts'

async function joined(
  source: AsyncIterable<Entry[]>,
  destination: AsyncIterable<Entry[]>,
): Promise<string[]> {
  const pairs: Pair[] = []
  for await (const batch of mergeJoin(source, destination)) pairs.push(...batch)
  return pairs.map(
    ({ key, source: s, destination: d }) => `${s === null ? '-' : 's'}${d === null ? '-' : 'd'} ${key}`,
  )
}

describe('mergeJoin', () => {
  it('pairs equal keys and keeps the others on their own side, in key order', async () => {
    const pairs = await joined(listingOf(['a', 'b'], ['d']), listingOf(['b', 'c', 'd', 'e']))
    expect(pairs).toEqual(['s- a', 'sd b', '-d c', 'sd d', '-d e'])
  })

  it('takes empty sides and empty pages', async () => {
    expect(await joined(listingOf(), listingOf())).toEqual([])
    expect(await joined(listingOf([], ['a'], []), listingOf([]))).toEqual(['s- a'])
    expect(await joined(listingOf(), listingOf(['a']))).toEqual(['-d a'])
  })

  it('orders an astral key after one at the end of the basic plane', async () => {
    expect(await joined(listingOf(['～', '😀']), listingOf(['😀']))).toEqual(['s- ～', 'sd 😀'])
  })

  it.each([
    ['goes backwards', ['b', 'a']],
    ['repeats a key', ['a', 'a']],
    ['is in UTF-16 order', ['😀', '～']],
  ])('stops at a side that %s', async (_, keys) => {
    const disorder = { code: 'listing-not-proved' }
    await expect(joined(listingOf(keys), listingOf())).rejects.toMatchObject(disorder)
    await expect(joined(listingOf(), listingOf(keys))).rejects.toMatchObject(disorder)
    await expect(joined(listingOf(...keys.map((key) => [key])), listingOf())).rejects.toMatchObject(disorder)
  })

  it('passes on what a listing throws, and ends the other listing', async () => {
    let ended = false
    async function* other(): AsyncGenerator<Entry[]> {
      try {
        for (let i = 0; ; i++) {
          await Promise.resolve()
          yield [entry(`k${String(i).padStart(6, '0')}`)]
        }
      } finally {
        ended = true
      }
    }
    async function* failing(): AsyncGenerator<Entry[]> {
      await Promise.resolve()
      yield [entry('a')]
      throw new Error('page two failed')
    }
    await expect(joined(failing(), other())).rejects.toThrow('page two failed')
    expect(ended).toBe(true)
  })

  it('fails with one side while the other is slow, and leaves no rejection unhandled', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => {
      unhandled.push(reason)
    }
    process.on('unhandledRejection', note)
    async function* slow(): AsyncGenerator<Entry[]> {
      yield [entry('a')]
      await new Promise((resolve) => setTimeout(resolve, 30))
      yield [entry('b')]
    }
    async function* broken(): AsyncGenerator<Entry[]> {
      yield [entry('a')]
      await new Promise((resolve) => setTimeout(resolve, 5))
      throw new Error('broken')
    }
    await expect(joined(slow(), broken())).rejects.toThrow('broken')
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('ends both listings when nobody reads on', async () => {
    const ended: string[] = []
    async function* side(name: string): AsyncGenerator<Entry[]> {
      try {
        for (let i = 0; ; i++) {
          await Promise.resolve()
          yield [entry(`k${String(i).padStart(6, '0')}`)]
        }
      } finally {
        ended.push(name)
      }
    }
    for await (const batch of mergeJoin(side('source'), side('destination'))) {
      expect(batch.length).toBeGreaterThan(0)
      break
    }
    expect(ended.sort()).toEqual(['destination', 'source'])
  })

  it('gives what a map of both sides would give, however the keys are cut into pages', async () => {
    const keys = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 3 }), { maxLength: 40 })
    const paged = keys.chain((all) =>
      fc.array(fc.nat(5), { maxLength: 40 }).map((cuts) => {
        const rest = [...all].sort(compareKeys)
        const pages = cuts.map((cut) => rest.splice(0, cut))
        return [...pages, rest]
      }),
    )
    await fc.assert(
      fc.asyncProperty(paged, paged, async (source, destination) => {
        const left = new Set(source.flat())
        const right = new Set(destination.flat())
        const expected = [...new Set([...left, ...right])]
          .sort(compareKeys)
          .map((key) => `${left.has(key) ? 's' : '-'}${right.has(key) ? 'd' : '-'} ${key}`)
        expect(await joined(listingOf(...source), listingOf(...destination))).toEqual(expected)
      }),
    )
  })
})
