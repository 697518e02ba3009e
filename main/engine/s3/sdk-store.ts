import { bucketSetting } from './bucket-settings.ts'
import { listBuckets, versioning } from './buckets.ts'
import type { ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'
import { keyMd5, type CustomerKey } from './customer-keys.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { get } from './get-object.ts'
import { head } from './head-object.ts'
import { listUploads } from './list-uploads.ts'
import { askPage, askVersions } from './listing.ts'
import { abortMultipart, copyPart, finishMultipart, listParts, putPart, startMultipart } from './multipart.ts'
import type { ObjectStore } from './object-store.ts'
import { getTags, setTags } from './object-tags.ts'
import { presign } from './presign.ts'
import { removeMany } from './remove-many.ts'
import { ownership } from './ownership.ts'
import { S3Connection } from './s3-connection.ts'
import { copy, put, remove } from './write-objects.ts'

/**
 * An object store over the AWS SDK: Amazon's, or any server that speaks S3. Loading this module loads the SDK, some
 * 60 ms: import it when it is needed.
 */
export function createSdkStore(options: ConnectionOptions): ObjectStore {
  const connection = new S3Connection(options)
  return {
    endpoint: connection.endpoint,
    withParts: partsSettings(connection.checksums.withBodies, options.customerKeys?.object),
    ...(options.identity === undefined ? {} : { identity: options.identity }),
    listPage: async (query, signal) => {
      const { entries, next } = await askPage(connection, query, signal)
      return { entries, next }
    },
    browse: (query, signal) => askPage(connection, { ...query, delimiter: '/' }, signal),
    head: (query, signal) => head(connection, query, signal),
    get: (query, signal) => get(connection, query, signal),
    put: (query, signal) => put(connection, query, signal),
    remove: (query, signal) => remove(connection, query, signal),
    removeMany: (bucket, keys, signal) => removeMany(connection, bucket, keys, signal),
    copy: (query, signal) => copy(connection, query, signal),
    tags: (query, signal) => getTags(connection, query, signal),
    setTags: (query, tags, signal) => setTags(connection, query, tags, signal),
    startMultipart: (query, signal) => startMultipart(connection, query, signal),
    putPart: (query, signal) => putPart(connection, query, signal),
    copyPart: (query, signal) => copyPart(connection, query, signal),
    finishMultipart: (query, signal) => finishMultipart(connection, query, signal),
    abortMultipart: (query, signal) => abortMultipart(connection, query, signal),
    listParts: (query, signal) => listParts(connection, query, signal),
    listUploads: (query, signal) => listUploads(connection, query, signal),
    listVersions: (query, signal) => askVersions(connection, query, signal),
    listBuckets: (signal) => listBuckets(connection, signal),
    versioning: (bucket, signal) => versioning(connection, bucket, signal),
    ownership: (bucket, signal) => ownership(connection, bucket, signal),
    bucketSetting: (bucket, name, signal) => bucketSetting(connection, bucket, name, signal),
    presign: (query, signal) => presign(connection, query, signal),
    close: () => {
      connection.close()
    },
  }
}

/** See `ObjectStore.withParts`. */
const partsSettings = (algorithm: ChecksumAlgorithm | null, key: CustomerKey | undefined): string =>
  `${algorithm ?? 'no checksum'}, ${key === undefined ? 'no key' : keyMd5(key)}`
