import type { ConditionName } from '../../../shared/endpoint-habits.ts'
import type { Outcome } from '../../../shared/plan-row.ts'
import type { ObjectStore, WriteCondition } from '../s3/object-store.ts'
import type { Expected } from './transfer.ts'
import { writeCondition } from './write-guard.ts'

/** How one write is held to what the plan has seen. */
export interface HeldWrite {
  /** What it carries; empty for nothing. */
  readonly condition: WriteCondition
  /** Whether the destination has to be looked at right before. */
  readonly looksFirst: boolean
  /** What the row is held by when the server takes it so. */
  readonly held: Pick<Outcome, 'heldBy'>
}

/** Conditions about the destination. */
export type WriteHabit = Exclude<ConditionName, 'copyFrom'>

/**
 * By what is known of how the server takes such a condition:
 *
 * | it is       | looked at before | the condition goes along | held by       |
 * |-------------|------------------|--------------------------|---------------|
 * | held        | no               | yes                      | the condition |
 * | not known   | no               | yes                      | trust         |
 * | ignored     | yes              | yes: it does no harm     | a look        |
 * | refused     | yes              | no                       | a look        |
 *
 * Where nothing is expected, nothing is held.
 */
export function heldWrite(
  { endpoint: { habits } }: Pick<ObjectStore, 'endpoint'>,
  name: WriteHabit,
  expected: Expected,
): HeldWrite {
  const condition = writeCondition(expected)
  if (Object.keys(condition).length === 0) return { condition, looksFirst: false, held: {} }
  const habit = habits.find(name)
  if (habit === 'held') return { condition, looksFirst: false, held: {} }
  if (habit === null) return { condition, looksFirst: false, held: { heldBy: 'trust' } }
  return { condition: habit === 'refused' ? {} : condition, looksFirst: true, held: { heldBy: 'look' } }
}

/** What a PutObject is held by: there are two conditions, and a server may take one of them alone. */
export const putHabit = (expected: Expected): 'create' | 'replace' =>
  expected.kind === 'absent' ? 'create' : 'replace'
