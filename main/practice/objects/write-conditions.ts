import type { S3Request } from '../s3-request.ts'
import { S3Error, headerNotImplemented } from '../s3-error.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import type { Upload } from '../store/uploads.ts'
import { unquoted } from './etag.ts'

/** What must hold of the current object for a write to take place. */
export type WriteCondition = 'none' | 'absent' | { readonly etag: string }

/**
 * Reads `If-None-Match: *` or `If-Match: etag` of a PUT, a copy or a Complete
 * (AmazonS3/latest/userguide/conditional-writes.html).
 * @throws S3Error `NotImplemented` for both at once and for values that S3 doesn't take
 */
export function readWriteCondition(request: S3Request): WriteCondition {
  const match = request.headers.get('if-match')
  const noneMatch = request.headers.get('if-none-match')
  if (match !== undefined && noneMatch !== undefined) {
    throw headerNotImplemented(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    )
  }
  if (noneMatch !== undefined) {
    if (noneMatch.trim() !== '*') throw refusedValue('If-None-Match')
    return 'absent'
  }
  if (match === undefined) return 'none'
  if (match.trim() === '*') throw refusedValue('If-Match')
  return { etag: unquoted(match) }
}

function refusedValue(header: string): S3Error {
  return headerNotImplemented(header, `We don't accept the provided value of ${header} header for this API`)
}

/**
 * | condition | current object                                       | write                          |
 * |-----------|------------------------------------------------------|--------------------------------|
 * | none      | any                                                  | yes                            |
 * | absent    | there                                                | 412 PreconditionFailed         |
 * | absent    | not there, but was when the upload began             | 409 ConditionalRequestConflict |
 * | absent    | not there                                            | yes                            |
 * | etag      | not there                                            | 404 NoSuchKey                  |
 * | etag      | another ETag                                         | 412 PreconditionFailed         |
 * | etag      | that ETag, but written since the upload began        | 409 ConditionalRequestConflict |
 * | etag      | that ETag                                            | yes                            |
 *
 * A delete marker counts as not there. Only a Complete has an upload.
 */
export function checkWriteCondition(
  condition: WriteCondition,
  key: string,
  current: ObjectVersion | null,
  upload: Upload | null = null,
): void {
  if (condition === 'none') return
  if (condition === 'absent') {
    if (current !== null) throw preconditionFailed('If-None-Match')
    if (upload?.objectExisted === true) throw conflict('If-None-Match', key)
    return
  }
  checkEtag(condition.etag, key, current)
  if (upload !== null && current !== null && current.seq > upload.newestVersion)
    throw conflict('If-Match', key)
}

/** `If-Match` of a DELETE, which also takes `*`; an absent object is 404 there too. */
export function checkDeleteCondition(
  match: string | undefined,
  key: string,
  current: ObjectVersion | null,
): void {
  if (match !== undefined) checkEtag(match.trim() === '*' ? null : unquoted(match), key, current)
}

/** @param etag null for any */
function checkEtag(etag: string | null, key: string, current: ObjectVersion | null): void {
  if (current === null) throw new S3Error('NoSuchKey', { details: { Key: key } })
  if (etag !== null && current.etag !== etag) throw preconditionFailed('If-Match')
}

export function preconditionFailed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { details: { Condition: condition } })
}

function conflict(condition: string, key: string): S3Error {
  return new S3Error('ConditionalRequestConflict', { details: { Condition: condition, Key: key } })
}
