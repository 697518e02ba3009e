import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from './buckets/acl.ts'
import { deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets/bucket.ts'
import { getBucketVersioning, putBucketVersioning } from './buckets/bucket-versioning.ts'
import { createBucket } from './buckets/create-bucket.ts'
import { unset } from './buckets/unset-configurations.ts'
import type { Call } from './call.ts'
import { listObjects, listObjectsV2 } from './listing/list-objects.ts'
import { listMultipartUploads } from './listing/list-uploads.ts'
import { listObjectVersions } from './listing/list-versions.ts'
import { abortMultipartUpload } from './multipart/abort-upload.ts'
import { completeMultipartUpload } from './multipart/complete-upload.ts'
import { uploadPartCopy } from './multipart/copy-part.ts'
import { createMultipartUpload } from './multipart/create-upload.ts'
import { listParts } from './multipart/list-parts.ts'
import { uploadPart } from './multipart/upload-part.ts'
import { copyObject } from './objects/copy-object.ts'
import { deleteObject } from './objects/delete-object.ts'
import { deleteObjects } from './objects/delete-objects.ts'
import { getObject, headObject, overrideParameters } from './objects/get-object.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './objects/object-tagging.ts'
import { putObject } from './objects/put-object.ts'
import type { Reply } from './reply.ts'

export type Target = 'service' | 'bucket' | 'object'

export interface Operation {
  readonly method: string
  readonly target: Target
  /** Query parameters that make a request one for this operation: all of them have to be there. */
  readonly selector: readonly string[]
  /** The others it takes. A request with any more is refused rather than taken for something it is not. */
  readonly parameters: readonly string[]
  /** Whether the bytes come from another object rather than from the body. */
  readonly copies?: true
  readonly run: (call: Call) => Reply | Promise<Reply>
}

const listing = ['prefix', 'delimiter', 'encoding-type']
const reading = ['versionId', 'partNumber', ...overrideParameters]
const part = ['partNumber', 'uploadId']

function operation(
  method: string,
  target: Target,
  selector: readonly string[],
  parameters: readonly string[],
  run: Operation['run'],
): Operation {
  return { method, target, selector, parameters, run }
}

/** Every operation of S3 that this server has. */
export const operations: readonly Operation[] = [
  operation(
    'GET',
    'service',
    [],
    ['prefix', 'max-buckets', 'continuation-token', 'bucket-region'],
    listBuckets,
  ),

  operation('GET', 'bucket', [], [...listing, 'marker', 'max-keys'], listObjects),
  operation(
    'GET',
    'bucket',
    ['list-type'],
    [...listing, 'continuation-token', 'start-after', 'max-keys', 'fetch-owner', 'marker'],
    (call) => (call.request.query.get('list-type') === '2' ? listObjectsV2(call) : listObjects(call)),
  ),
  operation(
    'GET',
    'bucket',
    ['versions'],
    [...listing, 'key-marker', 'version-id-marker', 'max-keys'],
    listObjectVersions,
  ),
  operation(
    'GET',
    'bucket',
    ['uploads'],
    [...listing, 'key-marker', 'upload-id-marker', 'max-uploads'],
    listMultipartUploads,
  ),
  operation('GET', 'bucket', ['location'], [], getBucketLocation),
  operation('GET', 'bucket', ['versioning'], [], getBucketVersioning),
  operation('GET', 'bucket', ['acl'], [], getBucketAcl),
  ...unset.map(({ selector, run }) => operation('GET', 'bucket', [selector], [], run)),
  operation('HEAD', 'bucket', [], [], headBucket),
  operation('PUT', 'bucket', [], [], createBucket),
  operation('PUT', 'bucket', ['versioning'], [], putBucketVersioning),
  operation('PUT', 'bucket', ['acl'], [], putBucketAcl),
  operation('DELETE', 'bucket', [], [], deleteBucket),
  operation('POST', 'bucket', ['delete'], [], deleteObjects),

  operation('GET', 'object', [], reading, getObject),
  operation('HEAD', 'object', [], reading, headObject),
  operation('PUT', 'object', [], [], putObject),
  { ...operation('PUT', 'object', [], [], copyObject), copies: true },
  operation('DELETE', 'object', [], ['versionId'], deleteObject),
  operation('GET', 'object', ['acl'], ['versionId'], getObjectAcl),
  operation('PUT', 'object', ['acl'], ['versionId'], putObjectAcl),
  operation('GET', 'object', ['tagging'], ['versionId'], getObjectTagging),
  operation('PUT', 'object', ['tagging'], ['versionId'], putObjectTagging),
  operation('DELETE', 'object', ['tagging'], ['versionId'], deleteObjectTagging),

  operation('POST', 'object', ['uploads'], [], createMultipartUpload),
  operation('PUT', 'object', part, [], uploadPart),
  { ...operation('PUT', 'object', part, [], uploadPartCopy), copies: true },
  operation('POST', 'object', ['uploadId'], [], completeMultipartUpload),
  operation('DELETE', 'object', ['uploadId'], [], abortMultipartUpload),
  operation('GET', 'object', ['uploadId'], ['max-parts', 'part-number-marker'], listParts),
]
