import type {
  CopyPartQuery,
  FinishMultipartQuery,
  ObjectStore,
  PartSeen,
  PutPartQuery,
  StartMultipartQuery,
  UploadName,
  UploadsPage,
  Written,
} from '../../main/engine/s3/object-store.ts'
import { compareKeys } from '../../main/engine/listing/key-order.ts'
import { byteName } from './byte-name.ts'
import { keptHeaders } from './memory-s3-bucket.ts'
import {
  bucketOf,
  checkCondition,
  checkDigest,
  checkKey,
  digestEtag,
  refuseConditions,
  sourceOf,
  versionOf,
} from './memory-s3-objects.ts'
import { md5, MemoryUpload } from './memory-s3-upload.ts'
import type { MemoryS3 } from './memory-s3.ts'
import { s3Error, type S3Call } from './s3-error.ts'

/** What a server in memory does with requests about uploads in parts. */

export function start(server: MemoryS3, query: StartMultipartQuery, call: S3Call): { uploadId: string } {
  const bucket = bucketOf(server, call)
  checkKey(query.key, call)
  const { metadata = {}, tags } = query
  const uploadId = server.newUploadId()
  const properties = { metadata, ...keptHeaders(query), ...(tags === undefined ? {} : { tags }) }
  bucket.uploads.set(uploadId, new MemoryUpload(query.key, properties, server.clock.now()))
  return { uploadId }
}

export function putPart(server: MemoryS3, query: PutPartQuery, call: S3Call): Written {
  const upload = uploadOf(server, query, call)
  checkPartNumber(server, query.partNumber, call)
  checkDigest(query.body, query.md5, call)
  const written = addPart(server, upload, query.partNumber, Uint8Array.from(query.body), call)
  return { ...written, checksumProved: server.quirks.aws }
}

export function copyPart(server: MemoryS3, query: CopyPartQuery, call: S3Call): Written {
  const upload = uploadOf(server, query, call)
  checkPartNumber(server, query.partNumber, call)
  const key = server.quirks.decodesPartSourceTwice ? decodeOnceMore(query.source.key) : query.source.key
  if (key === '') throw new Error(`radosgw dies of this request: UploadPartCopy from ${query.source.key}.`)
  const { bytes } = sourceOf(server, { ...query.source, key }, query.sourceEtag, call)
  if (query.from > query.to || query.to >= bytes.length) throw s3Error('InvalidRange', call)
  const written = addPart(server, upload, query.partNumber, bytes.slice(query.from, query.to + 1), call)
  return { ...written, checksumProved: false }
}

/** A bucket has what became of an upload, so that a server can answer the same Complete again. */
export function finish(server: MemoryS3, query: FinishMultipartQuery, call: S3Call): Written {
  const bucket = bucketOf(server, call)
  const { quirks } = server
  refuseConditions(server, query, call)
  const before = bucket.finished.get(query.uploadId)
  if (before && quirks.repeatedFinish === 'same reply') {
    return { etag: before.etag, etagIsDigest: false, checksumProved: false }
  }
  const upload = uploadOf(server, query, call, quirks.finishOfNothing)
  const rules = { smallestPart: server.smallestPart, takesAll: quirks.finishTakesAllParts }
  const object = upload.assemble(query.parts, rules, call)
  if (quirks.honoursFinishConditions) checkCondition(bucket, query, 'NoSuchKey', call)
  bucket.uploads.delete(query.uploadId)
  const written = bucket.write(query.key, { ...object, etagIsDigest: !bucket.encrypted })
  bucket.finished.set(query.uploadId, written)
  return {
    etag: quirks.firstFinishEtag === 'empty' ? '' : object.etag,
    etagIsDigest: false,
    checksumProved: false,
    ...versionOf(bucket, written.versionId),
  }
}

/** What is not there needs no aborting. */
export function abort(server: MemoryS3, query: UploadName, call: S3Call): void {
  bucketOf(server, call).uploads.delete(query.uploadId)
}

export function list(server: MemoryS3, query: UploadName, call: S3Call): PartSeen[] | null {
  const upload = bucketOf(server, call).uploads.get(query.uploadId)
  if (upload?.key !== query.key) return null
  return [...upload.parts]
    .sort(([a], [b]) => a - b)
    .map(([partNumber, { bytes, etag }]) => ({ partNumber, size: bytes.length, etag }))
}

/** In the order of keys, and of one key the oldest first. */
export function listUploads(
  server: MemoryS3,
  { prefix, after }: Parameters<ObjectStore['listUploads']>[0],
  call: S3Call,
): UploadsPage {
  const all = Array.from(bucketOf(server, call).uploads, ([uploadId, { key, started }]) => ({
    key,
    uploadId,
    started,
  }))
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || a.started - b.started)
  const begin =
    after === null
      ? 0
      : all.findIndex(({ key, uploadId }) => key === after.key && uploadId === after.uploadId) + 1
  const uploads = all.slice(begin, begin + server.pageSize)
  const last = uploads.at(-1)
  const isEnd = begin + uploads.length === all.length || last === undefined
  return { uploads, next: isEnd ? null : { key: last.key, uploadId: last.uploadId } }
}

function addPart(
  server: MemoryS3,
  upload: MemoryUpload,
  partNumber: number,
  bytes: Uint8Array,
  call: S3Call,
): { etag: string; etagIsDigest: boolean } {
  const written = digestEtag(bucketOf(server, call), md5(bytes))
  upload.parts.set(partNumber, { bytes: Uint8Array.from(bytes), etag: written.etag })
  return written
}

function uploadOf(
  server: MemoryS3,
  { key, uploadId }: UploadName,
  call: S3Call,
  otherwise: 'NoSuchUpload' | 'InternalError' = 'NoSuchUpload',
): MemoryUpload {
  const upload = bucketOf(server, call).uploads.get(uploadId)
  if (upload?.key !== key) throw s3Error(otherwise, call)
  return upload
}

function checkPartNumber(server: MemoryS3, partNumber: number, call: S3Call): void {
  if (partNumber < 1 || partNumber > server.quirks.highestPart) throw s3Error('InvalidArgument', call)
}

/** As radosgw's `url_decode`: cut off at half an escape, empty for a wrong one, and behind a `?` a plus is a space. */
function decodeOnceMore(key: string): string {
  const encoded = byteName(key)
  let decoded = ''
  let inQuery = false
  for (let at = 0; at < encoded.length; at++) {
    const character = encoded.charAt(at)
    if (character === '?') inQuery = true
    if (character !== '%') {
      decoded += inQuery && character === '+' ? ' ' : character
      continue
    }
    const digits = encoded.slice(at + 1, at + 3)
    if (digits.length < 2) break
    if (!/^[0-9a-f]{2}$/i.test(digits)) return ''
    decoded += String.fromCharCode(parseInt(digits, 16))
    at += 2
  }
  return Buffer.from(decoded, 'latin1').toString('utf8')
}
