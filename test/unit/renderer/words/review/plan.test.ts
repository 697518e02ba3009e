import { describe, expect, test } from 'vitest'
import { buttonWords, planSentence, recoveryWords } from '../../../../../renderer/words/review/plan.ts'
import type { PlanStatus, Recovery } from '../../../../../shared/bridge/plans.ts'
import { planStatus, totalsOf } from '../../../../fakes/fake-plans.ts'

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
