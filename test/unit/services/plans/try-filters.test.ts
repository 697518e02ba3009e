import { describe, expect, it } from 'vitest'
import { caughtAmong, tryFilters, type FilteredPair } from '../../../../main/services/plans/try-filters.ts'
import { local } from '../../../fakes/memory-sync.ts'
import { scene } from './plan-scene.ts'

async function planned(rows: Record<string, string>, there: readonly string[] = []) {
  const { open, ready, www } = scene(rows, there)
  const plan = await ready(open({ delete: true }))
  const pair: FilteredPair = { source: local, destination: www, platform: 'linux', selection: null }
  return { plan, pair }
}

const out = (pattern: string) => ({ kind: 'exclude', pattern }) as const

describe('filters that are tried', () => {
  it('are counted over all rows, deletes too, each with what it decides', async () => {
    const { plan, pair } = await planned({ 'a.tmp': 'x', 'b.tmp': 'x', c: 'x' }, ['d.tmp'])
    const trial = { filters: [out('*.tmp'), { kind: 'include', pattern: 'b*' } as const], ignore: null }
    expect(await tryFilters(plan.review, pair, trial)).toEqual({
      rows: 2,
      ignore: [],
      filters: [
        { matches: 3, decides: 2 },
        { matches: 1, decides: 1 },
      ],
    })
    // Nothing has become of the plan by it.
    expect(plan.status().states.planned.count).toBe(4)
  })

  it('come after the lines of an ignore file that is being written', async () => {
    const { plan, pair } = await planned({ 'a.tmp': 'x', 'b.tmp': 'x' })
    const trial = { filters: [{ kind: 'include', pattern: 'a*' } as const], ignore: '# all\n*.tmp' }
    expect(await tryFilters(plan.review, pair, trial)).toMatchObject({
      rows: 1,
      ignore: [{ line: 2, pattern: '*.tmp', matches: 2, decides: 1 }],
    })
  })

  it('say which of some rows they would leave out', async () => {
    const { plan, pair } = await planned({ 'a.tmp': 'x', b: 'x', 'c.tmp': 'x' })
    expect(caughtAmong(plan.review, pair, { filters: [out('*.tmp')], ignore: null }, [1, 2, 3, 99])).toEqual([
      1, 3,
    ])
  })

  it('are not counted for whoever has stopped waiting', async () => {
    const { plan, pair } = await planned({ a: 'x' })
    await expect(
      tryFilters(plan.review, pair, { filters: [], ignore: null }, AbortSignal.abort(new Error('gone'))),
    ).rejects.toThrow('gone')
  })
})
