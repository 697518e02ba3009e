import { expect, it } from 'vitest'
import { hintsOf, type PlanFigures } from '../../../../main/engine/planning/hints.ts'
import { entry } from '../../../fakes/entries.ts'
import { planOf } from './plan-of.ts'

const none: PlanFigures = {
  same: 0,
  updates: 0,
  timeOnly: { count: 0, bytes: 0 },
  commonest: null,
  wholeHours: 0,
  properties: 0,
  tiny: { count: 0, bytes: 0 },
  aclsOff: null,
  writes: 0,
  noConditions: null,
}
const rules = { compare: 'default', compareProperties: false, copyAll: false } as const

const times = (count: number, seconds: number, commonest: number, wholeHours = 0, same = 0): PlanFigures => ({
  ...none,
  same,
  updates: count,
  timeOnly: { count, bytes: 10 * count },
  commonest: { seconds, count: commonest },
  wholeHours,
})

it.each<[string, PlanFigures, object[]]>([
  ['nothing', none, []],
  ['few rows', times(19, 3600, 19, 19), []],
  ['one offset', times(20, -7, 16), [{ kind: 'times-shifted', rows: 20, seconds: -7 }]],
  ['one offset of too few', times(20, -7, 15, 0, 20), []],
  ['whole hours of two kinds', times(20, 3600, 10, 20), [{ kind: 'times-shifted', rows: 20, seconds: null }]],
  ['most of both sides', times(20, 5, 1, 0, 19), [{ kind: 'resends-most', rows: 20, of: 39, bytes: 200 }]],
  ['half of both sides', times(20, 5, 1, 0, 20), []],
  ['within a second', times(20, 0, 20, 0, 30), []],
  [
    'thousands of tiny files',
    { ...none, tiny: { count: 5000, bytes: 1 } },
    [{ kind: 'tiny-files', rows: 5000, bytes: 1 }],
  ],
  [
    'ACLs that a bucket takes none of',
    { ...none, aclsOff: { bucket: 'b', asked: '--grants' } },
    [{ kind: 'acls-off', bucket: 'b', asked: '--grants' }],
  ],
  [
    'writes to a server that ignores conditions',
    { ...none, writes: 1, noConditions: { server: 'http://h', habit: 'ignored' } },
    [{ kind: 'no-conditions', server: 'http://h', habit: 'ignored' }],
  ],
  ['no writes to it', { ...none, noConditions: { server: 'http://h', habit: 'ignored' } }, []],
  ['not so many', { ...none, tiny: { count: 4999, bytes: 1 } }, []],
])('%s', (_, figures, hints) => {
  expect(hintsOf(figures, rules, 'upload')).toEqual(hints)
})

it.each([
  ['upload', { names: 7, requests: 7 }],
  ['copy', { names: 7, requests: 14 }],
  ['download', null],
] as const)('says what comparing properties has asked: %s', (direction, asked) => {
  const hints = hintsOf({ ...none, same: 4, properties: 3 }, { ...rules, compareProperties: true }, direction)
  expect(hints).toEqual(asked === null ? [] : [{ kind: 'properties-asked', ...asked }])
})

it.each(['size-only', 'content', 'no-overwrite'] as const)(
  'says nothing of times where %s decides',
  (compare) => {
    expect(hintsOf(times(20, 3600, 20), { ...rules, compare }, 'upload')).toEqual([])
  },
)

it('reads its figures from the rows of a plan', async () => {
  const keys = Array.from({ length: 30 }, (_, i) => `k${String(i).padStart(2, '0')}`)
  const { store } = await planOf({
    source: keys.map((key) => entry(key, { modified: 3_600_000_500 + 7_200_000 })),
    destination: [
      ...keys.slice(0, 25).map((key) => entry(key, { modified: 3_600_000_000 })),
      entry('k25', { size: 1, modified: 1000 }),
    ],
  })
  expect(store.figures(3)).toEqual({
    same: 3,
    updates: 26,
    timeOnly: { count: 25, bytes: 250 },
    commonest: { seconds: 7200, count: 25 },
    wholeHours: 25,
    properties: 0,
    tiny: { count: 30, bytes: 300 },
    aclsOff: null,
    writes: 30,
    noConditions: null,
  })
  store.close()
})
