import { expect, it } from 'vitest'
import { costWords } from '../../../../../renderer/words/review/contents.ts'

it.each([
  [[], ''],
  [[{ requests: 0, bytes: 4096 }], '4.0 KiB read'],
  [
    [
      { requests: 1, bytes: 3 },
      { requests: 2, bytes: 0 },
    ],
    '3 requests, 3 Bytes read',
  ],
  [[{ requests: 1, bytes: 0 }], '1 request'],
])('%j cost %s', (costs, words) => {
  expect(costWords(costs)).toBe(words)
})
