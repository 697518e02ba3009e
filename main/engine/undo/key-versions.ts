import { SluiceError } from '../../../shared/errors.ts'
import { compareKeys } from '../listing/key-order.ts'
import type { Retry } from '../running/retry.ts'
import type { ObjectStore } from '../s3/object-store.ts'
import type { ListedVersion, VersionsMarker, VersionsPage } from '../s3/versions-page.ts'

/** Where keys are looked up, and how. */
export interface VersionedPlace {
  readonly store: ObjectStore
  readonly bucket: string
  readonly prefix: string
  readonly retry: Retry
}

/** A listing of one key each is cheaper than what lies between a few. */
const fewKeys = 16

/** Pages to read for one batch before falling back on a listing each. */
const mostPages = 8

/** Of one key: what lies deeper is of no use. */
const mostVersions = 50

/** The versions of a page that asks for one key. */
const versionsOfOne = 10

const lanes = 8

/**
 * The versions of some keys, the newest first; a key without any is left out.
 * @param keys at most some thousand, in order, relative to the prefix
 */
export async function versionsOf(
  place: VersionedPlace,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, ListedVersion[]>> {
  const found = new Map<string, ListedVersion[]>()
  const reached = keys.length > fewKeys ? await listRange(place, keys, found, signal) : null
  const queue = keys.filter((key) => reached === null || compareKeys(key, reached) > 0).values()
  const lane = async (): Promise<void> => {
    for (const key of queue) {
      const versions = await versionsOfKey(place, key, mostVersions, signal)
      if (versions.length > 0) found.set(key, versions)
      else found.delete(key)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  for (const versions of found.values()) checkLatest(place, versions)
  return found
}

/** What is current at a key right now: an object or a delete marker; null where there is neither. */
export async function currentOf(
  place: VersionedPlace,
  key: string,
  signal: AbortSignal,
): Promise<ListedVersion | null> {
  const versions = await versionsOfKey(place, key, 1, signal)
  checkLatest(place, versions)
  return versions[0] ?? null
}

/**
 * The newest versions of one key, to look at. @param most how many of them
 * @returns whether there are more, too
 */
export async function newestVersions(
  place: VersionedPlace,
  key: string,
  most: number,
  signal: AbortSignal,
): Promise<{ readonly versions: readonly ListedVersion[]; readonly more: boolean }> {
  const versions = await versionsOfKey(place, key, most + 1, signal, most + 1)
  checkLatest(place, versions)
  return { versions: versions.slice(0, most), more: versions.length > most }
}

async function versionsOfKey(
  { store, bucket, prefix, retry }: VersionedPlace,
  key: string,
  most: number,
  signal: AbortSignal,
  pageSize = Math.min(most, versionsOfOne),
): Promise<ListedVersion[]> {
  const whole = prefix + key
  const versions: ListedVersion[] = []
  let after: VersionsMarker | null = null
  do {
    const query = {
      bucket,
      prefix: whole,
      pageSize,
      ...(after === null ? {} : { after }),
    }
    const page: VersionsPage = await retry('list-versions', (s) => store.listVersions(query, s), signal)
    const own = page.versions.filter((version) => version.key === whole)
    versions.push(...own)
    // The key comes before all others of which it is the beginning.
    after = own.length === page.versions.length ? page.next : null
  } while (after !== null && versions.length < most)
  return versions
}

/** Lists from the first key to the last. @returns the key that it came to; null where it did not come beyond the first. */
async function listRange(
  { store, bucket, prefix, retry }: VersionedPlace,
  keys: readonly string[],
  found: Map<string, ListedVersion[]>,
  signal: AbortSignal,
): Promise<string | null> {
  const wanted = new Set(keys)
  const last = keys.at(-1) ?? ''
  const start = Array.from(prefix + (keys[0] ?? ''))
    .slice(0, -1)
    .join('')
  let after: VersionsMarker | null = start === '' ? null : { key: start }
  let whole: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const query = { bucket, prefix, ...(after === null ? {} : { after }) }
    const { versions, next }: VersionsPage = await retry(
      'list-versions',
      (s) => store.listVersions(query, s),
      signal,
    )
    for (const version of versions) {
      const key = version.key.slice(prefix.length)
      if (!wanted.has(key)) continue
      const known = found.get(key)
      if (known === undefined) found.set(key, [version])
      else if (known.length < mostVersions) known.push(version)
    }
    const reached = versions.at(-1)?.key.slice(prefix.length)
    if (next === null || (reached !== undefined && compareKeys(reached, last) > 0)) return last
    if (reached !== undefined) whole = wholeBefore(keys, reached)
    after = next
  }
  // The key at which it was cut off may have more versions.
  return whole
}

/** The last of the keys before another. */
const wholeBefore = (keys: readonly string[], key: string): string | null =>
  keys.findLast((other) => compareKeys(other, key) < 0) ?? null

/** @throws SluiceError `listing-not-proved` where the newest version is not the current one */
function checkLatest({ bucket }: VersionedPlace, versions: readonly ListedVersion[]): void {
  const [first, ...others] = versions
  if (first === undefined || (first.latest && !others.some(({ latest }) => latest))) return
  const address = `s3://${bucket}/${first.key}`
  throw new SluiceError({
    code: 'listing-not-proved',
    message: `The listing of the versions of ${address} can't be relied on: the first of them is not the current one.`,
    subject: address,
    advice: 'Nothing was done to it. Run it again.',
  })
}
