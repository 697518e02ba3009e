import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../runner/outcome.ts'
import { verdict } from '../../runner/verdict.ts'

const good: Outcome = { suite: 'unit', passed: 3, failed: [], skipped: [], took: 1200 }
const bad: Outcome = { ...good, failed: ['a.test.ts > a'] }
const noTool: Outcome = { ...good, skipped: [{ file: 'b.test.ts', name: 'b', why: { missing: ['aws'] } }] }
const noPermission: Outcome = {
  ...good,
  skipped: [{ file: 'c.test.ts', name: 'c', why: { missing: ['small-disk'] } }],
}
const ownReason: Outcome = {
  ...good,
  skipped: [{ file: 'd.test.ts', name: 'd', why: { said: 'not yet: --sse' } }],
}
const nothing: Outcome = { ...good, passed: 0 }

describe('the closing line and the exit code', () => {
  test.each<[string, Outcome[], boolean, string, 0 | 1]>([
    ['all passed', [good, good], false, '6 passed, 0 failed, 0 skipped', 0],
    ['one failed', [good, bad], false, '6 passed, 1 failed, 0 skipped', 1],
    ['no test ran', [nothing], false, '0 passed, 0 failed, 0 skipped', 1],
    ['no suite ran', [], false, '0 passed, 0 failed, 0 skipped', 1],
    ['a program is missing', [noTool], false, '3 passed, 0 failed, 1 skipped', 0],
    ['a program is missing on CI', [noTool], true, '3 passed, 1 failed, 0 skipped', 1],
    ['a permission is missing on CI', [noPermission], true, '3 passed, 0 failed, 1 skipped', 0],
    ['a test gave a reason on CI', [ownReason], true, '3 passed, 0 failed, 1 skipped', 0],
  ])('when %s', (_when, outcomes, everyTool, closing, exit) => {
    const result = verdict(outcomes, { everyTool })
    expect(result.lines.at(-1)).toBe(closing)
    expect(result.exit).toBe(exit)
  })
})

test('skips are gathered by what was missing, with how to get it and the tests by name', () => {
  const { lines } = verdict([noTool, { ...noTool, suite: 'parity' }, ownReason], { everyTool: false })
  const from = lines.indexOf('Skipped:')
  expect(lines.slice(from, -2)).toEqual([
    'Skipped:',
    '  2 × without aws',
    '    apt-get install awscli (Debian), or bring aws on PATH',
    '      unit: b.test.ts > b',
    '      parity: b.test.ts > b',
    '  1 × not yet: --sse',
    '      unit: d.test.ts > d',
  ])
})

test('a failure is named with its suite', () => {
  expect(verdict([bad], { everyTool: false }).lines).toContain('  unit: a.test.ts > a')
})

test('many skips of one file for one reason are counted', () => {
  const many = Array.from({ length: 6 }, (_, index) => ({
    file: 'cases.test.ts',
    name: String(index),
    why: { said: 'not yet' },
  }))
  const { lines } = verdict([{ ...good, skipped: many }], { everyTool: false })
  expect(lines.slice(lines.indexOf('Skipped:'), -2)).toEqual([
    'Skipped:',
    '  6 × not yet',
    '      unit: cases.test.ts (6 tests)',
  ])
})
