import { SluiceError } from '../../../shared/errors.ts'
import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'
import { seenOf } from '../local/as-seen.ts'
import { moveFile } from '../local/move-file.ts'
import type { LocalSide, S3Side } from '../side.ts'
import type { Removed } from '../transfer/remove-objects.ts'
import { checkNewFile, checkNewObject, checkSource } from './check-move.ts'
import { endRefused } from './end-refused.ts'
import { endsTheRun } from './ends-the-run.ts'
import { internalError } from './internal-error.ts'
import { endRow, type RunContext } from './run-context.ts'
import { removeBatch } from './remove-batch.ts'
import { removeOne } from './remove-files.ts'
import { landingPath, transferRow } from './transfer-row.ts'

const batchSize = 500

/** Moves that are looked at together. */
const lanes = 16

/**
 * A move has two halves. The first is done with the transfers, and leaves the row `running`:
 *
 * | destination | first half                          | second half, where deletes are done        | where they are not        |
 * |-------------|-------------------------------------|--------------------------------------------|---------------------------|
 * | a bucket    | a copy by the server, proved        | the old object is deleted                  | both stay: `withheld`     |
 * | a folder    | nothing yet                         | renamed; a link, or on another disk: fetched, and the old one deleted | fetched, the old one stays: `withheld` |
 *
 * @throws SluiceError `changed` where the source no longer has what the move stands for.
 */
export async function beginMove(context: RunContext, row: PlanRow, signal: AbortSignal): Promise<void> {
  await checkSource(context, row, signal)
  const isCopied = context.destination.kind === 's3'
  const outcome = isCopied ? await transferRow(context, row, signal) : null
  context.store.finish(row, 'running', outcome)
  context.meter.transfers.done++
}

/** The second halves, by the order of the old names. @param finish stops between batches. @param signal stops within one. */
export async function endMoves(context: RunContext, finish: AbortSignal, signal: AbortSignal): Promise<void> {
  const { destination } = context
  for (const rows of halfDone(context)) {
    const paused = context.pause.wait()
    if (paused !== undefined) await paused
    if (finish.aborted || signal.aborted || context.tally.endedBy !== null) return
    // What is about to go is written before it goes.
    context.store.commit()
    if (destination.kind === 's3') await removeOld(context, destination, rows, signal)
    else await renameAll(context, destination, rows, { finish, signal })
  }
}

/**
 * Deletes are withheld: what is new comes all the same, and what is old stays beside it.
 * @param mayFetch not where the folder is on another disk by now
 */
export async function leaveOldNames(
  context: RunContext,
  mayFetch: boolean,
  { finish, stop }: { readonly finish: AbortSignal; readonly stop: AbortSignal },
): Promise<void> {
  const { tally } = context
  const endedBy = tally.endedBy
  const isOver = (): boolean => finish.aborted || stop.aborted || tally.endedBy !== endedBy
  const fetches = mayFetch && context.source.kind !== 'past'
  for (const rows of halfDone(context)) {
    for (const row of rows) {
      const paused = context.pause.wait()
      if (paused !== undefined) await paused
      if (isOver()) return
      const end = await settle(context, row, stop, async () => ({
        state: 'withheld',
        outcome: row.outcome ?? (fetches ? await fetchNew(context, row, stop) : null),
      }))
      await end()
    }
  }
}

/** Moves that were begun and whose end the run has not come to: a copy stays beside the old name, and its row says so. */
export async function sayHalfDone(context: RunContext): Promise<void> {
  for (const rows of halfDone(context)) {
    for (const row of rows) {
      if (row.outcome === null) context.store.finish(row, 'planned', null)
      else await endRow(context, row, 'withheld', row.outcome)
    }
  }
}

function* halfDone({ store }: RunContext): Generator<PlanRow[]> {
  let after = ''
  for (;;) {
    const rows = store.moves.halfDone(after, batchSize)
    const last = rows.at(-1)?.from?.key
    if (last === undefined) return
    after = last
    yield rows
  }
}

/** Under every rule of a delete: each old object is looked at right before, and stays where it is another by now. */
async function removeOld(
  context: RunContext,
  side: S3Side,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<void> {
  const refused = await findChanged(context, side, rows, signal)
  if (signal.aborted) return
  for (const [row, error] of refused) await endMove(context, row, { error, outcome: undefined }, signal)
  const victims = rows.flatMap((row) =>
    row.from === undefined || refused.has(row)
      ? []
      : [{ ...row, key: row.from.key, destination: row.from.seen }],
  )
  const bySeq = new Map(rows.map((row) => [row.seq, row]))
  for (const { row, error, outcome } of await removeBatch(context, side, victims, signal)) {
    const move = bySeq.get(row.seq)
    if (move !== undefined) await endMove(context, move, { error, outcome }, signal)
  }
}

/** Moves whose source or new object is another by now: perhaps the copy was made by an earlier run. */
async function findChanged(
  context: RunContext,
  side: S3Side,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<Map<PlanRow, SluiceError>> {
  const found = new Map<PlanRow, SluiceError>()
  const queue = rows.values()
  const lane = async (): Promise<void> => {
    for (const row of queue) {
      if (signal.aborted) return
      try {
        await checkSource(context, row, signal)
        await checkNewObject(context, side, row, signal)
      } catch (error) {
        found.set(row, asTold(error, row))
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return found
}

async function endMove(
  context: RunContext,
  row: PlanRow,
  {
    error,
    outcome,
  }: { readonly error: SluiceError | null; readonly outcome: Removed['outcome'] | undefined },
  signal: AbortSignal,
): Promise<void> {
  if (error !== null) {
    await endRefused(context, row, error, signal, row.outcome)
    return
  }
  const { deleteMarker, ...from } = outcome ?? {}
  await endRow(context, row, 'done', {
    ...row.outcome,
    from,
    ...(deleteMarker === undefined ? {} : { deleteMarker }),
  })
}

/** Names are put on disk before the journal calls them done. */
async function renameAll(
  context: RunContext,
  side: LocalSide,
  rows: readonly PlanRow[],
  { finish, signal }: { readonly finish: AbortSignal; readonly signal: AbortSignal },
): Promise<void> {
  const { aside, tally } = context
  const endedBy = tally.endedBy
  const begun: { readonly row: PlanRow; readonly end: () => Promise<void> }[] = []
  for (const row of rows) {
    if (finish.aborted || signal.aborted || tally.endedBy !== endedBy) break
    const end = await settle(context, row, signal, async (keep) => {
      await checkSource(context, row, signal)
      return { state: 'done', outcome: await renameOne(context, side, row, keep, signal) }
    })
    begun.push({ row, end })
  }
  try {
    await (await context.folders()).sync()
    if (aside !== null && aside.kind !== 'prefix') await aside.sync()
  } catch (error) {
    // They have their new names, as far as can be seen; whether the disk has them, nobody knows.
    for (const { row } of begun) await endRefused(context, row, asTold(error, row), signal, row.outcome)
    throw error
  }
  for (const { end } of begun) await end()
}

/** @param keep is told what was fetched, once it is there */
async function renameOne(
  context: RunContext,
  side: LocalSide,
  row: PlanRow,
  keep: (fetched: Outcome) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const { source, from, outcome, seq } = row
  if (source === null || from === undefined) throw internalError(new Error('A move of nothing.'), row.key)
  const isBack = context.source.kind === 'past'
  const paths = { old: landingPath(context, side, from.key), new: landingPath(context, side, row.key) }
  const folders = await context.folders()
  if (outcome === null) {
    const time = isBack ? source.modified : Math.floor(source.modified / 1000) * 1000
    const moved = await moveFile(folders, paths, from.seen, time)
    if (moved.kind === 'moved') {
      if (moved.notice !== null)
        void context.onEvent({ kind: 'notice', subject: paths.new, message: moved.notice })
      return { proof: 'hash', bytes: 0, written: moved.written, from: { renamed: true } }
    }
    if (isBack) throw notBack(paths)
  } else await checkNewFile(context, paths.new, row)
  const fetched = outcome ?? (await fetchNew(context, row, signal))
  keep(fetched)
  // The new name is on disk before the old one goes.
  await folders.sync()
  const file = { row: { key: from.key, seq }, path: paths.old, seen: from.seen }
  return { ...fetched, from: await removeOne(context, folders, file, signal) }
}

const notBack = (paths: { readonly old: string; readonly new: string }): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${paths.old} can't be renamed to ${paths.new}: one of them is on another disk by now, or a link.`,
    subject: paths.new,
    advice: 'It was left as it is. Move it by hand.',
  })

/** As if the old name were not known. @returns its outcome, and the file as it is then */
async function fetchNew(
  context: RunContext,
  { from: _, ...row }: PlanRow,
  signal: AbortSignal,
): Promise<Outcome> {
  const { destination, direction, meter, moving, world } = context
  // None of its bytes were expected to go anywhere.
  meter.bytes.total += row.source?.size ?? 0
  moving.begin(row)
  try {
    const done = await transferRow(context, { ...row, action: direction }, signal)
    if (destination.kind === 's3' || done.written !== undefined) return done
    const path = landingPath(context, destination, row.key)
    const now = await world.fs.lstat(path).catch(() => null)
    return now === null ? done : { ...done, written: seenOf(now) }
  } finally {
    moving.end(row.seq)
  }
}

const asTold = (error: unknown, { key }: PlanRow): SluiceError =>
  error instanceof SluiceError ? error : internalError(error, key)

/** @returns what ends the row: as the work says, or with why it could not be done, and what was done of it all the same. */
async function settle(
  context: RunContext,
  row: PlanRow,
  signal: AbortSignal,
  work: (
    keep: (done: Outcome) => void,
  ) => Promise<{ readonly state: 'done' | 'withheld'; readonly outcome: Outcome | null }>,
): Promise<() => Promise<void>> {
  let kept = row.outcome
  try {
    const { state, outcome } = await work((done) => {
      kept = done
      context.store.finish(row, 'running', done)
      context.store.commit()
    })
    return async () => endRow(context, row, state, outcome)
  } catch (error) {
    if (signal.aborted) return () => Promise.resolve()
    const told = asTold(error, row)
    if (endsTheRun.has(told.code)) context.tally.endBy(told.toData())
    return () => endRefused(context, row, told, signal, kept)
  }
}
