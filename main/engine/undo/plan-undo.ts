import type { ErrorData } from '../../../shared/errors.ts'
import type { PlanSummary, Tally } from '../../../shared/job.ts'
import { isDelete, type NewRow, type PlanRow } from '../../../shared/plan-row.ts'
import { categoryOf } from '../../../shared/review.ts'
import { compareKeys } from '../listing/key-order.ts'
import type { MadePlan } from '../planning/make-plan.ts'
import { sizeOf } from '../planning/run-schema.ts'
import type { DoneRow } from '../planning/move-halves.ts'
import type { RunContext } from '../running/run-context.ts'
import { emptySummary } from '../running/tally-run.ts'
import type { PastSide, S3Side, Side } from '../side.ts'
import { decideFromAside } from './decide-from-aside.ts'
import { asDeleted, decideMoveBack, type MoveBack } from './decide-move-back.ts'
import { decideUndo, type Undoing } from './decide-undo.ts'
import { versionsOf } from './key-versions.ts'
import { lookAside, type Found } from './look-aside.ts'
import {
  cutOffMessage,
  keepsNothing,
  notKeptError,
  oldNotBackError,
  writtenSinceError,
} from './undo-errors.ts'

const batchSize = 1000

/**
 * Plans to put back what a run has done: looks up the versions of each of its keys, or where those are not kept what the
 * run has put aside, and fills the run's store. What can't be put back is a row that says why. Where there is neither,
 * nothing can, and the plan is broken off.
 */
export async function planUndo(
  context: RunContext,
  source: PastSide,
  onRows: (transfers: Tally) => void,
  signal: AbortSignal,
): Promise<MadePlan> {
  const { destination, retry } = context
  const { run } = source
  const plan = new UndoInProgress(context, onRows)
  const versioning =
    destination.kind === 'local'
      ? 'local'
      : await retry('versioning', (s) => destination.store.versioning(destination.bucket, s), signal)
  // Versions cost no copies, and come back with all that they had.
  const keeps = versioning !== 'kept' && run.aside !== null ? 'aside' : versioning
  for (const rows of batches(run.done())) {
    signal.throwIfAborted()
    if (keeps === 'aside') await plan.takeAside(destination, rows, signal)
    else if (destination.kind === 'local' || keeps !== 'kept') plan.refuse(rows)
    else await plan.take(destination, rows, signal)
  }
  if (run.cutOff > 0) {
    context.tally.warnings++
    void context.onEvent({ kind: 'notice', subject: `run ${run.runId}`, message: cutOffMessage(run.cutOff) })
  }
  const lost = plan.lost
  return plan.close(
    keeps === 'kept' || keeps === 'aside' || lost.length === 0
      ? null
      : keepsNothing(destination, keeps, run, lost),
  )
}

class UndoInProgress {
  readonly #context: RunContext
  readonly #onRows: (transfers: Tally) => void
  readonly #sums = {
    transfers: { count: 0, bytes: 0 },
    moves: { count: 0, bytes: 0 },
    deletes: { count: 0, bytes: 0 },
  }
  #same = 0
  #looked = 0
  #refused = 0
  /** Keys of rows of which nothing can be put back. */
  readonly lost: string[] = []

  constructor(context: RunContext, onRows: (transfers: Tally) => void) {
    this.#context = context
    this.#onRows = onRows
  }

  async take(side: S3Side, rows: readonly DoneRow[], signal: AbortSignal): Promise<void> {
    const place = { ...side, retry: this.#context.retry }
    const keys = rows.map(({ key }) => key)
    const versions = await versionsOf(place, keys, signal)
    const left = await versionsOf(
      place,
      leftOf(rows)
        .map(({ key }) => key)
        .sort(compareKeys),
      signal,
    )
    this.#looked += keys.length
    this.#context.meter.listed.destination += keys.length
    this.#add(
      rows.flatMap((row) =>
        this.#rowFor(
          row,
          heldBy(row, decideUndo(row, versions.get(row.key) ?? []), (old) =>
            decideUndo(old, left.get(old.key) ?? []),
          ),
        ),
      ),
    )
  }

  /** The same from what the run has put aside. */
  async takeAside(side: Side, rows: readonly DoneRow[], signal: AbortSignal): Promise<void> {
    const found = await lookAside(this.#context, side, [...rows, ...leftOf(rows)], signal)
    const decide = (row: PlanRow, was = row): Undoing =>
      decideFromAside(row, found.get(was) ?? nothingFound, side.kind)
    this.#looked += rows.length
    this.#context.meter.listed.destination += rows.length
    this.#add(
      rows.flatMap((row) =>
        this.#rowFor(
          row,
          row.action === 'move'
            ? decideMoveBack(row, found.get(row) ?? nothingFound)
            : heldBy(row, decide(row), (old) => decide(old, row.left)),
        ),
      ),
    )
  }

  /** None of them can be put back. */
  refuse(rows: readonly PlanRow[]): void {
    const changed = rows.filter(({ outcome }) => outcome?.untouched !== true)
    this.#add(changed.flatMap((row) => this.#rowFor(row, { kind: 'refused', reason: 'not-kept' })))
  }

  close(brokenBy: ErrorData | null): MadePlan {
    this.#context.store.closeFolders()
    const summary: PlanSummary = {
      ...emptySummary,
      complete: brokenBy === null,
      listed: { source: 0, destination: this.#looked },
      same: this.#same,
      transfers: { ...this.#sums.transfers },
      ...(this.#sums.moves.count === 0 ? {} : { moves: { ...this.#sums.moves } }),
      deletes: { ...this.#sums.deletes },
      skipped: this.#refused,
      problems: this.#refused,
      withheld: brokenBy,
    }
    return { summary, brokenBy }
  }

  #rowFor(row: PlanRow, undoing: MoveBack | Held): NewRow[] {
    const { key } = row
    switch (undoing.kind) {
      case 'same':
        this.#same++
        return []
      case 'move-back': {
        const { seen } = undoing
        const from = { key: row.from?.key ?? key, seen }
        return [
          {
            key,
            action: 'move',
            reason: 'renamed',
            source: row.source,
            destination: null,
            decidedBy: 'the undo',
            from,
          },
        ]
      }
      case 'undo': {
        const { action, reason, source, destination, by } = undoing
        return [{ key, action, reason, source, destination, decidedBy: 'the undo', outcome: { undo: by } }]
      }
      case 'refused': {
        const { reason } = undoing
        const { destination } = this.#context
        const old = 'old' in undoing ? undoing.old : null
        if (reason === 'not-kept' && old === null) this.lost.push(key)
        const error =
          old !== null
            ? oldNotBackError(destination, { key, old, reason })
            : reason === 'not-kept'
              ? notKeptError(destination, key)
              : writtenSinceError(destination, key, row.outcome?.aside)
        return [
          {
            key,
            action: 'skip',
            reason,
            source: row.action === 'move' ? row.source : row.destination,
            destination: null,
            decidedBy: 'the undo',
            state: 'refused-changed',
            outcome: { error },
          },
        ]
      }
    }
  }

  #add(rows: readonly NewRow[]): void {
    const { store, tally } = this.#context
    const first = store.rowCount + 1
    const added = { count: 0, bytes: 0 }
    for (const row of rows) {
      const state = row.state ?? 'planned'
      const size = sizeOf(row)
      store.folders.pass(row.key, row.destination !== null)
      store.folders.addRow(row.key, { category: categoryOf(row), state, size, sign: 1 })
      if (row.action === 'skip') continue
      const { transfers, moves, deletes } = this.#sums
      const sum = isDelete(row.action) ? deletes : row.action === 'move' ? moves : transfers
      sum.count++
      sum.bytes += row.from?.seen.size ?? size
      if (isDelete(row.action)) continue
      added.count++
      added.bytes += size
    }
    store.add(rows)
    store.flushFolders()
    for (const [index, row] of rows.entries()) {
      if (row.state !== 'refused-changed') continue
      this.#refused++
      tally.refusedByPlan++
      const refused: PlanRow = { ...row, seq: first + index, state: row.state, outcome: row.outcome ?? null }
      tally.add(refused)
      void this.#context.onEvent({ kind: 'row', row: refused })
    }
    this.#onRows(added)
  }
}

const nothingFound: Found = { now: null, isKept: false, other: null }

const leftOf = (rows: readonly DoneRow[]): PlanRow[] => rows.flatMap(({ left }) => left ?? [])

/** A new name that stays, because its old one is not put back. */
interface Held {
  readonly kind: 'refused'
  readonly reason: 'written-since' | 'not-kept'
  readonly old: string
}

/** @param decide says what undoing the old name of a move comes to */
function heldBy({ left }: DoneRow, own: Undoing, decide: (left: PlanRow) => Undoing): Undoing | Held {
  if (left === undefined || own.kind !== 'undo') return own
  const undoing = decide(asDeleted(left))
  return undoing.kind === 'refused' ? { ...undoing, old: left.key } : own
}

function* batches(rows: Iterable<DoneRow>): Generator<DoneRow[]> {
  let batch: DoneRow[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
