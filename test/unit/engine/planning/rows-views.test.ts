import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys } from '../../../../main/engine/listing/key-order.ts'
import type { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { categories, type RowsView, everyRow } from '../../../../shared/review.ts'
import { entry } from '../../../fakes/entries.ts'
import { bucket, choice, folder, protectedKeys, view } from './plan-arbitraries.ts'
import { allRows, bytesOf, meaningOf, planOf } from './plan-of.ts'

const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const values: Readonly<Record<RowsView['sort'], (row: PlanRow) => number | string>> = {
  key: ({ seq }) => seq,
  action: meaningOf,
  size: bytesOf,
  modified: ({ source, destination }) => source?.modified ?? destination?.modified ?? 0,
  reason: ({ reason }) => reason,
  state: ({ state }) => state,
}

/** Filter and sort, as anybody would write it who had all rows in memory. */
function naive(rows: readonly PlanRow[], of: RowsView): PlanRow[] {
  const value = values[of.sort]
  const order = (a: PlanRow, b: PlanRow): number => {
    const [x, y] = [value(a), value(b)]
    return typeof x === 'number' ? x - Number(y) : compareKeys(x, String(y))
  }
  return rows
    .filter((row) => of.categories.includes(meaningOf(row)))
    .filter(({ state }) => of.states?.includes(state) ?? true)
    .filter(({ key }) => key.startsWith(of.folder) && asciiLower(key).includes(asciiLower(of.search)))
    .toSorted((a, b) => (of.descending ? -1 : 1) * order(a, b) || a.seq - b.seq)
}

/** Reads a view by pages, and holds it against the rows. */
function expectView(store: RunStore, of: RowsView, limit: number): void {
  const wanted = naive(allRows(store), of)
  const read: PlanRow[] = []
  for (let offset = 0; offset === 0 || offset < wanted.length; offset += limit) {
    const { total, rows } = store.page(of, offset, limit)
    expect(total).toBe(wanted.length)
    read.push(...rows)
  }
  expect(read).toEqual(wanted)
  expect(store.page(of, wanted.length + 3, limit).rows).toEqual([])
}

const views = fc.array(view, { minLength: 1, maxLength: 4 })

describe('a view of rows', () => {
  it('is a filter and a sort of all rows, by any page, before and after each choice', async () => {
    const property = fc.asyncProperty(
      bucket,
      folder,
      views,
      fc.array(choice, { maxLength: 3 }),
      fc.integer({ min: 1, max: 9 }),
      async (source, destination, looked, choices, limit) => {
        const { store } = await planOf({ direction: 'download', source, destination })
        for (const each of looked) expectView(store, each, limit)
        for (const { choice: which, included } of choices) {
          store.choose(which, included)
          for (const each of looked) expectView(store, each, limit)
        }
        store.close()
      },
    )
    await fc.assert(property)
  })

  it('is that also while the plan grows, and after names in it were protected', async () => {
    const property = fc.asyncProperty(
      bucket,
      folder,
      views,
      protectedKeys,
      fc.integer({ min: 1, max: 4 }),
      async (source, destination, looked, names, pageSize) => {
        const look = (store: RunStore): void => {
          for (const each of looked) expectView(store, each, 4)
        }
        const sides = { direction: 'download', source, destination, protectedKeys: names, pageSize } as const
        const { store } = await planOf({ ...sides, onRows: look })
        look(store)
        store.close()
      },
    )
    await fc.assert(property)
  })

  it('of one category loses the deletes that were protected since it was looked at', async () => {
    const deletes: RowsView = { ...everyRow, categories: ['delete'] }
    const looked: number[] = []
    const { store } = await planOf({
      source: [],
      destination: ['a', 'b/x', 'c'].map((key) => entry(key)),
      protectedKeys: ['b'],
      onRows: (growing) => {
        looked.push(growing.page(deletes, 0, 10).total)
      },
    })
    expect(looked.at(-1)).toBe(3)
    expectView(store, deletes, 2)
    expect(store.page(deletes, 0, 10).rows.map(({ key }) => key)).toEqual(['a', 'c'])
    store.close()
  })

  const looked: readonly (readonly [string, Partial<RowsView>])[] = [
    ['every category but one', { categories: categories.slice(1) }],
    ['no category', { categories: [] }],
    ['no state', { states: [] }],
    ['the plan from its end', { descending: true }],
    ['a text with letters of either case', { search: 'MIX' }],
    ['a text with what is a wildcard elsewhere', { search: '_%' }],
    ['a folder', { folder: 'd/' }],
    ['a folder whose name begins another', { folder: 'd/e/' }],
    ['what was last changed first', { sort: 'modified', descending: true }],
  ]

  it.each(looked)('can be %s', async (_, fields) => {
    const keys = ['a', 'Mixed', 'mIxed/b', 'd', 'd-', 'd/x', 'd/e/y', 'd/e0/z', '100_%', '100x%']
    const { store } = await planOf({
      source: keys.map((key, i) => entry(key, { modified: (i % 3) * 1000, size: i })),
      destination: [entry('d/gone', { modified: 1500 }), entry('a', { size: 99 })],
    })
    expectView(store, { ...everyRow, ...fields }, 3)
    store.close()
  })

  it('of a few rows that are far down a long plan has them all', async () => {
    const many = Array.from({ length: 20_100 }, (_, n) => entry(`k${String(n).padStart(6, '0')}`))
    const last = ['k000007', 'y', 'z'].map((key) => entry(key))
    const { store } = await planOf({
      source: [...many, ...last.slice(1)],
      destination: last.map(({ key }) => entry(key, { size: 999 })),
    })
    expectView(store, { ...everyRow, categories: ['changed'] }, 2)
    store.close()
  })

  it('keeps its place for rows of one state while they end, and is right when read again', async () => {
    const { store } = await planOf({ source: ['a', 'b', 'c'].map((key) => entry(key)), destination: [] })
    const planned: RowsView = { ...everyRow, states: ['planned'] }
    expectView(store, planned, 2)
    for (const row of allRows(store).slice(0, 2)) {
      store.finish(row, 'done', {})
      expectView(store, planned, 2)
      expectView(store, { ...planned, states: ['done'] }, 2)
    }
    store.close()
  })
})
