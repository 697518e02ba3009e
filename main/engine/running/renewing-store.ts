import type { SideName } from '../../../shared/job.ts'
import type { ObjectStore } from '../s3/object-store.ts'
import type { Side, Source } from '../side.ts'
import type { ExpiredCredentials } from './expired-credentials.ts'

/**
 * The sides of a run over stores whose calls wait for new credentials when theirs have expired. Sides that share a
 * store go on sharing one; of two, each is renewed by itself.
 */
export function renewingSides<S extends Source>(
  source: S,
  destination: Side,
  expired: ExpiredCredentials,
): { source: S; destination: Side } {
  const shared =
    source.kind === 's3' && destination.kind === 's3' && source.store === destination.store
      ? renewing(source.store, ['source', 'destination'], expired)
      : null
  const open = <T extends Source>(side: T, name: SideName): T =>
    side.kind === 's3' ? { ...side, store: shared ?? renewing(side.store, [name], expired) } : side
  return { source: open(source, 'source'), destination: open(destination, 'destination') }
}

function renewing(store: ObjectStore, sides: readonly SideName[], expired: ExpiredCredentials): ObjectStore {
  const who = { identity: store.identity ?? null, sides }
  const call = <T>(signal: AbortSignal, make: () => Promise<T>): Promise<T> => expired.call(make, who, signal)
  return {
    endpoint: store.endpoint,
    withParts: store.withParts,
    ...(store.identity === undefined ? {} : { identity: store.identity }),
    listPage: (query, signal) => call(signal, () => store.listPage(query, signal)),
    browse: (query, signal) => call(signal, () => store.browse(query, signal)),
    head: (query, signal) => call(signal, () => store.head(query, signal)),
    get: (query, signal) => call(signal, () => store.get(query, signal)),
    put: (query, signal) => call(signal, () => store.put(query, signal)),
    remove: (query, signal) => call(signal, () => store.remove(query, signal)),
    removeMany: (bucket, keys, signal) => call(signal, () => store.removeMany(bucket, keys, signal)),
    copy: (query, signal) => call(signal, () => store.copy(query, signal)),
    tags: (query, signal) => call(signal, () => store.tags(query, signal)),
    setTags: (query, tags, signal) => call(signal, () => store.setTags(query, tags, signal)),
    startMultipart: (query, signal) => call(signal, () => store.startMultipart(query, signal)),
    putPart: (query, signal) => call(signal, () => store.putPart(query, signal)),
    copyPart: (query, signal) => call(signal, () => store.copyPart(query, signal)),
    finishMultipart: (query, signal) => call(signal, () => store.finishMultipart(query, signal)),
    abortMultipart: (query, signal) => call(signal, () => store.abortMultipart(query, signal)),
    listParts: (query, signal) => call(signal, () => store.listParts(query, signal)),
    listUploads: (query, signal) => call(signal, () => store.listUploads(query, signal)),
    listVersions: (query, signal) => call(signal, () => store.listVersions(query, signal)),
    listBuckets: (signal) => call(signal, () => store.listBuckets(signal)),
    versioning: (bucket, signal) => call(signal, () => store.versioning(bucket, signal)),
    close: () => {
      store.close()
    },
  }
}
