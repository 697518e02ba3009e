import { expect, test } from 'vitest'
import { diagnosticReport, type ReportFacts } from '../../../../main/services/help/diagnostic-report.ts'
import type { RunReport } from '../../../../shared/job.ts'
import { emptySummary } from '../../../../main/engine/running/tally-run.ts'

const report: RunReport = {
  runId: 'r',
  exit: 1,
  dryRun: false,
  summary: emptySummary,
  transferred: { count: 3, bytes: 9 },
  kept: 0,
  deleted: { count: 2, bytes: 4 },
  failed: 5,
  refused: 0,
  withheld: 1,
  warnings: 0,
  proof: { hash: 3, size: 0, none: 0 },
  failures: [
    {
      code: 'access-denied',
      count: 5,
      example: { code: 'access-denied', message: 'CANARY may not.', subject: 's3://CANARY/key' },
    },
  ],
  endedBy: { code: 'unreachable', message: 'CANARY.example does not answer.' },
  took: 4400,
}

const facts: ReportFacts = {
  version: '1.2.3',
  window: 'Chromium 150',
  runtime: 'Node v24, Linux 6 x64',
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
  connections: [
    { kind: 'local', problem: null },
    { kind: 'profile', problem: null },
    { kind: 'profile', problem: null },
    { kind: 'practice', problem: { code: 'disk-failed', message: 'CANARY' } },
  ],
  keychain: true,
  runs: [
    { task: 'sync', from: 'window', direction: 'upload', started: 0, report },
    { task: 'sync', from: 'command line', direction: 'copy', started: 1000, report: null },
  ],
}

test('a report says what this is, what it can reach, and how the last runs ended', () => {
  expect(diagnosticReport(facts).split('\n')).toEqual([
    'Sluice 1.2.3',
    'at 2026-01-02T03:04:05.000Z',
    'window: Chromium 150',
    'engine: Node v24, Linux 6 x64',
    'connections: 2 profile, 1 local, 1 practice; not usable: 1 disk-failed',
    'keychain: usable',
    '',
    'The last runs, the newest first:',
    '1970-01-01T00:00:00.000Z sync, upload, by the window: exit 1 after 4 s, 3 moved, 2 deleted, 5 failed, 1 withheld, failures: 5 access-denied, ended by unreachable',
    '1970-01-01T00:00:01.000Z sync, copy, by the command line: not ended, or killed',
    '',
  ])
})

test('names of places are not in it', () => {
  expect(diagnosticReport(facts)).not.toContain('CANARY')
})

test('where there is nothing to tell of, it says so', () => {
  const text = diagnosticReport({ ...facts, runs: [], keychain: false })
  expect(text).toContain('keychain: not usable')
  expect(text).toContain('No runs are kept.')
})
