import type { PlanSummary } from '../../../shared/job.ts'
import type { PlannedRow } from '../../../shared/plan-file.ts'
import { isDelete, type NewRow, type Outcome, type PlanRow, type Seen } from '../../../shared/plan-row.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { categoryOf, everyRow } from '../../../shared/review.ts'
import { checkAside } from '../aside/check-aside.ts'
import { keyToPath } from '../local/key-to-path.ts'
import { copiedHalf } from '../planning/move-halves.ts'
import type { Review } from '../planning/review.ts'
import type { RunStore } from '../planning/run-store.ts'
import { sizeOf } from '../planning/run-schema.ts'
import type { RunContext } from '../running/run-context.ts'
import { checkThere } from './check-there.ts'
import type { PlanFile } from './open-plan-file.ts'

/** A plan that is not made but taken from a file. */
export interface GivenPlan {
  readonly file: PlanFile
  /** What an earlier run of the same file has done is not done again; null where there was none. */
  readonly before: Pick<Review, 'row'> | null
  /** The folder is another than the one that was planned for: files there are told by size and time alone. */
  readonly elsewhere: boolean
}

const together = 1000

/**
 * Copies a plan file into the store of a run, whose rows are then what runs: never the file. Every key becomes a path
 * below this machine's folder once more.
 *
 * @throws SluiceError as `checkAside` and `checkThere` do; `mount-changed`; `usage` for a key that leads out of it, and then the store is empty still; and for a file that is
 * another by now, and then none of its rows is planned.
 */
export async function takePlan(
  context: RunContext,
  given: GivenPlan,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { store, world, meter } = context
  const { file } = given
  await context.mounts.checkBefore()
  if (context.asidePlace !== null) await checkAside(world, context.asidePlace, context)
  await checkThere(context, signal)
  for (const row of file.rows()) checkNames(context, file.path, row)
  let rows: NewRow[] = []
  for (const row of rowsOrNone(given, store)) {
    const taken = asItStands(row, given)
    store.folders.pass(row.key, row.destination !== null)
    const state = taken.state ?? 'planned'
    store.folders.addRow(row.key, { category: categoryOf(taken), state, size: sizeOf(taken), sign: 1 })
    rows.push(taken)
    if (rows.length < together) continue
    store.add(rows)
    rows = []
    await world.clock.sleep(0, signal)
  }
  store.add(rows)
  const twice = store.moves.takenTwice()
  if (twice !== null) {
    store.choose({ kind: 'view', view: everyRow }, false)
    throw new SluiceError({
      code: 'usage',
      message: `The plan moves ${JSON.stringify(twice)}, and does something else with it too.`,
      subject: file.path,
      advice: 'Nothing was done. No Sluice makes such a plan: do not trust it.',
    })
  }
  store.closeFolders()
  for (const { path, entries } of file.folders()) store.folders.setDestinationEntries(path, entries)
  Object.assign(meter.listed, file.header.summary.listed)
  // What a file says of how much there was may be anybody's: the next run goes by what was kept before.
  return file.header.summary
}

/** All of them; where they turn out not to be what was checked, those taken so far are taken out again. */
function* rowsOrNone({ file }: GivenPlan, store: RunStore): Generator<PlannedRow> {
  try {
    yield* file.rows()
  } catch (error) {
    store.choose({ kind: 'view', view: everyRow }, false)
    throw error
  }
}

/** What is transferred has a file on either side; what goes, and an old name, is only at the destination. */
function checkNames(
  { source, destination, world }: Pick<RunContext, 'source' | 'destination' | 'world'>,
  path: string,
  { key, action, from }: PlannedRow,
): void {
  if (action === 'skip') return
  for (const side of [isDelete(action) ? null : source, destination])
    if (side?.kind === 'local') checkKey(path, side.root, key, world.platform)
  if (from !== undefined && destination.kind === 'local')
    checkKey(path, destination.root, from.key, world.platform)
}

function checkKey(path: string, root: string, key: string, platform: Parameters<typeof keyToPath>[2]): void {
  const landing = keyToPath(root, key, platform)
  if (landing.ok) return
  throw new SluiceError({
    code: 'usage',
    message: `The plan names ${JSON.stringify(key)}, which is no file below ${root}. ${landing.why}`,
    subject: path,
    advice: 'Nothing was done. No Sluice makes such a plan on a machine like this: do not trust it.',
  })
}

function asItStands(row: PlannedRow, { before, elsewhere }: GivenPlan): NewRow {
  const { seq, outcome, ...planned } = row
  const earlier = before?.row(seq)
  if (earlier?.state === 'done' && earlier.key === row.key)
    // This run has not touched it, so it has nothing there to undo.
    return { ...planned, state: 'done', outcome: untouchedBy(earlier) }
  const half = earlier?.key === row.key ? copiedHalf(earlier) : null
  if (half !== null) return { ...planned, state: 'running', outcome: half }
  return {
    ...planned,
    source: elsewhere ? withoutFile(row.source) : row.source,
    destination: elsewhere && !isDelete(row.action) ? withoutFile(row.destination) : row.destination,
    ...(outcome === null ? {} : { outcome }),
  }
}

const untouchedBy = ({ action, outcome }: PlanRow): Outcome => ({
  ...outcome,
  untouched: true,
  ...(action === 'move' ? { from: { untouched: true } } : {}),
})

/** On another disk a file has another identity. */
function withoutFile(seen: Seen | null): Seen | null {
  if (seen === null) return null
  const { file: _, ...others } = seen
  return others
}
