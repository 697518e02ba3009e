import { expect, test } from 'vitest'
import { whyPlanVoid, whyVoid } from '../../bench/void-rule.ts'

const wanted = { objects: 10, bytes: 40 }

test.each([
  [1, wanted, 'exit 1'],
  [-9, wanted, 'exit -9'],
  [0, { objects: 9, bytes: 40 }, '9 of 10 objects'],
  [0, { objects: 11, bytes: 44 }, '11 of 10 objects'],
  [0, { objects: 10, bytes: 39 }, '39 of 40 bytes'],
  [0, wanted, null],
])('exit %i with %j arrived: %s', (exit, found, why) => {
  expect(whyVoid(exit, wanted, found)).toBe(why)
})

test.each([
  [1, false, 4, 'exit 1'],
  [0, true, 4, 'it found something to do'],
  [0, false, 3, '3 of 4 pages'],
  [0, false, 4, null],
  [0, false, 5, null],
])('a plan with exit %i, a row: %s, %i of 4 pages: %s', (exit, planned, pages, why) => {
  expect(whyPlanVoid(exit, planned, pages, 4)).toBe(why)
})
