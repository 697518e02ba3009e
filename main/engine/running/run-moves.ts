import { join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'
import { changedSinceListed, isAsSeen, statAsListed } from '../local/as-seen.ts'
import { explainFsError } from '../local/explain-fs-error.ts'
import { moveFile } from '../local/move-file.ts'
import { removeFile } from '../local/remove-file.ts'
import { sourceName, type LocalSide, type S3Side } from '../side.ts'
import type { Removed } from '../transfer/remove-objects.ts'
import { sourceChanged } from '../transfer/write-guard.ts'
import { endRefused } from './end-refused.ts'
import { internalError } from './internal-error.ts'
import { endRow, type RunContext } from './run-context.ts'
import { removeBatch } from './remove-batch.ts'
import { landingPath, transferRow } from './transfer-row.ts'

const batchSize = 500

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

async function checkSource(
  { source, world, retry }: RunContext,
  { key, source: seen }: PlanRow,
  signal: AbortSignal,
): Promise<void> {
  if (seen === null || source.kind === 'nothing' || source.kind === 'past') return
  const name = sourceName(source, key)
  if (source.kind === 's3') {
    const object = { bucket: source.bucket, key: source.prefix + name }
    const head = await retry('head', (s) => source.store.head(object, s), signal)
    if (head === null || head.etag !== seen.etag) throw sourceChanged(object)
    return
  }
  const path = join(source.root, name)
  const now = await statAsListed(world.fs, path).catch((error: unknown) => {
    throw explainFsError(error, path)
  })
  if (!isAsSeen(now, seen)) throw changedSinceListed(path)
}

/** The second halves, by the order of the old names. @param finish stops between batches. @param signal stops within one. */
export async function endMoves(context: RunContext, finish: AbortSignal, signal: AbortSignal): Promise<void> {
  const { destination } = context
  for (const rows of halfDone(context)) {
    const paused = context.pause.wait()
    if (paused !== undefined) await paused
    if (finish.aborted || signal.aborted) return
    // What is about to go is written before it goes.
    context.store.commit()
    if (destination.kind === 's3') await removeOld(context, destination, rows, signal)
    else await renameAll(context, destination, rows, { finish, signal })
  }
}

/** Deletes are withheld: what is new comes all the same, and what is old stays beside it. */
export async function leaveOldNames(context: RunContext, signal: AbortSignal): Promise<void> {
  for (const rows of halfDone(context)) {
    for (const row of rows) {
      if (signal.aborted) return
      const end = await settle(context, row, signal, async () => ({
        state: 'withheld',
        outcome: row.outcome ?? (await fetchNew(context, row, signal)),
      }))
      await end()
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
  const victims = rows.flatMap((row) =>
    row.from === undefined ? [] : [{ ...row, key: row.from.key, destination: row.from.seen }],
  )
  const bySeq = new Map(rows.map((row) => [row.seq, row]))
  for (const { row, error, outcome } of await removeBatch(context, side, victims, signal)) {
    const move = bySeq.get(row.seq)
    if (move !== undefined) await endMove(context, move, { error, outcome }, signal)
  }
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
  const { deleteMarker } = outcome ?? {}
  await endRow(context, row, 'done', {
    ...row.outcome,
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
  const ends: (() => Promise<void>)[] = []
  for (const row of rows) {
    if (finish.aborted || signal.aborted) break
    ends.push(
      await settle(context, row, signal, async () => {
        await checkSource(context, row, signal)
        return { state: 'done', outcome: await renameOne(context, side, row, signal) }
      }),
    )
  }
  await (await context.folders()).sync()
  for (const end of ends) await end()
}

async function renameOne(
  context: RunContext,
  side: LocalSide,
  row: PlanRow,
  signal: AbortSignal,
): Promise<Outcome> {
  const { source, from, outcome } = row
  if (source === null || from === undefined) throw internalError(new Error('A move of nothing.'), row.key)
  const paths = { old: landingPath(context, side, from.key), new: landingPath(context, side, row.key) }
  const folders = await context.folders()
  if (outcome === null) {
    const moved = await moveFile(folders, paths, from.seen, source.modified)
    if (moved.kind === 'moved') {
      if (moved.notice !== null)
        void context.onEvent({ kind: 'notice', subject: paths.new, message: moved.notice })
      return { proof: 'hash', bytes: 0 }
    }
  }
  const fetched = outcome ?? (await fetchNew(context, row, signal))
  await removeFile(folders, paths.old, from.seen)
  return fetched
}

/** As if the old name were not known. */
const fetchNew = (context: RunContext, { from: _, ...row }: PlanRow, signal: AbortSignal): Promise<Outcome> =>
  transferRow(context, { ...row, action: context.direction }, signal)

/** @returns what ends the row: as the work says, or with why it could not be done. */
async function settle(
  context: RunContext,
  row: PlanRow,
  signal: AbortSignal,
  work: () => Promise<{ readonly state: 'done' | 'withheld'; readonly outcome: Outcome }>,
): Promise<() => Promise<void>> {
  try {
    const { state, outcome } = await work()
    return async () => endRow(context, row, state, outcome)
  } catch (error) {
    if (signal.aborted) return () => Promise.resolve()
    const told = error instanceof SluiceError ? error : internalError(error, row.key)
    return () => endRefused(context, row, told, signal, row.outcome)
  }
}
