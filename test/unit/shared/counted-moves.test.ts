import { expect, test } from 'vitest'
import { countedMoves, deletesAndMoves } from '../../../shared/counted-moves.ts'
import { totalsOf } from '../../fakes/fake-plans.ts'

test('moves count with the deletes in a file made elsewhere alone', () => {
  const totals = totalsOf({ move: 2, delete: 3 })
  const counts = [null, { madeHere: true }, { madeHere: false }].map((file) => countedMoves(file, totals))
  expect(counts.map(({ count }) => count)).toEqual([0, 0, 2])
})

test.each([
  [3, 2, '3 deletes and 2 moves'],
  [1, 1, '1 delete and 1 move'],
  [0, 2, '2 moves'],
  [1200, 0, '1,200 deletes'],
  [0, 0, '0 deletes'],
])('%i deletes and %i moves are "%s"', (deletes, moves, words) => {
  expect(deletesAndMoves(deletes, moves)).toBe(words)
})
