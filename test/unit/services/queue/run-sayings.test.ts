import { expect, test } from 'vitest'
import { activityOf, endedWords } from '../../../../main/services/queue/run-sayings.ts'
import type { RunReport } from '../../../../shared/job.ts'
import { planStatus, runReport } from '../../../fakes/fake-plans.ts'

test.each([
  [[], 2, { runs: 0, waiting: 2, held: false, fraction: null }],
  [[['running', 0, 0]], 0, { runs: 1, waiting: 0, held: false, fraction: null }],
  [
    [
      ['running', 100, 100],
      ['paused', 0, 300],
    ],
    1,
    { runs: 2, waiting: 1, held: false, fraction: 0.25 },
  ],
  [[['paused', 5, 10]], 0, { runs: 1, waiting: 0, held: true, fraction: 0.5 }],
] as const)('%j with %i that wait are %j', (runs, waiting, activity) => {
  const plans = runs.map(([phase, done, total]) => ({ phase, bytes: { done, total } }))
  expect(activityOf(plans, { waiting, kept: 0 })).toEqual({ ...activity, kept: 0 })
})

const none = { count: 0, bytes: 0 }
const endedBy = { code: 'interrupted', message: 'Cancelled.' } as const

test.each<[Partial<RunReport>, string, string]>([
  [{}, 'Done', '3 files, 300 Bytes'],
  [{ transferred: none }, 'Done', 'There was nothing to do.'],
  [
    { exit: 1, failed: 2, deleted: { count: 1, bytes: 0 } },
    'Problems',
    '3 files, 300 Bytes; 1 delete; 2 items failed',
  ],
  [
    { exit: 5, transferred: none, refused: 1, withheld: 4 },
    'Problems',
    '1 item changed since the preview; 4 deletes withheld',
  ],
  [{ exit: 130, transferred: none, endedBy }, 'Stopped', 'Cancelled.'],
])('%j: %s, %s', (changes, how, text) => {
  const status = planStatus({ report: runReport(changes) })
  expect(endedWords(status)).toEqual({ title: `${how}: /site → s3://www/site/`, text })
})

test('a name that would turn the words around is made safe, and a removal has one place', () => {
  const { source, destination } = planStatus()
  const odd = { ...destination, text: 's3://www/\u202egnp/' }
  expect(endedWords({ task: 'remove', source, destination: odd, report: null })).toEqual({
    title: 'Problems: s3://www/\\u202egnp/',
    text: '',
  })
})
