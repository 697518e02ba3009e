import { describe, expect, test } from 'vitest'
import { countWords, shortCount } from '../../../../../renderer/words/panes/count.ts'
import type { FolderCount } from '../../../../../shared/bridge/places.ts'

const count = (changes: Partial<FolderCount>): FolderCount => ({
  state: 'done',
  files: 1204,
  bytes: 4096,
  requests: null,
  problems: 0,
  error: null,
  ...changes,
})

describe('what is in a folder', () => {
  test.each([
    [count({}), '4.0 KiB', '1,204 files, 4.0 KiB'],
    [count({ state: 'waiting' }), 'waiting', 'waiting to be counted'],
    [
      count({ state: 'counting', requests: 2 }),
      '4.0 KiB …',
      '1,204 files, 4.0 KiB, 2 listing requests so far',
    ],
    [count({ state: 'stopped' }), 'over 4.0 KiB', '1,204 files, 4.0 KiB, then counting was stopped'],
    [count({ problems: 1 }), '4.0 KiB', '1,204 files, 4.0 KiB, 1 name that can’t be synced'],
    [
      count({ state: 'failed', error: { code: 'access-denied', message: 'No.' } }),
      'over 4.0 KiB',
      '1,204 files, 4.0 KiB, then: No.',
    ],
  ])('%j', (counted, short, full) => {
    expect([shortCount(counted), countWords(counted)]).toEqual([short, full])
  })
})
