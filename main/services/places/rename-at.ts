import { SluiceError } from '../../../shared/errors.ts'
import { renameEntry, renameObject, type ObjectStore, type Retry, type World } from '../../engine/index.ts'
import type { Address } from './typed-address.ts'

/**
 * Gives what stands at a place another name there: a file or folder of a disk, or an object. Without a slash at its end a
 * key is that of an object, so no folder of a bucket is ever meant.
 * @throws SluiceError
 */
export async function renameAt(
  address: Address,
  names: { readonly from: string; readonly to: string },
  means: {
    readonly world: Pick<World, 'fs' | 'platform' | 'clock'>
    readonly retry: Retry
    store(): Promise<ObjectStore>
  },
  signal: AbortSignal,
): Promise<void> {
  if (address.kind === 'local') await renameEntry(means.world, address.path, names)
  else if (address.kind === 's3') {
    const now = means.world.clock.now()
    await renameObject({ store: await means.store(), retry: means.retry, now }, address, names, signal)
  } else throw new SluiceError({ code: 'usage', message: 'S3 has no way to rename a bucket.' })
}
