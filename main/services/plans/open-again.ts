import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { everyRow } from '../../../shared/review.ts'
import { compareKeys, type Side } from '../../engine/index.ts'
import type { Located } from '../places/places.ts'
import { openGiven } from './open-given.ts'
import type { OpenedPlan } from './opened-plan.ts'
import type { Plan } from './plan.ts'

const pageSize = 500

/** Those that compare two sides. */
const takesRowsAgain = (task: OpenedPlan['task']): boolean => task === 'sync' || task === 'move'

/**
 * Opens the sides of a run again, for the rows that it has refused: those keys alone, by the rules of the run.
 * @param seqs of them; null for all. @throws SluiceError `usage` for a run that has not ended, or has refused none of them.
 */
export async function openAgain(
  plan: Plan,
  opened: OpenedPlan,
  seqs: readonly number[] | null,
  openSide: (at: Located) => Promise<Side>,
): Promise<OpenedPlan> {
  const { task, from, to, rules, options, selection } = opened
  if (plan.phase !== 'ended' || !takesRowsAgain(task)) throw nothingToLookAt(plan)
  // Of a move both names: what it is now, only both tell.
  const names = [...refusedIn(plan, seqs)].flatMap(({ key, from }) => [
    key,
    ...(from === undefined ? [] : [from.key]),
  ])
  const keys = [...new Set(names)].sort(compareKeys)
  if (keys.length === 0) throw nothingToLookAt(plan)
  const [source, destination] = await Promise.all([openSide(from), openSide(to)])
  const { destination: destinationEntries } = plan.status().listed
  return {
    task,
    from,
    to,
    source,
    destination,
    rules,
    options,
    selection,
    only: { keys, destinationEntries },
  }
}

/** What planning refused is told as such, and not planned again. */
function* refusedIn({ review }: Plan, seqs: readonly number[] | null): Generator<PlanRow> {
  const wanted = (row: PlanRow | null): row is PlanRow =>
    row?.state === 'refused-changed' && row.action !== 'skip'
  if (seqs !== null) {
    yield* seqs.map((seq) => review.row(seq)).filter(wanted)
    return
  }
  const view = { ...everyRow, states: ['refused-changed' as const] }
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = review.page(view, offset, pageSize)
    if (rows.length === 0) return
    yield* rows.filter(wanted)
  }
}

/**
 * Opens the same once more, to go on although a folder of it is on another disk than in the last run.
 * @returns what is to be closed. @throws SluiceError `usage` for what was made from the record of a run
 */
export async function openOnItsDisk(
  opened: OpenedPlan,
  parts: Parameters<typeof openGiven>[1],
  openSide: (at: Located) => Promise<Side>,
): Promise<OpenedPlan> {
  const { from, to, given } = opened
  if (given !== undefined)
    return { ...(await openGiven(given.file.path, parts, openSide)), allowChangedMount: true }
  if (opened.source.kind === 'past' || (opened.source.kind === 'nothing' && opened.source.copied !== null)) {
    throw new SluiceError({
      code: 'usage',
      message: 'What a run has left to do is planned from its report.',
      advice: 'Go back to that run, and begin it there again.',
    })
  }
  const destination = await openSide(to)
  const source = opened.source.kind === 'nothing' ? opened.source : await openSide(from)
  return { ...opened, source, destination, allowChangedMount: true }
}

const nothingToLookAt = ({ made }: Plan): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'There is nothing in this run that was refused, and could be looked at again.',
    subject: made.planId,
    advice: 'Preview anew to see everything as it is now.',
  })
