import { join } from 'node:path'
import { errorCodes, SluiceError } from '../../../shared/errors.ts'
import { keyToPath } from '../local/key-to-path.ts'
import type { ContentVerdict } from '../planning/compare-pair.ts'
import type { CompareContents, EqualPair } from '../planning/contents-in-order.ts'
import type { Slots } from '../running/slots.ts'
import { sourceName, type S3Side, type Side, type Source } from '../side.ts'
import type { World } from '../world.ts'
import type { DigestCache } from './digest-cache.ts'
import { compareFileWithObject, type AskTools } from './file-against-object.ts'
import { FileDigests } from './file-digests.ts'
import { compareObjects } from './object-against-object.ts'
import type { ListedObject } from './object-parts.ts'

export interface ComparedSides extends AskTools {
  readonly world: World
  readonly source: Source
  readonly destination: Side
  readonly slots: Slots
  readonly digests: DigestCache | null
}

const same: ContentVerdict = { kind: 'same' }

/**
 * Compares contents of pairs, as many at once as there are slots. What keeps one pair from being compared is its
 * verdict, and no failure of the run:
 *
 * | what went wrong                                   | what comes of it     |
 * |---------------------------------------------------|----------------------|
 * | it was changed, or can't be read, or not asked for| unverified, with why |
 * | credentials, for all that comes after             | it is thrown         |
 * | the signal                                        | its reason is thrown |
 */
export function comparingContents(sides: ComparedSides): CompareContents {
  return async (pair, signal) =>
    pair.source.size === 0 ? same : judged(sides.slots, () => compareSides(sides, pair, signal), signal)
}

/** A verdict in a slot of its own, by the table above. */
export async function judged<Verdict>(
  slots: Slots,
  compare: () => Promise<Verdict>,
  signal: AbortSignal,
): Promise<Verdict | { readonly kind: 'unverified'; readonly why: string }> {
  try {
    return await slots.use(compare, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof SluiceError) || errorCodes[error.code].item === 4) throw error
    return { kind: 'unverified', why: error.message }
  }
}

function compareSides(
  sides: ComparedSides,
  { key, source: from, destination: onto }: EqualPair,
  signal: AbortSignal,
): Promise<ContentVerdict> {
  const { world, source, destination, digests } = sides
  if (source.kind === 's3' && destination.kind === 's3') {
    const ours = objectOf(source, sourceName(source, key), from)
    return compareObjects(ours, objectOf(destination, key, onto), sides.retry, signal)
  }
  if (source.kind === 'local' && destination.kind === 's3') {
    const file = { path: join(source.root, sourceName(source, key)), seen: from }
    const object = objectOf(destination, key, onto)
    return compareFileWithObject(new FileDigests(world, file, digests), object, sides, signal)
  }
  const landing = destination.kind === 'local' ? keyToPath(destination.root, key, world.platform) : null
  if (source.kind !== 's3' || landing?.ok !== true) return Promise.resolve(notAPair)
  const object = objectOf(source, sourceName(source, key), from)
  return compareFileWithObject(
    new FileDigests(world, { path: landing.path, seen: onto }, digests),
    object,
    sides,
    signal,
  )
}

/** A key that can't be a path here is refused by planning, whatever its contents. */
const notAPair: ContentVerdict = { kind: 'unverified', why: 'It is no file here.' }

export const objectOf = (
  { store, bucket, prefix }: S3Side,
  key: string,
  { etag = '', size }: { readonly etag?: string; readonly size: number },
): ListedObject => ({ store, bucket, key: prefix + key, etag, size })
