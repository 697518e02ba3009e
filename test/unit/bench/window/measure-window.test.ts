import { expect, test } from 'vitest'
import { mediansOfWindow } from '../../../bench/window/measure-window.ts'

test('each figure of the window has a median of its own', () => {
  const use = (n: number) => ({
    ...{ usable: n, firstRows: 10 - n, planned: n * 2, longTasks: n, longestTask: 7 * n, filter: 1 },
  })
  expect(mediansOfWindow([use(3), use(1), use(2)])).toEqual(use(2))
})
