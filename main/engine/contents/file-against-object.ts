import type { Retry } from '../running/retry.ts'
import type { ContentVerdict } from '../planning/compare-pair.ts'
import { etagShape } from '../transfer/digest.ts'
import { likelyPartSizes, type Multipart } from '../transfer/part-size.ts'
import { likeChecksum, partsLike, partsOf, wholeMd5, type FileDigests } from './file-digests.ts'
import { areAlike, askFirstPart, askFurtherParts, headListed, type ListedObject } from './object-parts.ts'

export interface AskTools {
  readonly retry: Retry
  /** Part sizes that are likely where a server does not tell them. */
  readonly multipart: Multipart
}

const same: ContentVerdict = { kind: 'same' }
const differs: ContentVerdict = { kind: 'differs', by: 'MD5 of parts' }

/**
 * Compares a file with an object of as many bytes, more than none. What is asked of the server is a HEAD, and only
 * where the listing and the digests of the file do not settle it.
 *
 * | ETag as listed | asked for            | the server says                    | digest of the file   | verdict    |
 * |----------------|----------------------|------------------------------------|----------------------|------------|
 * | any            | nothing              | –                                  | one remembered fits  | same       |
 * | MD5            | nothing              | –                                  | MD5 fits             | same       |
 * | MD5            | the object           | the ETag is a digest               | MD5 does not fit     | differs    |
 * | parts          | nothing: the size of its parts is remembered              | parts of it fit      | same       |
 * | parts          | nothing: the size of its parts is remembered              | parts of it do not   | differs    |
 * | parts          | part 1               | a size                             | parts of it fit      | same       |
 * | parts          | all parts            | the same size of all               | parts of it do not   | differs    |
 * | parts          | all parts            | other sizes                        | parts of those fit   | same       |
 * | parts          | all parts            | other sizes                        | parts of those do not| differs    |
 * | parts          | part 1               | no size                            | likely parts fit     | same       |
 *
 * Where none of these holds, and for an ETag that is no digest (SSE-KMS, SSE-C, other servers' own):
 *
 * | the server keeps a checksum over all bytes | the file's   | verdict    |
 * |--------------------------------------------|--------------|------------|
 * | yes                                        | fits         | same       |
 * | yes                                        | does not fit | differs    |
 * | no                                         | –            | unverified |
 *
 * @throws SluiceError `changed` where either is no longer what was listed, and whatever keeps it from being read.
 */
export async function compareFileWithObject(
  file: FileDigests,
  object: ListedObject,
  tools: AskTools,
  signal: AbortSignal,
): Promise<ContentVerdict> {
  const shape = etagShape(object.etag)
  if (shape.kind !== 'opaque' && file.remembers(object.etag)) return same
  const verdict =
    shape.kind === 'parts' ? await comparePartEtag(file, object, shape.count, tools, signal) : null
  return verdict ?? compareWhole(file, object, shape.kind === 'plain', tools, signal)
}

/** @returns null where the parts tell nothing. */
async function comparePartEtag(
  file: FileDigests,
  object: ListedObject,
  count: number,
  { retry, multipart }: AskTools,
  signal: AbortSignal,
): Promise<ContentVerdict | null> {
  const known = file.partSizeOf(object.etag)
  if (known !== null) {
    return (await file.have(object.etag, [partsOf(known)], signal)) ? same : differs
  }
  const first = await askFirstPart(object, count, retry, signal)
  if (first.kind === 'hidden') return null
  if (first.kind === 'untold') {
    const { multipartChunksize, smallestPart } = multipart
    const likely = likelyPartSizes(object.size, count, multipartChunksize, smallestPart).map(partsOf)
    return (await file.have(object.etag, likely, signal)) ? same : null
  }
  const fits = Math.ceil(object.size / first.size) === count
  if (fits && (await file.have(object.etag, [partsOf(first.size)], signal))) return same
  const sizes = await askFurtherParts(object, first.size, count, retry, signal)
  if (sizes === null) return null
  if (!areAlike(sizes) && (await file.have(object.etag, [partsLike(sizes)], signal))) return same
  return differs
}

async function compareWhole(
  file: FileDigests,
  object: ListedObject,
  isMd5: boolean,
  { retry }: AskTools,
  signal: AbortSignal,
): Promise<ContentVerdict> {
  // An MD5 that is remembered and does not fit may be right, of an ETag that is none: the server is asked before it is read.
  if (isMd5 && !file.knows(wholeMd5) && (await file.have(object.etag, [wholeMd5], signal))) return same
  const { etagIsDigest, checksum } = await headListed(object, { withChecksum: true }, retry, signal)
  if (isMd5 && etagIsDigest) {
    return (await file.have(object.etag, [wholeMd5], signal)) ? same : { kind: 'differs', by: 'MD5' }
  }
  if (checksum === undefined) return unverifiable(object, etagIsDigest)
  const fits = await file.have(checksum.value, [likeChecksum(checksum)], signal)
  return fits ? same : { kind: 'differs', by: checksum.algorithm }
}

/** Only an ETag over parts is a digest here that was not settled. */
function unverifiable({ bucket, key, etag }: ListedObject, isDigest: boolean): ContentVerdict {
  const address = `s3://${bucket}/${key}`
  return isDigest && etagShape(etag).kind === 'parts'
    ? {
        kind: 'unverified',
        why: `${address} was made of parts, whose sizes the server does not tell; it fits no usual one.`,
        partsUntold: true,
      }
    : {
        kind: 'unverified',
        why: `The server keeps no checksum of ${address}, and its ETag is no digest of its bytes.`,
      }
}
