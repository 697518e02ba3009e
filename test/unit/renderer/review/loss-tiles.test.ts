import { describe, expect, it } from 'vitest'
import { lossTiles, shareOf, stepOf } from '../../../../renderer/review/loss-tiles.ts'
import { folderTotals } from '../../../fakes/fake-plans.ts'

const loses = (path: string, count: number, of: number, hasFolders = false) =>
  folderTotals(path, {
    rows: { new: 0, changed: 0, newer: 0, properties: 0, move: 0, delete: count, problem: 0 },
    deleteBytes: 10 * count,
    destinationEntries: of,
    hasFolders,
  })

it.each([
  [1, 1_000_000, 1],
  [999, 1000, 99],
  [1000, 1000, 100],
  [3, 0, 100],
  [1, 2, 50],
])('%i of %i is %i %', (deletes, entries, share) => {
  expect(shareOf(deletes, entries)).toBe(share)
})

it.each([
  [null, 'some'],
  [49, 'some'],
  [50, 'most'],
  [99, 'most'],
  [100, 'all'],
] as const)('%s %% is drawn as %s', (share, step) => {
  expect(stepOf(share)).toBe(step)
})

describe('the parts of what goes', () => {
  it('are the folders, the files right in it, and what there is no room for; the largest first', () => {
    const tiles = lossTiles({
      folder: loses('a/', 20, 100),
      children: [loses('a/x/', 9, 10, true), loses('a/\u202Ey/', 2, 2)],
      others: { folders: 3, deletes: 4, bytes: 40 },
    })
    expect(
      tiles.map(({ name, deletes, bytes, share, opens }) => [name, deletes, bytes, share, opens]),
    ).toEqual([
      ['x/', 9, 90, 90, 'a/x/'],
      ['files right here', 5, 50, null, null],
      ['3 more folders', 4, 40, null, null],
      ['\\u202ey/', 2, 20, 100, null],
    ])
    expect(tiles[0]?.words).toBe('x/ 90 %, 9 of 10 entries')
  })

  it('are none where nothing goes', () => {
    const others = { folders: 0, deletes: 0, bytes: 0 }
    expect(lossTiles({ folder: null, children: [], others })).toEqual([])
    expect(lossTiles({ folder: loses('', 0, 10), children: [], others })).toEqual([])
  })
})
