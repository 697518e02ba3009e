import type { ContentVerdict } from '../planning/compare-pair.ts'
import type { Retry } from '../running/retry.ts'
import { etagShape } from '../transfer/digest.ts'
import { askFirstPart, askFurtherParts, headListed, type ListedObject } from './object-parts.ts'

const same: ContentVerdict = { kind: 'same' }

/**
 * Compares two objects of as many bytes, more than none, by what their servers say of them: no body is fetched.
 *
 * | ETags as listed           | asked for           | the servers say                           | verdict    |
 * |---------------------------|---------------------|-------------------------------------------|------------|
 * | both MD5 or parts, equal  | nothing             | –                                         | same       |
 * | any other                 | both objects        | checksums of one kind over all bytes, equal  | same    |
 * | any other                 | both objects        | checksums of one kind over all bytes, unequal| differs |
 * | both MD5, not equal       | both objects        | both ETags are digests                    | differs    |
 * | as many parts, not equal  | all parts of both   | digests, of parts of equal sizes          | differs    |
 * | any other                 | –                   | none of these                             | unverified |
 *
 * @throws SluiceError `changed` where either is no longer what was listed, and what a server said.
 */
export async function compareObjects(
  source: ListedObject,
  destination: ListedObject,
  retry: Retry,
  signal: AbortSignal,
): Promise<ContentVerdict> {
  const [ours, theirs] = [etagShape(source.etag), etagShape(destination.etag)]
  if (ours.kind !== 'opaque' && source.etag === destination.etag) return same
  const [a, b] = await Promise.all(
    [source, destination].map((object) => headListed(object, { withChecksum: true }, retry, signal)),
  )
  if (a?.checksum !== undefined && a.checksum.algorithm === b?.checksum?.algorithm) {
    const { algorithm, value } = a.checksum
    return value === b.checksum.value ? same : { kind: 'differs', by: algorithm }
  }
  const digests = a?.etagIsDigest === true && b?.etagIsDigest === true
  if (digests && ours.kind === 'plain' && theirs.kind === 'plain') return { kind: 'differs', by: 'MD5' }
  if (digests && ours.kind === 'parts' && theirs.kind === 'parts' && ours.count === theirs.count) {
    const sizes = [source, destination].map((object) => sizesOfParts(object, ours.count, retry, signal))
    const [x, y] = await Promise.all(sizes)
    if (x != null && x.join() === y?.join()) return { kind: 'differs', by: 'MD5 of parts' }
  }
  return {
    kind: 'unverified',
    why: 'The two ETags were made in different ways, and there are no checksums of one kind over all bytes.',
  }
}

async function sizesOfParts(
  object: ListedObject,
  count: number,
  retry: Retry,
  signal: AbortSignal,
): Promise<number[] | null> {
  const first = await askFirstPart(object, count, retry, signal)
  return first.kind === 'told' ? askFurtherParts(object, first.size, count, retry, signal) : null
}
