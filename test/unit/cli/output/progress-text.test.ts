import { describe, expect, it } from 'vitest'
import type { Progress } from '../../../../shared/job.ts'
import { progressText } from '../../../../main/cli/output/progress-text.ts'

describe('the progress line', () => {
  const progress: Progress = {
    listed: { source: 12000, destination: 3 },
    planned: true,
    transfers: { done: 34, failed: 0, total: 1200 },
    deletes: { done: 0, failed: 0, total: 7 },
    bytes: { done: 3 * 1024 ** 2, total: 1024 ** 3 },
    rate: 12.5 * 1024 ** 2,
    secondsLeft: 81.2,
  }

  it.each([
    [120, '3.0 MiB of 1.0 GiB, 34 of 1,200 files, 12.5 MiB/s, 1 min 22 s left, 0 of 7 deleted'],
    [79, '3.0 MiB of 1.0 GiB, 34 of 1,200 files, 12.5 MiB/s, 1 min 22 s left'],
    [50, '3.0 MiB of 1.0 GiB, 34 of 1,200 files, 12.5 MiB/s'],
    [20, '3.0 MiB of 1.0 GiB'],
    [5, ''],
  ])('in %d columns says what fits', (columns, text) => {
    expect(progressText(progress, columns)).toBe(text)
  })

  it('has ~ totals and what was listed until the plan is complete', () => {
    const text = progressText(
      { ...progress, planned: false, secondsLeft: null, deletes: { done: 0, failed: 0, total: 0 } },
      200,
    )
    expect(text).toBe('3.0 MiB of ~1.0 GiB, 34 of ~1,200 files, 12.5 MiB/s, listed 12,000 and 3')
  })

  it('says only what was listed while there is nothing to do', () => {
    const none = { done: 0, failed: 0, total: 0 }
    expect(progressText({ ...progress, transfers: none, deletes: none }, 80)).toBe('listed 12,000 and 3')
  })

  it('counts failures, and failed files as dealt with', () => {
    const text = progressText({ ...progress, transfers: { done: 30, failed: 4, total: 1200 } }, 200)
    expect(text).toContain('34 of 1,200 files')
    expect(text).toMatch(/, 4 failed$/)
  })
})
