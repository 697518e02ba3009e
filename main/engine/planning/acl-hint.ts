import { SluiceError } from '../../../shared/errors.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { Source, Side } from '../side.ts'

/** A bucket that takes no ACLs, and what its uploads would be refused for. */
export interface AclsOff {
  readonly bucket: string
  /** As it is asked for: `--acl public-read`, `--grants`. */
  readonly asked: string
}

/**
 * What ACLs come to at the destination, asked of it by one call where some are wanted; null where nothing is known to be
 * wrong with them. A bucket whose owner owns every object refuses each write that asks for any, but for the one that
 * gives that owner everything.
 */
export async function findAclsOff(
  source: Source,
  destination: Side,
  { properties: { acl, grants } }: Pick<SyncRules, 'properties'>,
  signal: AbortSignal,
): Promise<AclsOff | null> {
  const asked =
    acl !== null && acl !== 'bucket-owner-full-control'
      ? `--acl ${acl}`
      : grants.length > 0
        ? '--grants'
        : null
  if (asked === null || destination.kind !== 's3' || source.kind === 'nothing') return null
  const { store, bucket } = destination
  try {
    return (await store.ownership(bucket, signal)) === 'enforced' ? { bucket, asked } : null
  } catch (error) {
    // It is an extra: what is wrong with the connection its listing says.
    if (signal.aborted || !(error instanceof SluiceError)) throw error
    return null
  }
}
