import { formatCounted } from './formats.ts'

/** What goes on when a person wants to leave. */
export interface LeftBehind {
  /** Runs that are going on. */
  readonly runs: number
  /** Runs that wait for their turn. */
  readonly waiting: number
}

/** What is asked about, before runs are left. */
export function leavingMessage({ runs, waiting }: LeftBehind): string {
  if (runs === 0)
    return waiting === 1 ? 'A sync waits for its turn.' : `${waiting} syncs wait for their turn.`
  return `${runs === 1 ? 'A sync is' : `${runs} syncs are`} still running.`
}

/** What happens to runs that are left. */
export function leavingDetail({ runs, waiting }: LeftBehind): string {
  const left =
    'What is not done by then is left as it was, and stands in the history. The same sync goes on from there.'
  const kept = `${formatCounted(waiting, 'run')} in the queue ${
    waiting === 1 ? 'does' : 'do'
  } not begin. The next start offers what was planned, to be reviewed again.`
  return [...(runs > 0 ? [left] : []), ...(waiting > 0 ? [kept] : [])].join(' ')
}
