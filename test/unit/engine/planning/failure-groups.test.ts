import { describe, expect, it } from 'vitest'
import type { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { ErrorData } from '../../../../shared/errors.ts'
import { entry } from '../../../fakes/entries.ts'
import { allRows, planOf } from './plan-of.ts'

const denied: ErrorData = {
  code: 'access-denied',
  message: 'No.',
  s3: { operation: 'PutObject', s3Code: 'AccessDenied', status: 403 },
}
const gone: ErrorData = { code: 'gone', message: 'It is gone.' }
const changed: ErrorData = { code: 'changed', message: 'It has changed.' }

/** Rows with what became of them; null for done. */
async function ended(rows: Readonly<Record<string, ErrorData | null>>): Promise<RunStore> {
  const { store } = await planOf({
    direction: 'upload',
    source: Object.keys(rows).map((key) => entry(key)),
    destination: [],
  })
  for (const row of allRows(store)) {
    const error = rows[row.key] ?? null
    const state = error === null ? 'done' : error === changed ? 'refused-changed' : 'failed'
    store.finish(row, state, error === null ? null : { error })
  }
  return store
}

const groups = (store: RunStore): string[] =>
  store.failures().map(({ count, s3Code, code, folder }) => `${count} ${s3Code ?? code} ${folder}`)

describe('what did not come off', () => {
  it('is nothing where all was done', async () => {
    const store = await ended({ a: null })
    expect(groups(store)).toEqual([])
    store.close()
  })

  it('is told by its reason and the deepest folder that all of it is in', async () => {
    const store = await ended({
      a: null,
      'logs/2019/01/a': denied,
      'logs/2019/02/b': denied,
      'logs/2019/02/c': denied,
      'logs/2020/a': null,
      'z/y': gone,
    })
    expect(groups(store)).toEqual([
      '2 AccessDenied logs/2019/02/',
      '1 AccessDenied logs/2019/01/',
      '1 gone z/',
    ])
    store.close()
  })

  it('is one group where it is beside those folders too, or in more than eight', async () => {
    const beside = await ended({ 'd/a': denied, 'd/e/b': denied })
    expect(groups(beside)).toEqual(['2 AccessDenied d/'])
    const many = await ended(Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`d/${n}/a`, denied])))
    expect(groups(many)).toEqual(['9 AccessDenied d/'])
    beside.close()
    many.close()
  })

  it('tells names apart that begin with the same letters, of any alphabet', async () => {
    const store = await ended({ 'é😀/a': denied, 'é😀/b': denied, 'é\ufffe/c': denied })
    expect(groups(store)).toEqual(['2 AccessDenied é😀/', '1 AccessDenied é\ufffe/'])
    store.close()
  })

  it('keeps an example, and says what was refused and what no other try can help', async () => {
    const store = await ended({ a: changed, b: gone })
    expect(store.failures()).toMatchObject([
      { state: 'refused-changed', code: 'changed', isFixed: false, example: changed },
      { state: 'failed', code: 'gone', isFixed: false, example: gone },
    ])
    store.close()
    const { store: conflict } = await planOf({
      direction: 'download',
      source: [entry('a'), entry('a/b')],
      destination: [],
    })
    expect(conflict.failures()).toMatchObject([{ code: 'conflict', isFixed: true, count: 1 }])
    conflict.close()
  })

  it('is tried again group by group: a folder has no share in another that begins like it', async () => {
    const store = await ended({ 'd/a': denied, 'd/b': gone, 'd0/a': denied, 'd-/a': denied })
    const [s3Code, code] = ['AccessDenied', 'access-denied'] as const
    expect(store.planFailedAgain({ state: 'failed', code, s3Code, folder: 'd/' })).toBe(1)
    expect(
      allRows(store)
        .map(({ key, state }) => `${key} ${state}`)
        .sort(),
    ).toEqual(['d-/a failed', 'd/a planned', 'd/b failed', 'd0/a failed'])
    store.close()
  })
})
