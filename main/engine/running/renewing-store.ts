import type { SideName } from '../../../shared/job.ts'
import { settingCalls } from '../s3/setting-calls.ts'
import type { ObjectStore } from '../s3/object-store.ts'
import type { Side, Source } from '../side.ts'
import type { ExpiredCredentials } from './expired-credentials.ts'

/** Hears of the requests of a run. */
export interface RequestListener {
  /** One is to be made, by the name that S3 has for it. */
  readonly onRequest: (operation: string) => void
  /** The reply to one has begun. */
  readonly onReply: () => void
}

/**
 * The sides of a run over stores whose calls wait for new credentials when theirs have expired. Sides that share a
 * store go on sharing one; of two, each is renewed by itself.
 */
export function renewingSides<S extends Source>(
  source: S,
  destination: Side,
  expired: ExpiredCredentials,
  heard: RequestListener,
): { source: S; destination: Side } {
  const shared =
    source.kind === 's3' && destination.kind === 's3' && source.store === destination.store
      ? renewing(source.store, ['source', 'destination'], expired, heard)
      : null
  const open = <T extends Source>(side: T, name: SideName): T =>
    side.kind === 's3' ? { ...side, store: shared ?? renewing(side.store, [name], expired, heard) } : side
  return { source: open(source, 'source'), destination: open(destination, 'destination') }
}

function renewing(
  store: ObjectStore,
  sides: readonly SideName[],
  expired: ExpiredCredentials,
  heard: RequestListener,
): ObjectStore {
  const who = { identity: store.identity ?? null, sides }
  const call = <T>(signal: AbortSignal, operation: string, make: () => Promise<T>): Promise<T> => {
    const counted = async (): Promise<T> => {
      heard.onRequest(operation)
      const reply = await make()
      heard.onReply()
      return reply
    }
    return expired.call(counted, who, signal)
  }
  return {
    endpoint: store.endpoint,
    withParts: store.withParts,
    ...(store.identity === undefined ? {} : { identity: store.identity }),
    listPage: (query, signal) => call(signal, 'ListObjectsV2', () => store.listPage(query, signal)),
    browse: (query, signal) => call(signal, 'ListObjectsV2', () => store.browse(query, signal)),
    head: (query, signal) => call(signal, 'HeadObject', () => store.head(query, signal)),
    get: (query, signal) => call(signal, 'GetObject', () => store.get(query, signal)),
    put: (query, signal) => call(signal, 'PutObject', () => store.put(query, signal)),
    remove: (query, signal) => call(signal, 'DeleteObject', () => store.remove(query, signal)),
    removeMany: (bucket, keys, signal) =>
      call(signal, 'DeleteObjects', () => store.removeMany(bucket, keys, signal)),
    copy: (query, signal) => call(signal, 'CopyObject', () => store.copy(query, signal)),
    tags: (query, signal) => call(signal, 'GetObjectTagging', () => store.tags(query, signal)),
    setTags: (query, tags, signal) =>
      call(signal, 'PutObjectTagging', () => store.setTags(query, tags, signal)),
    startMultipart: (query, signal) =>
      call(signal, 'CreateMultipartUpload', () => store.startMultipart(query, signal)),
    putPart: (query, signal) => call(signal, 'UploadPart', () => store.putPart(query, signal)),
    copyPart: (query, signal) => call(signal, 'UploadPartCopy', () => store.copyPart(query, signal)),
    finishMultipart: (query, signal) =>
      call(signal, 'CompleteMultipartUpload', () => store.finishMultipart(query, signal)),
    abortMultipart: (query, signal) =>
      call(signal, 'AbortMultipartUpload', () => store.abortMultipart(query, signal)),
    listParts: (query, signal) => call(signal, 'ListParts', () => store.listParts(query, signal)),
    listUploads: (query, signal) =>
      call(signal, 'ListMultipartUploads', () => store.listUploads(query, signal)),
    listVersions: (query, signal) =>
      call(signal, 'ListObjectVersions', () => store.listVersions(query, signal)),
    listBuckets: (signal) => call(signal, 'ListBuckets', () => store.listBuckets(signal)),
    versioning: (bucket, signal) =>
      call(signal, 'GetBucketVersioning', () => store.versioning(bucket, signal)),
    ownership: (bucket, signal) =>
      call(signal, 'GetBucketOwnershipControls', () => store.ownership(bucket, signal)),
    bucketSetting: (bucket, name, signal) =>
      call(signal, settingCalls[name], () => store.bucketSetting(bucket, name, signal)),
    // No request is made.
    presign: (query, signal) => store.presign(query, signal),
    close: () => {
      store.close()
    },
  }
}
