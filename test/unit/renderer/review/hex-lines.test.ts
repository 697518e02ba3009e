import { expect, it } from 'vitest'
import { hexLines } from '../../../../renderer/review/hex-lines.ts'

it('shows sixteen bytes a line, with what is ASCII of them', () => {
  const lines = hexLines('00410a'.padEnd(34, '7f')).split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^0000 {2}00 41 0a 7f .* {2}\.A\.{14}$/)
  expect(lines[1]).toMatch(/^0010 {2}7f +\.$/)
})
