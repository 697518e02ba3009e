import { describe, expect, it } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { Clock } from '../../../../main/engine/world.ts'
import type { NewRow } from '../../../../shared/plan-row.ts'
import { categories, type RowsView } from '../../../../shared/review.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const planned: RowsView = {
  categories: [...categories],
  states: ['planned'],
  search: '',
  folder: '',
  sort: 'key',
  descending: false,
}

const gone = (key: string): NewRow => ({
  key,
  action: 'delete-remote',
  reason: 'only-dest',
  source: null,
  destination: { size: 7, modified: 0, etag: 'x' },
  decidedBy: 'DEL-1',
})

/** A clock on which each view takes a while to make: a view that is out of date is then kept for ten times as long. */
class SlowClock extends FakeClock implements Clock {
  #looked = 0

  override now(): number {
    return super.now() + 5 * ++this.#looked
  }
}

function openWith(...keys: string[]): RunStore {
  const store = new RunStore(':memory:', new SlowClock())
  store.add(keys.map(gone))
  store.flushFolders()
  return store
}

const keysOf = (store: RunStore): string[] => store.page(planned, 0, 10).rows.map(({ key }) => key)

describe('a view that takes long to make', () => {
  it('is right at once after rows were taken out, and after they were put back', () => {
    const store = openWith('a', 'b')
    expect(keysOf(store)).toEqual(['a', 'b'])
    store.choose({ kind: 'rows', seqs: [1] }, false)
    expect(keysOf(store)).toEqual(['b'])
    store.choose({ kind: 'rows', seqs: [1] }, true)
    expect(keysOf(store)).toEqual(['a', 'b'])
    store.close()
  })

  it('may lag while rows end, and is right when the run has come to rest', () => {
    const store = openWith('a', 'b')
    expect(keysOf(store)).toEqual(['a', 'b'])
    const row = store.row(1)
    if (row !== null) store.finish(row, 'done', {})
    expect(keysOf(store)).toEqual(['a', 'b'])
    store.settle()
    expect(keysOf(store)).toEqual(['b'])
    store.close()
  })

  it('is right at once after failed rows were planned again', () => {
    const store = openWith('a', 'b')
    const row = store.row(1)
    if (row !== null) store.finish(row, 'failed', null)
    expect(keysOf(store)).toEqual(['b'])
    store.planFailedAgain()
    expect(keysOf(store)).toEqual(['a', 'b'])
    store.close()
  })
})

describe('a name that is protected', () => {
  it('gives the plan another digest: one thing less will be done', () => {
    const store = openWith('a', 'b')
    const before = store.totals.digest()
    const row = store.row(1)
    if (row !== null) store.protect(row, 'D-1')
    expect(store.totals.digest()).not.toBe(before)
    store.close()
  })
})
