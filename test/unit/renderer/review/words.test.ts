import { describe, expect, test } from 'vitest'
import type { PlanStatus, Recovery } from '../../../../shared/bridge/plans.ts'
import type { RunReport } from '../../../../shared/job.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { categories } from '../../../../shared/review.ts'
import {
  actionWord,
  amountsOf,
  buttonWords,
  planSentence,
  recoveryWords,
  resultSentence,
  rowWords,
} from '../../../../renderer/review/words.ts'
import { categoryOf } from '../../../../shared/review.ts'
import { deleteRow, planRow, planStatus, runReport, seen, totalsOf } from '../../../fakes/fake-plans.ts'

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

describe('the button', () => {
  const amounts = {
    transfers: 0,
    bytes: 0,
    newer: 0,
    adjusted: 0,
    moves: 0,
    deletes: 0,
    deleteBytes: 0,
    gone: 0,
  }

  test.each([
    [15, 0, 0, false, 'Upload 15'],
    [15, 2, 0, false, 'Upload 15 (2 replace newer)'],
    [15, 0, 2, false, 'Upload 15, delete 2'],
    [15, 2, 2, false, 'Upload 15 (2 replace newer), delete 2'],
    [0, 0, 2, false, 'Delete 2'],
    [15, 0, 2, true, 'Upload 15'],
    [0, 0, 2, true, 'Nothing to apply'],
    [0, 0, 0, false, 'Nothing to apply'],
    [1_234_567, 0, 1000, false, 'Upload 1,234,567, delete 1,000'],
  ])(
    'of %i transfers, %i of them replacing newer, and %i deletes (withheld: %s) says "%s"',
    (transfers, newer, deletes, withheld, words) => {
      expect(buttonWords({ ...amounts, transfers, newer, deletes }, 'upload', withheld)).toBe(words)
    },
  )

  test('names moves between transfers and deletes, and does them where deletes are withheld', () => {
    expect(
      buttonWords({ ...amounts, transfers: 15, adjusted: 4, moves: 3, deletes: 2 }, 'upload', false),
    ).toBe('Upload 15, adjust 4, move 3, delete 2')
    expect(buttonWords({ ...amounts, moves: 3, deletes: 2 }, 'upload', true)).toBe('Move 3')
  })

  test('says Download and Copy where it does that', () => {
    expect(buttonWords({ ...amounts, transfers: 1 }, 'download', false)).toBe('Download 1')
    expect(buttonWords({ ...amounts, transfers: 1 }, 'copy', false)).toBe('Copy 1')
  })

  test('counts what is left in: transfers of every kind, and deletes apart', () => {
    const totals = totalsOf({
      new: 1,
      changed: 2,
      newer: 4,
      delete: 8,
      problem: 16,
      move: 32,
      properties: 64,
    })
    for (const category of categories) totals[category].leftOut = { count: 100, bytes: 100 }
    expect(amountsOf({ totals, file: null })).toEqual({
      transfers: 7,
      bytes: 700,
      newer: 4,
      adjusted: 64,
      moves: 32,
      deletes: 8,
      deleteBytes: 800,
      gone: 8,
    })
  })
})

describe('the sentence of a plan', () => {
  test.each<[string, Partial<PlanStatus>]>([
    ['Everything matches.', { totals: totalsOf({}) }],
    ['Everything matches; 1 is the same.', { totals: totalsOf({}), same: 1 }],
    [
      'Nothing to do, but not all could be compared; 1 is the same.',
      { totals: totalsOf({}), same: 1, problemCount: 1 },
    ],
    ['Nothing to do, but not all could be compared.', { totals: totalsOf({ problem: 2 }) }],
    ['There is no plan: a side could not be listed.', { totals: totalsOf({}), phase: 'failed', same: 5 }],
    ['There is no plan: listing was stopped.', { totals: totalsOf({}), phase: 'cancelled', same: 5 }],
    [
      'Nothing left to do: you left it out; 2 are the same.',
      {
        totals: {
          ...totalsOf({}),
          new: { included: { count: 0, bytes: 0 }, leftOut: { count: 3, bytes: 3 } },
        },
        same: 2,
      },
    ],
    ['Nothing to delete.', { totals: totalsOf({ problem: 1 }), task: 'remove' }],
    ['3 new; 1,000 are the same.', { same: 1000 }],
    [
      '1 new, 2 changed, 3 replacing something newer, 4 to be deleted.',
      { totals: totalsOf({ new: 1, changed: 2, newer: 3, delete: 4, problem: 5 }) },
    ],
    [
      '4 not deleted.',
      { totals: totalsOf({ delete: 4 }), withheld: { code: 'too-many-deletes', message: 'Too many.' } },
    ],
    [
      '1 new, 4 not deleted.',
      {
        totals: totalsOf({ new: 1, delete: 4 }),
        withheld: { code: 'listing-not-proved', message: 'The listing was cut short.' },
      },
    ],
    ['3 new, of 1 selected name.', { selection: ['a'] }],
    ['3 new, of 2 selected names; 5 are the same.', { selection: ['a', 'b'], same: 5 }],
    ['Nothing to do so far.', { totals: totalsOf({}), phase: 'listing', same: 5 }],
    ['3 new so far, of 1 selected name.', { phase: 'listing', selection: ['a'] }],
  ])('%s', (sentence, changes) => {
    expect(planSentence(planStatus(changes))).toBe(sentence)
  })
})

describe('whether deletes can be had back', () => {
  test.each<[Recovery, RegExp]>([
    ['kept', /^1 delete: the bucket keeps versions, so they can be brought back$/],
    ['suspended', /gone for good/],
    ['gone', /gone for good/],
    ['unknown', /take them as gone for good/],
    ['trash', /go to the trash, and can be put back$/],
    ['folder', /kept in a folder, and can be put back$/],
    ['prefix', /a copy .* is kept elsewhere in a bucket, and can be put back$/],
    ['no-trash', /gone for good/],
    ['local', /removed from this computer, past its trash/],
  ])('%s', (recovery, words) => {
    expect(recoveryWords(recovery, 1)).toMatch(words)
  })

  test('only a bucket that keeps versions promises them', () => {
    for (const recovery of ['suspended', 'gone', 'unknown', 'no-trash', 'local'] as const)
      expect(recoveryWords(recovery, 2)).not.toMatch(/brought back|put back/)
    expect(recoveryWords('gone', 1200)).toMatch(/^1,200 deletes: /)
    expect(recoveryWords('gone', 1, 1200)).toMatch(/^1 delete, 1,200 replaced: /)
    expect(recoveryWords('trash', 0, 2)).toMatch(/^2 replaced: /)
    expect(recoveryWords('trash', 0)).toBe('')
  })
})

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
