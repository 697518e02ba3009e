import { describe, expect, test } from 'vitest'
import { resultSentence } from '../../../../../renderer/words/review/result.ts'
import type { RunReport } from '../../../../../shared/job.ts'
import { runReport } from '../../../../fakes/fake-plans.ts'

describe('the sentence of a result', () => {
  const nothing = { transferred: { count: 0, bytes: 0 }, proof: { hash: 0, size: 0, none: 0 } }

  test.each<[string, Partial<RunReport>]>([
    ['Uploaded 3 files, 300 Bytes, all verified. Took 2.0 s.', {}],
    [
      'Deleted 2. Kept of what was there: 2, in the trash. Took 2.0 s.',
      {
        ...nothing,
        deleted: { count: 2, bytes: 2 },
        aside: { kind: 'trash', where: 'the trash', count: 2, bytes: 2 },
      },
    ],
    [
      'Uploaded 1 file, 1 Byte, 1 by size alone. Took 2.0 s.',
      { transferred: { count: 1, bytes: 1 }, proof: { hash: 0, size: 1, none: 0 } },
    ],
    [
      'Uploaded 3 files, 300 Bytes (100 Bytes of it by a run that was cut off), all verified. Took 2.0 s.',
      { kept: 100 },
    ],
    [
      'Uploaded 3 files, 300 Bytes, 1 verified by hash, 1 by size alone, 1 not verified. Took 2.0 s.',
      { proof: { hash: 1, size: 1, none: 1 } },
    ],
    ['Deleted 2. Took 2.0 s.', { ...nothing, deleted: { count: 2, bytes: 9 } }],
    [
      '1 failed. 2 refused: changed since the plan was made. 3 deletes withheld. Took 2.0 s.',
      { ...nothing, failed: 1, refused: 2, withheld: 3 },
    ],
    ['Nothing was done. Took 2.0 s.', nothing],
    [
      'Cancelled. Nothing was done. Took 2.0 s.',
      { ...nothing, endedBy: { code: 'interrupted', message: 'Interrupted.' } },
    ],
  ])('%s', (sentence, changes) => {
    expect(resultSentence(runReport(changes), 'upload')).toBe(sentence)
  })

  test('of a run that was asked to slow down says so', () => {
    const report = runReport({
      transferred: { count: 1, bytes: 1 },
      proof: { hash: 1, size: 0, none: 0 },
      askedForLess: 3,
    })
    expect(resultSentence(report, 'upload')).toContain('Slowed down 3 times, as it was asked to.')
  })
})
