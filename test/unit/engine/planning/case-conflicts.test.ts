import { expect, it } from 'vitest'
import type { Platform } from '../../../../main/engine/local/key-to-path.ts'
import { CaseConflicts } from '../../../../main/engine/planning/case-conflicts.ts'

const of = (rule: 'ignore' | 'skip' | 'warn' | 'error', platform: Platform = 'posix') =>
  new CaseConflicts(rule, platform, (key) => `b/${key} -> /d/${key}`)

it('nothing is one where they are ignored', () => {
  const cases = of('ignore')
  expect([cases.judge('A'), cases.judge('a')]).toEqual([null, null])
})

it('names that differ otherwise are none', () => {
  const cases = of('error')
  expect([cases.judge('a'), cases.judge('b'), cases.judge('a/b')]).toEqual([null, null, null])
})

it.each([
  ['skip', true, /^Skipping b\/a -> \/d\/a because/],
  ['warn', false, /^Downloading b\/a -> \/d\/a because/],
] as const)('with %s the second of two is said', (rule, skip, words) => {
  const cases = of(rule)
  cases.judge('A')
  expect(cases.judge('a')).toMatchObject({
    skip,
    problem: { message: expect.stringMatching(words) as string },
  })
})

it('with error the second of two ends the run', () => {
  const cases = of('error')
  cases.judge('x/A')
  expect(() => cases.judge('X/a')).toThrow(/differs only by case/)
})

it.each([
  ['posix', false],
  ['win32', false],
  ['darwin', true],
] as const)('on %s both forms of é are one name: %s', (platform, conflict) => {
  const cases = of('skip', platform)
  cases.judge('\u00e9')
  expect(cases.judge('e\u0301') !== null).toBe(conflict)
})
