import type { AsidePlace } from '../../../shared/aside.ts'
import type { Recovery } from '../../../shared/bridge/plans.ts'
import type { Side } from '../../engine/index.ts'

/**
 * Whether what is deleted or replaced there can be brought back.
 * @param trash whether the trash was asked for
 */
export async function recoveryOf(
  {
    destination,
    aside,
    trash,
  }: { readonly destination: Side; readonly aside: AsidePlace | null; readonly trash: boolean },
  signal: AbortSignal,
): Promise<Recovery> {
  if (destination.kind === 'local') return aside?.kind ?? (trash ? 'no-trash' : 'local')
  try {
    const versions = await destination.store.versioning(destination.bucket, signal)
    return versions === 'kept' ? versions : (aside?.kind ?? versions)
  } catch {
    // Whoever can't be asked keeps nothing that could be promised.
    return aside?.kind ?? 'unknown'
  }
}
