import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { formatCount } from '../../../shared/formats.ts'
import { shareDone } from '../../job/run-progress.ts'
import { placeName } from '../../shell/place-name.ts'

/** What a plan is, for a list of them. */
export function jobName({ task, source, destination }: PlanStatus): string {
  if (task === 'undo') return `Undo in ${placeName(destination)}`
  if (task === 'change') return `Change in ${placeName(destination)}`
  if (task === 'remove') return `Delete in ${placeName(destination)}`
  return `${task === 'move' ? 'Move ' : ''}${placeName(source)} → ${placeName(destination)}`
}

/** Where a plan stands, in a few words for a list: `listing 41,200 …`, `waits for you`, `43 %`, `done`. */
export function jobWords({ phase, listed, progress, report }: PlanStatus): string {
  switch (phase) {
    case 'listing':
      return `listing ${formatCount(listed.source + listed.destination)} …`
    case 'ready':
    case 'partial':
      return 'waits for you'
    case 'failed':
      return 'could not be planned'
    case 'cancelled':
      return 'cancelled'
    case 'waiting':
      return 'waits'
    case 'ended':
      return report?.exit === 0 ? 'done' : report?.exit === 130 ? 'stopped' : 'done with problems'
    case 'paused':
      return `paused${percent(progress)}`
    case 'finishing':
      return 'finishing'
    case 'stopping':
      return 'stopping'
    case 'running':
      return `running${percent(progress)}`
  }
}

const percent = (progress: PlanStatus['progress']): string =>
  progress === null ? '' : ` · ${Math.floor(shareDone(progress) * 100)} %`
