import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectStore, Side } from '../../engine/index.ts'
import type { Located } from '../places/places.ts'

/** Opens a place as a side of a plan. @throws SluiceError `usage` for a list of buckets, and what opening its store says */
export async function openSide(
  { connectionId, address }: Located,
  connections: { store(id: string): Promise<ObjectStore> },
): Promise<Side> {
  if (address.kind === 'local') return { kind: 'local', root: address.path }
  if (address.kind === 's3') {
    const { bucket, prefix } = address
    return { kind: 's3', store: await connections.store(connectionId), bucket, prefix }
  }
  throw new SluiceError({
    code: 'usage',
    message: 'A list of buckets is no side of a sync.',
    advice: 'Open one of the buckets first.',
  })
}

/** Whose settings count: those of the server, and of the destination's where both sides are on one. */
export const connectionOf = (from: Located, to: Located): string =>
  to.connectionId === 'local' ? from.connectionId : to.connectionId
