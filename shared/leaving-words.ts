import { formatCounted } from './formats.ts'

/** What goes on when a person wants to leave. */
export interface LeftBehind {
  /** Runs that are going on. */
  readonly runs: number
  /** Runs that wait for their turn. */
  readonly waiting: number
  /** How many of those the next start offers. */
  readonly kept: number
}

/** What is asked about, before runs are left. */
export function leavingMessage({ runs, waiting }: Pick<LeftBehind, 'runs' | 'waiting'>): string {
  if (runs === 0)
    return waiting === 1 ? 'A sync waits for its turn.' : `${waiting} syncs wait for their turn.`
  return `${runs === 1 ? 'A sync is' : `${runs} syncs are`} still running.`
}

/** What happens to runs that are left. */
export function leavingDetail(left: LeftBehind): string {
  const { runs, waiting } = left
  const begun =
    'What is not done by then is left as it was, and stands in the history. The same sync goes on from there.'
  const queued = `${formatCounted(waiting, 'run')} in the queue ${waiting === 1 ? 'does' : 'do'} not begin.`
  return [...(runs > 0 ? [begun] : []), ...(waiting > 0 ? [queued, keptWords(left)] : [])].join(' ')
}

/**
 * What the next start has of those that wait:
 *
 * | kept             | it says                                     |
 * |------------------|---------------------------------------------|
 * | all              | that what was planned is offered            |
 * | some             | how many are, and what the others need      |
 * | none             | that they have to be previewed anew         |
 */
function keptWords({ waiting, kept }: LeftBehind): string {
  if (kept === waiting) return 'The next start offers what was planned, to be reviewed again.'
  if (kept === 0) return `The next start does not offer ${waiting === 1 ? 'it' : 'them'}: preview anew then.`
  const others = waiting - kept === 1 ? 'the other one has' : 'the others have'
  return `${kept} of ${waiting} waiting plans ${
    kept === 1 ? 'is' : 'are'
  } offered at the next start, to be reviewed again; ${others} to be previewed anew.`
}
