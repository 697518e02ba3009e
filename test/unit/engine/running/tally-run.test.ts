import { describe, expect, it } from 'vitest'
import { RunTally } from '../../../../main/engine/running/tally-run.ts'
import type { ErrorCode, ErrorData } from '../../../../shared/errors.ts'
import type { PlanSummary } from '../../../../shared/job.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'

const error = (code: ErrorCode): ErrorData => ({ code, message: code })
const summary = (withheld: ErrorCode | null = null): PlanSummary => ({
  complete: true,
  listed: { source: 0, destination: 0 },
  same: 0,
  excluded: { count: 0, bytes: 0 },
  transfers: { count: 0, bytes: 0 },
  replacesNewer: { count: 0, bytes: 0 },
  deletes: { count: 0, bytes: 0 },
  skipped: 0,
  problems: 0,
  protected: 0,
  withheld: withheld === null ? null : error(withheld),
})
const row = (
  state: PlanRow['state'],
  code: ErrorCode | null = null,
  fields: Partial<PlanRow> = {},
): PlanRow => ({
  seq: 1,
  key: 'k',
  action: 'upload',
  reason: 'only-source',
  source: null,
  destination: null,
  decidedBy: '',
  state,
  outcome: code === null ? null : { error: error(code) },
  ...fields,
})

describe('RunTally', () => {
  const table: [string, (tally: RunTally) => void, ErrorCode | null, number][] = [
    ['nothing happened', () => undefined, null, 0],
    [
      'a row done',
      (t) => {
        t.add(row('done'))
      },
      null,
      0,
    ],
    [
      'a warning',
      (t) => {
        t.warnings = 1
      },
      null,
      2,
    ],
    [
      'a failed row',
      (t) => {
        t.add(row('failed', 'no-such-key'))
      },
      null,
      1,
    ],
    [
      'a failed row beats a warning',
      (t) => {
        t.warnings = 1
        t.add(row('failed', 'conflict'))
      },
      null,
      1,
    ],
    [
      'a refused row',
      (t) => {
        t.add(row('refused-changed', 'changed'))
      },
      null,
      1,
    ],
    [
      'bytes that did not verify',
      (t) => {
        t.add(row('failed', 'integrity'))
        t.add(row('failed', 'gone'))
      },
      null,
      6,
    ],
    [
      'a full disk',
      (t) => {
        t.add(row('failed', 'disk-full'))
      },
      null,
      7,
    ],
    [
      'access to one object denied',
      (t) => {
        t.add(row('failed', 'access-denied'))
      },
      null,
      1,
    ],
    [
      'deletes withheld after failures',
      (t) => {
        t.add(row('withheld'))
      },
      null,
      1,
    ],
    [
      'deletes withheld by a guard',
      (t) => {
        t.add(row('withheld'))
      },
      'empty-source',
      5,
    ],
    [
      'a guard beats a failed row',
      (t) => {
        t.add(row('failed', 'gone'))
      },
      'too-many-deletes',
      5,
    ],
    [
      'a listing not proved',
      (t) => {
        t.endBy(error('listing-not-proved'))
      },
      null,
      3,
    ],
    [
      'credentials refused',
      (t) => {
        t.endBy(error('credentials-refused'))
      },
      null,
      4,
    ],
    [
      'stopped',
      (t) => {
        t.add(row('failed', 'integrity'))
        t.endBy(error('interrupted'))
      },
      null,
      130,
    ],
  ]
  it.each(table)('%s', (_, happen, withheld, expected) => {
    const tally = new RunTally()
    happen(tally)
    expect(tally.exit(summary(withheld))).toBe(expected)
  })

  it('counts requests by what they ask for, and says nothing of a run that made none', () => {
    const tally = new RunTally()
    const report = () => tally.report({ runId: 'r', dryRun: false, summary: summary(), took: 1 })
    expect(report()).not.toHaveProperty('requests')
    for (const operation of ['ListObjectsV2', 'PutObject', 'PutObject']) tally.countRequest(operation)
    expect(report().requests).toEqual({ ListObjectsV2: 1, PutObject: 2 })
  })

  it('keeps the first reason the run ended for', () => {
    const tally = new RunTally()
    tally.endBy(error('disk-full'))
    tally.endBy(error('interrupted'))
    expect(tally.endedBy?.code).toBe('disk-full')
  })

  it('counts transfers, deletes and proofs, and groups failures by code', () => {
    const tally = new RunTally()
    tally.add(row('done', null, { outcome: { proof: 'hash', bytes: 5, kept: 4 } }))
    tally.add(row('done', null, { outcome: { proof: 'size', bytes: 7 } }))
    tally.add(
      row('done', null, { action: 'delete-remote', destination: { size: 3, modified: 0 }, outcome: {} }),
    )
    tally.add(row('failed', 'gone'))
    tally.add(row('failed', 'gone'))
    const report = tally.report({ runId: 'r', dryRun: false, summary: summary(), took: 1 })
    expect(report).toMatchObject({
      transferred: { count: 2, bytes: 12 },
      kept: 4,
      deleted: { count: 1, bytes: 3 },
      proof: { hash: 1, size: 1, none: 0 },
      failures: [{ code: 'gone', count: 2 }],
      exit: 1,
    })
  })
})
