import { describe, expect, test } from 'vitest'
import { folderMarksOf } from '../../../../main/services/plans/folder-marks.ts'
import type { PlanMade } from '../../../../main/services/plans/plan-parts.ts'
import type { Filter } from '../../../../shared/sync-rules.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

const place: PlanMade['source'] = { token: 't', connectionId: 'c', kind: 'local', text: '/x', crumbs: [] }

/** What a plan says of folders where `changed/` has something to do and `same/` has not. */
async function marks(filters: Filter[], leaveOut = false): Promise<(name: string) => string | null> {
  const { world, www, plant, put, review } = setUpSync()
  plant({ 'changed/x': 'new', 'same/x': 'there' })
  put('site/same/x', 'there')
  const sync = review(local, www, { compare: 'size-only' })
  await world.clock.run(sync.plan(new AbortController().signal))
  if (leaveOut) sync.review.choose({ kind: 'folder', folder: 'changed/' }, false)
  return folderMarksOf({
    review: sync.review,
    made: {
      planId: 'p',
      task: 'sync',
      direction: 'upload',
      source: place,
      destination: place,
      options: { ...defaultSyncOptions, filters },
      selection: null,
      only: null,
      ignore: null,
      started: 0,
      file: null,
    },
  })
}

describe('a folder', () => {
  test('with rows below it differs, also where a person left them out; any other is the same', async () => {
    for (const leftOut of [false, true]) {
      const markOf = await marks([], leftOut)
      expect(['changed', 'same', 'elsewhere'].map(markOf)).toEqual(['differs', 'same', 'same'])
    }
  })

  test('that filters may have left something out of has no mark, unless it differs', async () => {
    const markOf = await marks([{ kind: 'exclude', pattern: '*.log' }])
    expect(['changed', 'same'].map(markOf)).toEqual(['differs', null])
  })

  test('has no mark where there is no plan', () => {
    expect(folderMarksOf(null)('changed')).toBeNull()
  })
})
