import type { AsidePlace } from '../../../shared/aside.ts'
import { hasTrash, type World } from '../../engine/index.ts'
import type { OpenedPlan } from './opened-plan.ts'

/**
 * Where a plan of the window puts what it would lose; null for nowhere.
 *
 * | plan                                            | place                      |
 * |-------------------------------------------------|----------------------------|
 * | undoes a run                                    | where that run has put it  |
 * | changes a folder whose disk has a trash, unless told not to | the trash      |
 * | any other                                       | none                       |
 */
export async function asideFor(
  world: Pick<World, 'fs' | 'trash'>,
  { source, destination, options }: Pick<OpenedPlan, 'source' | 'destination' | 'options'>,
): Promise<AsidePlace | null> {
  if (source.kind === 'past') return source.run.aside
  if (destination.kind !== 'local' || !options.trash) return null
  return (await hasTrash(world, destination)) ? { kind: 'trash' } : null
}
