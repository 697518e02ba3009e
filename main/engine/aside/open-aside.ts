import type { AsidePlace } from '../../../shared/aside.ts'
import type { Side } from '../side.ts'
import type { World } from '../world.ts'
import type { FileAside } from './file-aside.ts'
import { FolderAside } from './folder-aside.ts'
import { ObjectAside } from './object-aside.ts'
import { TrashAside } from './trash-aside.ts'

/** Where a run puts what it would lose, before it does. */
export type Aside = FileAside | ObjectAside

/** Nothing is made or asked before there is something to keep. Whether a place will do, `checkAside` says. */
export function openAside(
  world: Pick<World, 'fs' | 'clock' | 'platform' | 'trash'>,
  place: AsidePlace | null,
  { runId, destination }: { readonly runId: string; readonly destination: Side },
): Aside | null {
  if (place === null) return null
  if (place.kind === 'prefix') return new ObjectAside(place, runId)
  if (place.kind === 'folder') return new FolderAside(world, place.path, runId)
  if (world.trash === undefined || destination.kind !== 'local') return null
  return new TrashAside(world, world.trash, { runId, root: destination.root })
}
