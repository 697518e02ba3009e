import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { escapeName, formatCounted } from '../../../shared/formats.ts'

/**
 * What a run waits for:
 *
 * | another run keeps it out | runs before it | words                                   |
 * |--------------------------|----------------|-----------------------------------------|
 * | yes                      |                | why, as the lock has it                 |
 * | no                       | none           | `begins now`                            |
 * | no                       | some           | `waits for 2 runs`                      |
 */
export function waitingWords({ waiting }: Pick<PlanStatus, 'waiting'>): string {
  if (waiting === null) return ''
  if (waiting.blocked !== null) return `waits: ${escapeName(waiting.blocked.message)}`
  const before = waiting.runs + waiting.place - 1
  return before === 0 ? 'begins now' : `waits for ${formatCounted(before, 'run')}`
}
