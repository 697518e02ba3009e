import { randomBytes } from 'node:crypto'
import type { Call } from '../call.ts'
import { isChecksumAlgorithm } from '../checksums/checksum.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import type { S3Request } from '../s3-request.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import { unsupportedAlgorithm } from '../objects/copy-object.ts'
import { encryptionHeaders, readProperties } from '../objects/properties.ts'
import type { Upload } from '../store/uploads.ts'
import { element, s3Document } from '../xml/write-xml.ts'

/** CreateMultipartUpload */
export async function createMultipartUpload(call: Call): Promise<Reply> {
  const { request, store } = call
  const { bucket, key } = request
  store.bucket(bucket)
  const checksum = readChecksum(request)
  const properties = readProperties(request)
  const id = randomBytes(48).toString('base64url').replaceAll('-', '.')
  await store.change(() => {
    store.uploads.start({
      id,
      bucket: store.bucket(bucket).name,
      key,
      started: call.time(),
      checksum,
      newestVersion: store.versions.newestSeq(),
      objectExisted: store.versions.current(bucket, key) !== null,
      properties,
    })
    return { result: undefined, removed: [] }
  })
  const result = [element('Bucket', bucket), element('Key', key), element('UploadId', id)]
  return documentReply(s3Document('InitiateMultipartUploadResult', result), {
    ...encryptionHeaders(properties),
    ...(checksum === null
      ? {}
      : { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type }),
  })
}

/**
 * The checksum an upload asks for. A type left out is FULL_OBJECT for CRC64NVME, COMPOSITE for the others.
 *
 * |             | CRC32, CRC32C | CRC64NVME | SHA1, SHA256 |
 * |-------------|---------------|-----------|--------------|
 * | COMPOSITE   | yes           | refused   | yes          |
 * | FULL_OBJECT | yes           | yes       | refused      |
 */
function readChecksum(request: S3Request): Upload['checksum'] {
  const algorithm = request.headers.get('x-amz-checksum-algorithm')?.toUpperCase()
  const type = request.headers.get('x-amz-checksum-type')
  if (algorithm === undefined) {
    if (type === undefined) return null
    throw refused('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.')
  }
  if (!isChecksumAlgorithm(algorithm)) throw unsupportedAlgorithm()
  if (type === undefined) return { algorithm, type: algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE' }
  if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT') {
    throw invalidArgument('x-amz-checksum-type', type, 'Value for x-amz-checksum-type header is invalid.')
  }
  const refusedType =
    algorithm === 'CRC64NVME' ? 'COMPOSITE' : algorithm.startsWith('SHA') ? 'FULL_OBJECT' : null
  if (type === refusedType) {
    throw refused(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    )
  }
  return { algorithm, type }
}

function refused(message: string): S3Error {
  return new S3Error('InvalidRequest', { message })
}
