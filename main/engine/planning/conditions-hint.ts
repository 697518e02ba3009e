import type { Side } from '../side.ts'

/** A server that is known to keep no conditions of writes. */
export interface NoConditions {
  /** Its address. */
  readonly server: string
  readonly habit: 'ignored' | 'refused'
}

/**
 * What is known of the conditions that the destination's server takes with a PutObject; null where one of them is held, or
 * may be. Of the two, what is refused says more than what is ignored.
 *
 * | `If-None-Match: *`, `If-Match`    | it is     |
 * |-----------------------------------|-----------|
 * | one is held                       | null      |
 * | one is refused                    | refused   |
 * | one is ignored                    | ignored   |
 * | neither is known                  | null      |
 */
export function findNoConditions(destination: Side): NoConditions | null {
  if (destination.kind !== 's3') return null
  const { label, habits } = destination.store.endpoint
  const found = [habits.find('create'), habits.find('replace')]
  if (found.includes('held')) return null
  const habit = (['refused', 'ignored'] as const).find((value) => found.includes(value))
  return habit === undefined ? null : { server: label, habit }
}
