import { expect, test } from 'vitest'
import { amountsOf } from '../../../../renderer/review/amounts.ts'
import { categories } from '../../../../shared/review.ts'
import { totalsOf } from '../../../fakes/fake-plans.ts'

test('what is left in is counted: transfers of every kind, and deletes apart', () => {
  const totals = totalsOf({
    new: 1,
    changed: 2,
    newer: 4,
    delete: 8,
    problem: 16,
    move: 32,
    properties: 64,
  })
  for (const category of categories) totals[category].leftOut = { count: 100, bytes: 100 }
  expect(amountsOf({ totals, file: null })).toEqual({
    transfers: 7,
    bytes: 700,
    newer: 4,
    adjusted: 64,
    moves: 32,
    deletes: 8,
    deleteBytes: 800,
    gone: 8,
  })
})
