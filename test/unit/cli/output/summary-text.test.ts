import { describe, expect, it } from 'vitest'
import { summaryText } from '../../../../main/cli/output/summary-text.ts'
import { report } from '../rows.ts'

describe('the summary', () => {
  const nothing = report()

  it('of a run', () => {
    const done = report({
      took: 2000,
      transferred: { count: 34, bytes: 4 * 1024 ** 2 },
      deleted: { count: 1, bytes: 10 },
      proof: { hash: 33, size: 1, none: 0 },
      summary: { ...nothing.summary, same: 1 },
    })
    expect(summaryText(done)).toBe(
      '34 files (4.0 MiB) transferred, 1 file (10 Bytes) deleted, 1 entry the same; 2.0 s (2.0 MiB/s); verified: 33 by hash, 1 by size only',
    )
  })

  it('of a run that went on where one was cut off has only its own bytes in the rate', () => {
    const done = report({
      took: 2000,
      transferred: { count: 1, bytes: 10 * 1024 ** 2 },
      kept: 6 * 1024 ** 2,
      proof: { hash: 1, size: 0, none: 0 },
    })
    expect(summaryText(done)).toBe(
      '1 file (10.0 MiB) transferred, 6.0 MiB of it by a run that was cut off; 2.0 s (2.0 MiB/s); verified: 1 by hash',
    )
  })

  it('of a dry run is about what would be', () => {
    const summary = {
      ...nothing.summary,
      transfers: { count: 2, bytes: 2048 },
      deletes: { count: 3, bytes: 3 },
      same: 5,
    }
    expect(summaryText(report({ dryRun: true, summary }))).toBe(
      '2 files (2.0 KiB) to transfer, 3 files (3 Bytes) to delete, 5 entries the same; 1.2 s',
    )
  })

  it('of nothing', () => {
    expect(summaryText(nothing)).toBe('nothing to do; 1.2 s')
    expect(summaryText(report({ endedBy: { code: 'unreachable', message: 'm' } }))).toBe(
      'nothing was done; 1.2 s',
    )
  })

  it('says when it was slowed down', () => {
    expect(summaryText(report({ failed: 1, askedForLess: 3 }))).toBe(
      '1 failed, slowed down 3 times, as it was asked to; 1.2 s',
    )
  })

  it('names troubles', () => {
    expect(summaryText(report({ failed: 1, refused: 2, withheld: 3, warnings: 4 }))).toBe(
      '1 failed, 2 refused, 3 withheld, 4 skipped with a warning; 1.2 s',
    )
  })
})
