import type { Deletes, HistoryEntry, PlanStatus, RowsPage } from '../../shared/bridge/plans.ts'
import type { Moving, Progress, RunReport } from '../../shared/job.ts'
import { rowStates, type PlanRow, type Seen } from '../../shared/plan-row.ts'
import { categories, type Category, type CategoryTotals, type FolderTotals } from '../../shared/review.ts'
import { defaultSyncOptions } from '../../shared/sync-options.ts'
import { placeAt } from './fake-places.ts'

const none = { count: 0, bytes: 0 }

/** Totals of a plan that would do so many rows of each category, of 100 bytes each. */
export function totalsOf(counts: Partial<Record<Category, number>>): PlanStatus['totals'] {
  const totals = categories.map((category): [Category, CategoryTotals] => {
    const count = counts[category] ?? 0
    return [category, { included: { count, bytes: 100 * count }, leftOut: none }]
  })
  return Object.fromEntries(totals) as PlanStatus['totals']
}

/** How many rows are in each state. */
export function statesOf(counts: Partial<Record<PlanRow['state'], number>>): PlanStatus['states'] {
  const states = rowStates.map((state) => {
    const count = counts[state] ?? 0
    return [state, { count, bytes: 100 * count }] as const
  })
  return Object.fromEntries(states) as PlanStatus['states']
}

/** A plan to upload `/site` to `s3://www/site/`, which is ready. */
export function planStatus(changes: Partial<PlanStatus> = {}): PlanStatus {
  return {
    planId: 'plan-1',
    task: 'sync',
    phase: 'ready',
    direction: 'upload',
    source: placeAt('local', '/site'),
    destination: placeAt('practice', 's3://www/site/'),
    options: defaultSyncOptions,
    selection: null,
    only: null,
    ignore: null,
    listed: { source: 20, destination: 10 },
    totals: totalsOf({ new: 3 }),
    same: 0,
    excluded: none,
    states: statesOf({ planned: 3 }),
    retryable: 0,
    problemCount: 0,
    problems: [],
    withheld: null,
    error: null,
    expired: null,
    waiting: null,
    recovery: 'gone',
    digest: 'digest-1',
    serial: 1,
    revision: 1,
    progress: null,
    moving: [],
    started: 0,
    file: null,
    report: null,
    past: false,
    ...changes,
  }
}

export const seen = (changes: Partial<Seen> = {}): Seen => ({ size: 100, modified: 60_000, ...changes })

/** The row of a file that the destination does not have. */
export function planRow(seq: number, changes: Partial<PlanRow> = {}): PlanRow {
  return {
    seq,
    key: `file-${seq}`,
    action: 'upload',
    reason: 'only-source',
    source: seen(),
    destination: null,
    decidedBy: 'CMP-1',
    state: 'planned',
    outcome: null,
    ...changes,
  }
}

/** The row of an object that the source does not have. */
export const deleteRow = (seq: number, key: string, changes: Partial<PlanRow> = {}): PlanRow =>
  planRow(seq, {
    key,
    action: 'delete-remote',
    reason: 'only-dest',
    source: null,
    destination: seen(),
    ...changes,
  })

/** One page of these rows, as `plan.rows` answers; what a view leaves out is left to the test. */
export const rowsPage = (
  rows: readonly PlanRow[],
  { offset, limit }: { offset: number; limit: number },
): RowsPage => ({ total: rows.length, rows: rows.slice(offset, offset + limit) })

export function folderTotals(path: string, changes: Partial<FolderTotals> = {}): FolderTotals {
  return {
    path,
    rows: { new: 1, changed: 0, newer: 0, properties: 0, move: 0, delete: 0, problem: 0 },
    leftOut: 0,
    bytes: 100,
    deleteBytes: 0,
    destinationEntries: 0,
    hasFolders: false,
    ...changes,
  }
}

export const deletesOf = (count: number, changes: Partial<Deletes> = {}): Deletes => ({
  count,
  bytes: 100 * count,
  moves: 0,
  destinationEntries: 10,
  mustType: false,
  folders: [],
  ...changes,
})

/** A run at its beginning, with 100 bytes to move. */
export function progressOf(changes: Partial<Progress> = {}): Progress {
  return {
    listed: { source: 20, destination: 10 },
    planned: true,
    transfers: { done: 0, failed: 0, total: 1 },
    deletes: { done: 0, failed: 0, total: 0 },
    bytes: { done: 0, total: 100 },
    rate: 0,
    secondsLeft: null,
    ...changes,
  }
}

/** A run that uploaded three files and met nothing. */
export function runReport(changes: Partial<RunReport> = {}): RunReport {
  return {
    runId: 'run-1',
    exit: 0,
    dryRun: false,
    summary: {
      complete: true,
      listed: { source: 20, destination: 10 },
      same: 0,
      excluded: none,
      transfers: { count: 3, bytes: 300 },
      replacesNewer: none,
      deletes: none,
      skipped: 0,
      problems: 0,
      protected: 0,
      withheld: null,
    },
    transferred: { count: 3, bytes: 300 },
    kept: 0,
    deleted: none,
    failed: 0,
    refused: 0,
    withheld: 0,
    warnings: 0,
    proof: { hash: 3, size: 0, none: 0 },
    failures: [],
    endedBy: null,
    took: 2000,
    ...changes,
  }
}

export const historyEntry = (runId: string, changes: Partial<HistoryEntry> = {}): HistoryEntry => ({
  runId,
  task: 'sync',
  started: 0,
  source: '/site',
  destination: 's3://www/site/',
  direction: 'upload',
  report: runReport({ runId }),
  from: 'window',
  ...changes,
})

/** A row of 100 bytes that is moving, a quarter of it done. */
export const movingRow = (seq: number, changes: Partial<Moving> = {}): Moving => ({
  seq,
  key: `file-${seq}`,
  done: 25,
  total: 100,
  rate: 0,
  attempt: 1,
  again: null,
  ...changes,
})

/** A run in the middle of its transfers. */
export const runProgress = (changes: Partial<Progress> = {}): Progress =>
  progressOf({
    listed: { source: 20, destination: 10 },
    transfers: { done: 1, failed: 1, total: 4 },
    deletes: { done: 0, failed: 0, total: 4 },
    bytes: { done: 30, total: 120 },
    rate: 10,
    secondsLeft: 9,
    ...changes,
  })
