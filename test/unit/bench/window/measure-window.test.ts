import { expect, test } from 'vitest'
import { mediansOfWindow } from '../../../bench/window/measure-window.ts'

test('each figure of the window has a median of its own', () => {
  const use = (n: number) => ({
    ...{ usable: n, firstRows: 10 - n, planned: n * 2, longTasks: n, longestTask: 7 * n, filter: 1 },
    ...{ sort: n, search: n, pageHeap: n, memory: n },
    running: {
      ...{ took: n, steps: 5 - n, longTasks: 0, longestTask: 9 * n, frame: n },
      ...{ longestFrame: n, answer: 3, longestAnswer: n, busy: 100 - n },
    },
  })
  expect(mediansOfWindow([use(3), use(1), use(2)])).toEqual(use(2))
})

test('where nothing could be uploaded there is no median of that', () => {
  const use = {
    usable: 1,
    firstRows: 1,
    planned: 1,
    longTasks: 1,
    longestTask: 1,
    filter: 1,
    sort: 1,
    search: 1,
    pageHeap: 1,
    memory: 1,
    running: null,
  }
  expect(mediansOfWindow([use, use])).toEqual(use)
})
