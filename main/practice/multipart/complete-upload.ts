import { createHash } from 'node:crypto'
import type { Call } from '../call.ts'
import { checksumAlgorithms, checksumHeader, startChecksum } from '../checksums/checksum.ts'
import { combineCrcs, isCombinable } from '../checksums/crc-combine.ts'
import { checksumElements } from '../objects/checksum-headers.ts'
import { quoted } from '../objects/etag.ts'
import { versionHeaders } from '../objects/find-version.ts'
import { encryptionHeaders } from '../objects/properties.ts'
import { checkWriteCondition, readWriteCondition } from '../objects/write-conditions.ts'
import { readContentMd5 } from '../payload/declared-digests.ts'
import { receiveDocument } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import type { S3Request } from '../s3-request.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import type { Part, StoredChecksum } from '../store/object-version.ts'
import type { Upload } from '../store/uploads.ts'
import { encodeUriPath } from '../uri.ts'
import { element, s3Document } from '../xml/write-xml.ts'
import { chooseParts, parseComplete } from './complete-request.ts'
import { findUpload, partAlgorithm } from './find-upload.ts'

/** CompleteMultipartUpload: the named parts become the object, without a byte being copied. */
export async function completeMultipartUpload(call: Call): Promise<Reply> {
  const { request, store } = call
  findUpload(call)
  const condition = readWriteCondition(request)
  // Its checksum headers are about the object, not about this body.
  const named = parseComplete(await receiveDocument(call, { md5: readContentMd5(request), checksum: null }))

  const finished = await store.change(() => {
    const bucket = store.bucket(request.bucket)
    const upload = findUpload(call)
    const parts = chooseParts(upload, store.uploads.parts(upload), named)
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    const checksum = wholeChecksum(upload, parts)
    checkWhole(request, upload, checksum, size)
    const current = store.versions.current(bucket.name, upload.key)
    checkWriteCondition(condition, upload.key, current, upload)
    const { added, removed } = store.versions.add(bucket.versioning, {
      bucket: bucket.name,
      key: upload.key,
      modified: call.time(),
      size,
      etag: multipartEtag(parts),
      properties: upload.properties,
      checksum,
    })
    return {
      result: { bucket, version: added },
      removed: [...removed, ...store.uploads.finish(upload, added, parts)],
    }
  })

  const { version } = finished
  const path = encodeUriPath(`/${version.bucket}/${version.key}`)
  const result = [
    element('Location', `http://${request.headers.get('host') ?? ''}${path}`),
    element('Bucket', version.bucket),
    element('Key', version.key),
    element('ETag', quoted(version.etag)),
    ...checksumElements(version.checksum),
  ]
  return documentReply(s3Document('CompleteMultipartUploadResult', result), {
    ...versionHeaders(finished),
    ...encryptionHeaders(version.properties),
  })
}

/** MD5 over the MD5s of the parts, and their number. */
function multipartEtag(parts: readonly Part[]): string {
  const hash = createHash('md5')
  for (const { etag } of parts) hash.update(etag, 'hex')
  return `${hash.digest('hex')}-${String(parts.length)}`
}

/** FULL_OBJECT: over all bytes, worked out from the parts'. COMPOSITE: over the digests of the parts. */
function wholeChecksum(upload: Upload, parts: readonly Part[]): StoredChecksum {
  const algorithm = partAlgorithm(upload)
  const digests = parts.map(({ size, checksum }) => ({ size, digest: Buffer.from(checksum, 'base64') }))
  if (upload.checksum?.type !== 'COMPOSITE' && isCombinable(algorithm)) {
    return { algorithm, type: 'FULL_OBJECT', value: combineCrcs(algorithm, digests).toString('base64') }
  }
  const sum = startChecksum(algorithm)
  for (const { digest } of digests) sum.update(digest)
  return { algorithm, type: 'COMPOSITE', value: `${sum.digest().toString('base64')}-${String(parts.length)}` }
}

/** What the Complete itself says of the whole object: `x-amz-checksum-…`, its type, and the size. */
function checkWhole(request: S3Request, upload: Upload, checksum: StoredChecksum, size: number): void {
  const type = request.headers.get('x-amz-checksum-type')
  if (type !== undefined && type !== upload.checksum?.type) {
    const created = upload.checksum?.type ?? 'null'
    throw new S3Error('InvalidRequest', {
      message: `The upload was created using the ${created} checksum mode. The complete request must use the same checksum mode.`,
    })
  }
  // A FULL_OBJECT checksum counts only when the request says its type too (measured).
  const comparable = type !== undefined || upload.checksum?.type !== 'FULL_OBJECT'
  for (const algorithm of checksumAlgorithms) {
    const declared = request.headers.get(checksumHeader(algorithm))
    if (declared === undefined) continue
    if (comparable && algorithm === checksum.algorithm && declared === checksum.value) continue
    const message = `The ${checksum.algorithm.toLowerCase()} you specified did not match the calculated checksum.`
    throw new S3Error('BadDigest', { message })
  }
  const declaredSize = request.headers.get('x-amz-mp-object-size')
  if (declaredSize === undefined || declaredSize === String(size)) return
  if (!/^\d{1,15}$/.test(declaredSize)) {
    throw invalidArgument(
      'x-amz-mp-object-size',
      declaredSize,
      'Value for x-amz-mp-object-size header is invalid',
    )
  }
  throw new S3Error('InvalidRequest', {
    message: `The provided 'x-amz-mp-object-size' header value ${declaredSize} does not match what was computed: ${String(size)}`,
  })
}
