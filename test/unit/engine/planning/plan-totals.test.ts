import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunStore } from '../../../../main/engine/planning/run-store.ts'
import { rowStates, type PlanRow } from '../../../../shared/plan-row.ts'
import { categories } from '../../../../shared/review.ts'
import { entry } from '../../../fakes/entries.ts'
import { bucket, choice, folder, protectedKeys } from './plan-arbitraries.ts'
import { allRows, bytesOf, meaningOf, planOf } from './plan-of.ts'

const sum = (rows: readonly PlanRow[]) => ({
  count: rows.length,
  bytes: rows.reduce((bytes, row) => bytes + bytesOf(row), 0),
})

function expectRecount(store: RunStore): void {
  const rows = allRows(store)
  const isOut = ({ state }: PlanRow): boolean => state === 'excluded-by-you'
  const ofCategory = categories.map((name) => {
    const those = rows.filter((row) => meaningOf(row) === name)
    return [name, { included: sum(those.filter((row) => !isOut(row))), leftOut: sum(those.filter(isOut)) }]
  })
  expect(store.totals.categories()).toEqual(Object.fromEntries(ofCategory))
  const some = categories.slice(0, 3)
  expect(store.totals.rowsOf(some)).toBe(rows.filter((row) => some.includes(meaningOf(row))).length)
  const ofState = rowStates.map((name) => [name, sum(rows.filter(({ state }) => state === name))])
  expect(store.totals.states()).toEqual(Object.fromEntries(ofState))
  const again = rows.filter((row) => row.state === 'failed' && meaningOf(row) !== 'problem')
  expect(store.totals.retryable()).toBe(again.length)
}

const twoRows = () => planOf({ source: [entry('a')], destination: [entry('old')] })

describe('the totals of a plan', () => {
  it('are a recount of its rows, whatever is chosen and whatever becomes of them', async () => {
    const ends = fc.array(
      fc.record({ seq: fc.integer({ min: 1, max: 30 }), state: fc.constantFrom(...rowStates) }),
      { maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(
        bucket,
        folder,
        protectedKeys,
        fc.array(choice, { maxLength: 4 }),
        ends,
        async (source, destination, names, choices, ended) => {
          const sides = { direction: 'download', source, destination, protectedKeys: names } as const
          const { store } = await planOf(sides)
          expectRecount(store)
          for (const { choice: which, included } of choices) {
            const before = allRows(store)
            const changed = store.choose(which, included)
            expectRecount(store)
            const now = allRows(store)
            expect(now.filter((row, i) => row.state !== before[i]?.state)).toHaveLength(changed)
          }
          for (const { seq, state } of ended) {
            const row = store.row(seq)
            if (row !== null && row.action !== 'skip') store.finish(row, state, null)
          }
          expectRecount(store)
          store.planFailedAgain()
          expectRecount(store)
          store.close()
        },
      ),
    )
  })

  it('have another digest after each choice that changes something, and no other without', async () => {
    const { store } = await twoRows()
    const seen = [store.totals.digest()]
    const choose = (seq: number, included: boolean): number =>
      store.choose({ kind: 'rows', seqs: [seq] }, included)
    for (const [seq, included] of [
      [1, false],
      [2, false],
      [1, true],
      [2, true],
    ] as const) {
      expect(choose(seq, included)).toBe(1)
      seen.push(store.totals.digest())
    }
    expect(new Set(seen).size).toBe(5)
    expect(choose(1, true)).toBe(0)
    expect(store.totals.digest()).toBe(seen.at(-1))
    store.close()
  })

  it('have the same digest for the same plan, and another for one that differs in anything it will do', async () => {
    const digestOf = async (source: Parameters<typeof entry>[1], key = 'a'): Promise<string> => {
      const { store } = await planOf({ source: [entry(key, source)], destination: [entry('old')] })
      const digest = store.totals.digest()
      store.close()
      return digest
    }
    expect(await digestOf({})).toBe(await digestOf({}))
    const others = [{ size: 11 }, { modified: 5 }, { etag: 'other' }]
    const digests = await Promise.all([
      digestOf({}),
      digestOf({}, 'b'),
      ...others.map((each) => digestOf(each)),
    ])
    expect(new Set(digests).size).toBe(5)
  })

  it('have a revision that is raised by every change', async () => {
    const { store } = await twoRows()
    const revisions = [store.totals.revision]
    store.choose({ kind: 'rows', seqs: [1] }, false)
    revisions.push(store.totals.revision)
    const row = store.row(2)
    if (row !== null) store.finish(row, 'done', {})
    revisions.push(store.totals.revision)
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
    store.close()
  })

  it('are copies: what was read does not change', async () => {
    const { store } = await twoRows()
    const { included } = store.totals.categories().delete
    const { planned } = store.totals.states()
    store.choose({ kind: 'rows', seqs: [2] }, false)
    expect([included.count, planned.count]).toEqual([1, 2])
    store.close()
  })
})
