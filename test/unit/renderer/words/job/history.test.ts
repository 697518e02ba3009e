import { expect, test } from 'vitest'
import { outcomeWords } from '../../../../../renderer/words/job/history.ts'
import { historyEntry, runReport } from '../../../../fakes/fake-plans.ts'

test.each([
  ['upload', /^Uploaded 3 files/],
  ['download', /^Downloaded 3 files/],
  ['copy', /^Copied 3 files/],
] as const)('a run of the direction %s', (direction, words) => {
  expect(outcomeWords(historyEntry('run-1', { direction }))).toMatch(words)
})

test('a dry run says so first', () => {
  expect(outcomeWords(historyEntry('run-1', { report: runReport({ dryRun: true }) }))).toMatch(/^Dry run\. /)
})

test('a run without a report did not come to its end here', () => {
  expect(outcomeWords(historyEntry('run-1', { report: null }))).toMatch(/^It did not come to its end/)
})
