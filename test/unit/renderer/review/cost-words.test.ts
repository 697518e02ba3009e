import { expect, it } from 'vitest'
import { costWords, hexLines } from '../../../../renderer/review/cost-words.ts'

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

it('shows sixteen bytes a line, with what is ASCII of them', () => {
  const lines = hexLines('00410a'.padEnd(34, '7f')).split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^0000 {2}00 41 0a 7f .* {2}\.A\.{14}$/)
  expect(lines[1]).toMatch(/^0010 {2}7f +\.$/)
})
