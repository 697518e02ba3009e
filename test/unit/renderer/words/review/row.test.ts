import { describe, expect, test } from 'vitest'
import { actionWord, rowWords } from '../../../../../renderer/words/review/row.ts'
import type { PlanRow } from '../../../../../shared/plan-row.ts'
import { categoryOf } from '../../../../../shared/review.ts'
import { deleteRow, planRow, seen } from '../../../../fakes/fake-plans.ts'

const newRow = planRow(1)
const changedRow = planRow(2, { reason: 'size-differs', destination: seen({ size: 1 }) })
const newerRow = planRow(3, { reason: 'dest-newer', destination: seen({ modified: 61_000 }) })
const goneRow = deleteRow(4, 'old')
const refusedRow = planRow(5, { action: 'skip', reason: 'unsafe-name' })
const keptRow = planRow(6, { action: 'skip', reason: 'unknown', source: null, destination: seen() })
const conflictRow = planRow(7, { reason: 'conflict' })

describe('what a row means', () => {
  test.each<[string, PlanRow, string, string]>([
    ['a transfer onto nothing', newRow, 'new', 'Upload'],
    ['a transfer onto something', changedRow, 'changed', 'Update'],
    ['a transfer that replaces something newer', newerRow, 'newer', 'Replace'],
    ['a delete at a bucket', goneRow, 'delete', 'Delete'],
    ['a delete on this computer', { ...goneRow, action: 'delete-local' }, 'delete', 'Delete'],
    ['a refused name', refusedRow, 'problem', 'Skip'],
    ['what is kept as unknown', keptRow, 'problem', 'Keep'],
    ['a conflict', conflictRow, 'problem', 'Conflict'],
  ])('%s', (_what, row, category, word) => {
    expect(categoryOf(row)).toBe(category)
    expect(actionWord(row, 'upload')).toBe(word)
  })

  test.each([
    ['upload', 'Upload'],
    ['download', 'Download'],
    ['copy', 'Copy'],
  ] as const)('a transfer onto nothing of the direction %s is called %s', (direction, word) => {
    expect(actionWord(newRow, direction)).toBe(word)
  })

  test('parts of a second make nothing newer', () => {
    const row = planRow(1, { source: seen({ modified: 60_000 }), destination: seen({ modified: 60_999 }) })
    expect(categoryOf(row)).toBe('changed')
  })
})

describe('a row as it is read aloud', () => {
  test.each<[string, PlanRow, boolean, string]>([
    ['left in', goneRow, false, 'Delete x, the source does not have it, left in'],
    [
      'left out',
      { ...goneRow, state: 'excluded-by-you' },
      false,
      'Delete x, the source does not have it, left out',
    ],
    ['a problem', refusedRow, false, 'Skip x, its name is no plain path below the destination, not done'],
    ['after a run', { ...newRow, state: 'done' }, true, 'Upload x, the destination does not have it, done'],
    [
      'left out, after a run',
      { ...newRow, state: 'excluded-by-you' },
      true,
      'Upload x, the destination does not have it, left out',
    ],
    [
      'a problem, after a run',
      { ...refusedRow, state: 'failed' },
      true,
      'Skip x, its name is no plain path below the destination, not done',
    ],
  ])('%s', (_when, row, hasRun, words) => {
    expect(rowWords(row, 'x', 'upload', hasRun)).toBe(words)
  })
})
