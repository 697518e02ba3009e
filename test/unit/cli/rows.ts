import type { RunReport } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'

/** A finished upload of `a.txt`; tests say what is different. */
export function row(differs: Partial<PlanRow> = {}): PlanRow {
  return {
    seq: 1,
    key: 'a.txt',
    action: 'upload',
    reason: 'only-source',
    source: { size: 10, modified: 0 },
    destination: null,
    decidedBy: 'MRG-1',
    state: 'done',
    outcome: { proof: 'hash', bytes: 10 },
    ...differs,
  }
}

/** A run that had nothing to do; tests say what is different. */
export function report(differs: Partial<RunReport> = {}): RunReport {
  const none = { count: 0, bytes: 0 }
  return {
    runId: 'run-1',
    exit: 0,
    dryRun: false,
    summary: {
      complete: true,
      listed: { source: 0, destination: 0 },
      same: 0,
      excluded: none,
      transfers: none,
      replacesNewer: none,
      deletes: none,
      skipped: 0,
      problems: 0,
      protected: 0,
      withheld: null,
    },
    transferred: none,
    kept: 0,
    deleted: none,
    failed: 0,
    refused: 0,
    withheld: 0,
    warnings: 0,
    proof: { hash: 0, size: 0, none: 0 },
    failures: [],
    endedBy: null,
    took: 1200,
    ...differs,
  }
}
