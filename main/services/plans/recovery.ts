import type { Recovery } from '../../../shared/bridge/plans.ts'
import type { Side } from '../../engine/index.ts'

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
