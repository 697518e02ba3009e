import { describe, expect, it } from 'vitest'
import type { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { RowState } from '../../../../shared/plan-row.ts'
import { type RowChoice, everyRow } from '../../../../shared/review.ts'
import { entry } from '../../../fakes/entries.ts'
import { allRows, planOf } from './plan-of.ts'

/** Uploads of a and d/b, a refused archived object, and the deletes of d/old and old. */
async function small(): Promise<RunStore> {
  const { store } = await planOf({
    direction: 'copy',
    source: [entry('a'), entry('archived', { storageClass: 'GLACIER' }), entry('d/b')],
    destination: [entry('d/old', { size: 3 }), entry('old', { size: 4 })],
  })
  return store
}

const states = (store: RunStore): RowState[] => allRows(store).map(({ state }) => state)

function finish(store: RunStore, key: string, state: RowState): void {
  const row = allRows(store).find((each) => each.key === key)
  if (row === undefined) throw new Error(`there is no row ${key}`)
  store.finish(row, state, state === 'failed' ? { error: { code: 'internal', message: 'no' } } : null)
}

describe('rows of a store', () => {
  it('are read one by one by their number; there is none of a number not given', async () => {
    const store = await small()
    expect(store.row(3)).toMatchObject({ seq: 3, key: 'd/b', action: 'copy', state: 'planned' })
    expect(store.row(0)).toBeNull()
    expect(store.row(store.rowCount + 1)).toBeNull()
    store.close()
  })

  it('are read by the page, with how many there are', async () => {
    const store = await small()
    const { total, rows } = store.page(everyRow, 1, 2)
    expect([total, rows.map(({ key }) => key)]).toEqual([5, ['archived', 'd/b']])
    store.close()
  })
})

describe('a choice', () => {
  it('takes out planned rows only: neither what was refused nor what is done', async () => {
    const store = await small()
    finish(store, 'a', 'done')
    expect(store.choose({ kind: 'view', view: everyRow }, false)).toBe(3)
    expect(states(store)).toEqual([
      'done',
      'planned',
      'excluded-by-you',
      'excluded-by-you',
      'excluded-by-you',
    ])
    store.close()
  })

  it('among some numbers touches no other rows', async () => {
    const store = await small()
    expect(store.choose({ kind: 'view', view: everyRow }, false, { first: 2, last: 3 })).toBe(1)
    expect(states(store)).toEqual(['planned', 'planned', 'excluded-by-you', 'planned', 'planned'])
    store.close()
  })

  const choices: readonly (readonly [string, RowChoice, number])[] = [
    ['rows', { kind: 'rows', seqs: [1, 4, 99] }, 2],
    ['no rows', { kind: 'rows', seqs: [] }, 0],
    ['a folder', { kind: 'folder', folder: 'd/' }, 2],
    ['the root', { kind: 'folder', folder: '' }, 4],
    ['a folder that is not there', { kind: 'folder', folder: 'e/' }, 0],
    ['what is on screen', { kind: 'view', view: { ...everyRow, categories: ['delete'] } }, 2],
    ['what is found', { kind: 'view', view: { ...everyRow, search: 'OLD' } }, 2],
  ]

  it.each(choices)('of %s, undone, leaves all as it was', async (_, choice, count) => {
    const store = await small()
    const before = { rows: allRows(store), root: store.folders.root(), totals: store.totals.categories() }
    expect(store.choose(choice, false)).toBe(count)
    expect(store.choose(choice, false)).toBe(0)
    expect(store.choose(choice, true)).toBe(count)
    expect({
      rows: allRows(store),
      root: store.folders.root(),
      totals: store.totals.categories(),
    }).toEqual(before)
    store.close()
  })
})

describe('what is yet to be done', () => {
  it('leaves out what was taken out, and what is done', async () => {
    const store = await small()
    expect(store.planned('transfer')).toEqual({ count: 2, bytes: 20 })
    expect(store.planned('delete')).toEqual({ count: 2, bytes: 7 })
    finish(store, 'a', 'done')
    store.choose({ kind: 'rows', seqs: [4] }, false)
    expect(store.planned('transfer')).toEqual({ count: 1, bytes: 10 })
    expect(store.planned('delete')).toEqual({ count: 1, bytes: 4 })
    expect(store.tally('delete')).toEqual({ count: 2, bytes: 7 })
    store.close()
  })
})

describe('planning failed rows again', () => {
  it.each([
    ['failed', 'planned'],
    ['withheld', 'planned'],
    ['done', 'done'],
    ['refused-changed', 'refused-changed'],
    ['excluded-by-you', 'excluded-by-you'],
    ['planned', 'planned'],
  ] as const)('makes of %s %s', async (before, after) => {
    const store = await small()
    finish(store, 'old', before)
    expect(store.planFailedAgain()).toBe(before !== after ? 1 : 0)
    expect(states(store).at(-1)).toBe(after)
    store.close()
  })

  it('forgets why they had failed', async () => {
    const store = await small()
    finish(store, 'a', 'failed')
    store.planFailedAgain()
    expect(store.row(1)).toMatchObject({ state: 'planned', outcome: null })
    store.close()
  })

  it('leaves a conflict: it can never be done', async () => {
    const { store } = await planOf({
      direction: 'download',
      source: [entry('a'), entry('a/b')],
      destination: [],
    })
    expect(store.planFailedAgain()).toBe(0)
    expect(states(store)).toEqual(['failed', 'planned'])
    store.close()
  })
})

describe('an intent to delete', () => {
  it('that came to nothing leaves the row planned', async () => {
    const store = await small()
    store.intents.begin([4, 5])
    expect(states(store).slice(3)).toEqual(['running', 'running'])
    store.intents.drop([{ seq: 5, outcome: null }])
    expect(states(store).slice(3)).toEqual(['running', 'planned'])
    store.close()
  })
})
