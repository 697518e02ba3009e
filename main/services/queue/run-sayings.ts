import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { escapeName, formatBytes, formatCounted } from '../../../shared/formats.ts'
import type { RunReport } from '../../../shared/job.ts'
import type { Activity, RunEnded } from '../../host/window-host.ts'
import type { Plan } from '../plans/plan.ts'

/** What goes on, for the task bar and against sleep: how far is by the bytes of all runs together. */
export function activityOf(
  running: readonly Pick<Plan, 'bytes' | 'phase'>[],
  queue: Pick<Activity, 'waiting' | 'kept'>,
): Activity {
  const total = running.reduce((sum, { bytes }) => sum + bytes.total, 0)
  const done = running.reduce((sum, { bytes }) => sum + bytes.done, 0)
  return {
    runs: running.length,
    waiting: queue.waiting,
    kept: queue.kept,
    held: running.length > 0 && running.every(({ phase }) => phase === 'paused'),
    fraction: total === 0 ? null : done / total,
  }
}

/**
 * What a notification says of a run that has ended:
 *
 * | the report's exit | title    |
 * |-------------------|----------|
 * | 0                 | Done     |
 * | 130               | Stopped  |
 * | any other, none   | Problems |
 */
export function endedWords({
  task,
  source,
  destination,
  report,
}: Pick<PlanStatus, 'task' | 'source' | 'destination' | 'report'>): RunEnded {
  const to = escapeName(destination.text)
  const isOfOne = task === 'remove' || task === 'undo'
  const route = isOfOne ? to : `${escapeName(source.text)} → ${to}`
  const how = report?.exit === 0 ? 'Done' : report?.exit === 130 ? 'Stopped' : 'Problems'
  return { title: `${how}: ${route}`, text: report === null ? '' : sayingOf(report) }
}

function sayingOf({ transferred, deleted, failed, refused, withheld, endedBy }: RunReport): string {
  const facts = [
    ...(transferred.count > 0
      ? [`${formatCounted(transferred.count, 'file')}, ${formatBytes(transferred.bytes)}`]
      : []),
    ...(deleted.count > 0 ? [formatCounted(deleted.count, 'delete')] : []),
    ...(failed > 0 ? [`${formatCounted(failed, 'item')} failed`] : []),
    ...(refused > 0 ? [`${formatCounted(refused, 'item')} changed since the preview`] : []),
    ...(withheld > 0 ? [`${formatCounted(withheld, 'delete')} withheld`] : []),
    ...(endedBy === null ? [] : [escapeName(endedBy.message)]),
  ]
  return facts.length === 0 ? 'There was nothing to do.' : facts.join('; ')
}
