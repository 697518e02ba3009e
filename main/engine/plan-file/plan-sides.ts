import type { PlanSide } from '../../../shared/plan-file.ts'
import { formatLocation } from '../../../shared/location.ts'
import type { Side } from '../side.ts'

/** A side as a plan file has it. @param keyMd5 of the key of SSE-C that goes with its calls; null for none. */
export function describeSide(side: Side, keyMd5: string | null): PlanSide {
  if (side.kind === 'local') return { kind: 'local', root: side.root }
  const { bucket, prefix, store } = side
  return {
    kind: 's3',
    bucket,
    prefix,
    endpoint: store.endpoint.label,
    identity: store.identity?.name ?? null,
    identityId: store.identity?.id ?? null,
    keyMd5,
  }
}

/** A side of a plan as it is typed. */
export const addressOf = (side: PlanSide): string =>
  side.kind === 'local' ? side.root : formatLocation(side)

/** In what a side is another than the plan was made for. */
export interface Elsewhere {
  readonly what: 'place' | 'endpoint' | 'identity' | 'key'
  /** As it was, and as it is, for people. */
  readonly then: string
  readonly now: string
}

/**
 * What keeps a side from being the one that a plan was made for; null where it is. A folder's path is for the caller to
 * judge.
 *
 * | differs                                        | is       |
 * |------------------------------------------------|----------|
 * | folder or bucket, bucket or prefix             | place    |
 * | server                                         | endpoint |
 * | the key of SSE-C, or that there is one         | key      |
 * | an access key or role, where both are known    | identity |
 */
export function whyElsewhere(planned: PlanSide, side: PlanSide): Elsewhere | null {
  if (planned.kind === 'local' && side.kind === 'local') return null
  if (planned.kind === 'local' || side.kind === 'local' || addressOf(planned) !== addressOf(side))
    return { what: 'place', then: addressOf(planned), now: addressOf(side) }
  if (planned.endpoint !== side.endpoint)
    return { what: 'endpoint', then: planned.endpoint, now: side.endpoint }
  if (planned.keyMd5 !== side.keyMd5)
    return { what: 'key', then: planned.keyMd5 ?? 'none', now: side.keyMd5 ?? 'none' }
  const differs =
    planned.identityId !== null && side.identityId !== null && planned.identityId !== side.identityId
  // Who calls unsigned is nobody, and not somebody who is not known.
  const isNobody = (planned.identity === null) !== (side.identity === null)
  return differs || isNobody ? { what: 'identity', then: whoOf(planned), now: whoOf(side) } : null
}

/** `the profile dev (AKIA…)` */
export function whoOf({ identity, identityId }: PlanSide & { readonly kind: 's3' }): string {
  if (identity === null) return 'nobody (unsigned)'
  return identityId === null ? identity : `${identity} (${identityId})`
}
