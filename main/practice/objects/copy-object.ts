import type { Call } from '../call.ts'
import { isChecksumAlgorithm } from '../checksums/checksum.ts'
import type { ChecksumAlgorithm } from '../checksums/checksum.ts'
import { copyContent, largestBody } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import type { S3Request } from '../s3-request.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import type { ObjectVersion, Properties } from '../store/object-version.ts'
import { element, s3Document } from '../xml/write-xml.ts'
import { checksumElements } from './checksum-headers.ts'
import type { CopySource } from './copy-source.ts'
import { findCopySource, sourceVersionHeaders } from './copy-source.ts'
import { quoted } from './etag.ts'
import { versionHeaders } from './find-version.ts'
import { encryptionHeaders, readProperties, readStorageClass } from './properties.ts'
import { isoTime } from './times.ts'
import { checkWriteCondition, readWriteCondition } from './write-conditions.ts'

/** CopyObject: the bytes as one part, whatever parts the source had. */
export async function copyObject(call: Call): Promise<Reply> {
  const { request, store } = call
  const { key } = request
  store.bucket(request.bucket)
  const condition = readWriteCondition(request)
  const source = findCopySource(call)
  checkSize(source.version)
  checkChangesSomething(request, source.named)
  const properties = copiedProperties(request, source.version)
  const algorithm = readAlgorithm(request) ?? source.version.checksum?.algorithm ?? 'CRC64NVME'

  const bytes = store.read(store.pieces.ofVersion(source.version), null)
  const copied = await copyContent(store, bytes, algorithm, (piece) => {
    const bucket = store.bucket(request.bucket)
    checkWriteCondition(condition, key, store.versions.current(bucket.name, key))
    const { added, removed } = store.versions.add(bucket.versioning, {
      bucket: bucket.name,
      key,
      modified: call.time(),
      size: piece.size,
      etag: piece.etag,
      properties,
      checksum: { algorithm, type: 'FULL_OBJECT', value: piece.checksum },
    })
    store.pieces.put(added, piece)
    return { result: { bucket, version: added }, removed }
  })

  const { version } = copied
  const result = [
    element('LastModified', isoTime(version.modified)),
    element('ETag', quoted(version.etag)),
    ...checksumElements(version.checksum),
  ]
  return documentReply(s3Document('CopyObjectResult', result), {
    ...versionHeaders(copied),
    ...sourceVersionHeaders(source),
    ...encryptionHeaders(properties),
  })
}

function checkSize({ size }: ObjectVersion): void {
  if (size <= largestBody) return
  const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${String(largestBody)}`
  throw new S3Error('InvalidRequest', { message })
}

/** A copy of the current version onto itself has to change something. */
function checkChangesSomething(request: S3Request, source: CopySource): void {
  const changes =
    readDirective(request, 'x-amz-metadata-directive') === 'REPLACE' ||
    source.versionId !== undefined ||
    [
      'x-amz-storage-class',
      'x-amz-server-side-encryption',
      'x-amz-website-redirect-location',
      'x-amz-checksum-algorithm',
    ].some((header) => request.headers.has(header))
  if (changes || source.bucket !== request.bucket || source.key !== request.key) return
  throw new S3Error('InvalidRequest', {
    message:
      'This copy request is illegal because it is trying to copy an object to itself without changing the ' +
      "object's metadata, storage class, website redirect location or encryption attributes.",
  })
}

/** Storage class, encryption and redirect are never copied; the rest as the directives say. */
function copiedProperties(request: S3Request, { properties }: ObjectVersion): Properties {
  const given = readProperties(request)
  const replaceMetadata = readDirective(request, 'x-amz-metadata-directive') === 'REPLACE'
  const replaceTags = readDirective(request, 'x-amz-tagging-directive') === 'REPLACE'
  const redirect = request.headers.get('x-amz-website-redirect-location')
  const { 'x-amz-website-redirect-location': _, ...headers } = properties.headers
  return {
    headers: replaceMetadata
      ? given.headers
      : { ...headers, ...(redirect === undefined ? {} : { 'x-amz-website-redirect-location': redirect }) },
    metadata: replaceMetadata ? given.metadata : properties.metadata,
    tags: replaceTags ? given.tags : properties.tags,
    storageClass: readStorageClass(request) ?? 'STANDARD',
    encryption: given.encryption,
  }
}

function readDirective(request: S3Request, header: string): 'COPY' | 'REPLACE' {
  const directive = request.headers.get(header) ?? 'COPY'
  if (directive === 'COPY' || directive === 'REPLACE') return directive
  throw invalidArgument(
    header,
    directive,
    `Unknown ${header === 'x-amz-tagging-directive' ? 'tagging' : 'metadata'} directive.`,
  )
}

function readAlgorithm(request: S3Request): ChecksumAlgorithm | null {
  const name = request.headers.get('x-amz-checksum-algorithm')?.toUpperCase()
  if (name === undefined) return null
  if (isChecksumAlgorithm(name)) return name
  throw unsupportedAlgorithm()
}

export function unsupportedAlgorithm(): S3Error {
  const message =
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: ' +
    '[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]'
  return new S3Error('InvalidRequest', { message })
}
