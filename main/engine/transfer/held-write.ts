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

/** Conditions about the destination, by the call that carries them: there are two, and a server may take one alone. */
const habitsOf = {
  put: { new: 'create', over: 'replace' },
  finish: { new: 'finishNew', over: 'finishOver' },
  copy: { new: 'copyNew', over: 'copyOver' },
} as const satisfies Record<string, Record<'new' | 'over', ConditionName>>

/** The condition by which a write is held to what is expected. */
export const writeHabit = (call: keyof typeof habitsOf, { kind }: Expected): ConditionName =>
  habitsOf[call][kind === 'absent' ? 'new' : 'over']

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
  call: keyof typeof habitsOf,
  expected: Expected,
): HeldWrite {
  const condition = writeCondition(expected)
  if (Object.keys(condition).length === 0) return { condition, looksFirst: false, held: {} }
  const habit = habits.find(writeHabit(call, expected))
  if (habit === 'held') return { condition, looksFirst: false, held: {} }
  if (habit === null) return { condition, looksFirst: false, held: { heldBy: 'trust' } }
  return { condition: habit === 'refused' ? {} : condition, looksFirst: true, held: { heldBy: 'look' } }
}
