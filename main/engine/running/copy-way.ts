import type { ObjectName } from '../s3/object-store.ts'
import type { S3Side } from '../side.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { Retry } from './retry.ts'

/** Whether the server copies from bucket to bucket, or the bytes go through this machine. */
export type CopyWay = 'server' | 'relay'

/**
 * Decides for a whole run how objects are copied (D-23): by a HEAD of one of them with the destination's identity.
 *
 * | identities | relay allowed | the destination's identity sees the object | way    |
 * |------------|---------------|--------------------------------------------|--------|
 * | one        | any           | –                                          | server |
 * | two        | no            | –                                          | server |
 * | two        | yes           | as it was listed                           | server |
 * | two        | yes           | not, or another one                        | relay  |
 *
 * Under keys of a person's own only Amazon's servers are known to copy: radosgw answers NotImplemented, and takes the
 * keys of parts for broken ones (measured, 16.2.15).
 */
export async function findCopyWay(
  context: { readonly retry: Retry; readonly rules: Pick<SyncRules, 'mayRelay'> },
  source: S3Side,
  destination: S3Side,
  object: ObjectName & { readonly etag: string },
  signal: AbortSignal,
): Promise<CopyWay> {
  const ownKeys = source.ownKey === true || destination.ownKey === true
  if (ownKeys && !destination.store.endpoint.aws) return 'relay'
  if (source.store === destination.store || !context.rules.mayRelay) return 'server'
  try {
    const head = await context.retry('head', (s) => destination.store.head(object, s), signal)
    return head !== null && head.etag === object.etag ? 'server' : 'relay'
  } catch {
    signal.throwIfAborted()
    // Refused, unknown, or another server: whatever it is, this identity, whose keys are good, does not read it.
    return 'relay'
  }
}
