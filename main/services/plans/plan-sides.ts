import type { Recovery } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { rootOf, type Side } from '../../engine/index.ts'
import type { Located } from '../places/places.ts'

/**
 * A server copies from one of its buckets to another; bytes between two servers would have to go through here.
 * @throws SluiceError `usage` for two servers
 */
export function refuseTwoServers(source: Side, destination: Side, from: Located, to: Located): void {
  if (source.kind !== 's3' || destination.kind !== 's3' || from.connectionId === to.connectionId) return
  if (source.store.endpoint.label === destination.store.endpoint.label) return
  throw new SluiceError({
    code: 'usage',
    message: `${rootOf(source)} and ${rootOf(destination)} are on two servers, and neither can read the other.`,
    subject: `${source.store.endpoint.label}, ${destination.store.endpoint.label}`,
    advice: 'Sync the one to a folder of this computer, and that folder to the other.',
  })
}

/** Whether what is deleted there can be brought back. */
export async function recoveryOf(destination: Side, signal: AbortSignal): Promise<Recovery> {
  if (destination.kind === 'local') return 'local'
  try {
    return await destination.store.versioning(destination.bucket, signal)
  } catch {
    // Whoever can't be asked keeps nothing that could be promised.
    return 'unknown'
  }
}
