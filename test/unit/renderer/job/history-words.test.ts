import { expect, test } from 'vitest'
import { outcomeWords } from '../../../../renderer/job/history-words.ts'
import { historyEntry, runReport } from '../../../fakes/fake-plans.ts'

test.each([
  ['/site', 's3://www/site/', /^Uploaded 3 files/],
  ['s3://www/site/', '/site', /^Downloaded 3 files/],
  ['s3://www/site/', 's3://copy/', /^Copied 3 files/],
])('a run from %s to %s', (source, destination, words) => {
  expect(outcomeWords(historyEntry('run-1', { source, destination }))).toMatch(words)
})

test('a dry run says so first', () => {
  expect(outcomeWords(historyEntry('run-1', { report: runReport({ dryRun: true }) }))).toMatch(/^Dry run\. /)
})

test('a run without a report did not come to its end here', () => {
  expect(outcomeWords(historyEntry('run-1', { report: null }))).toMatch(/^It did not come to its end/)
})
