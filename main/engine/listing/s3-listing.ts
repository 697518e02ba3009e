import { SluiceError } from '../../../shared/errors.ts'
import type { ListedObject, ListPage, ObjectStore } from '../s3/object-store.ts'
import type { Entry } from './entry.ts'
import { compareKeys } from './key-order.ts'
import { ownText } from './own-text.ts'

/** Runs one attempt until it succeeds or is given up. */
export type Retry = <T>(
  what: string,
  attempt: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
) => Promise<T>

export interface S3Listing {
  readonly store: ObjectStore
  readonly bucket: string
  /** Empty, or ending in `/`. */
  readonly prefix: string
  /** Only keys that start so below the prefix; they are relative to that all the same. */
  readonly start?: string
  readonly retry: Retry
  /** At most this many keys a request (PAG-1); the server's own default if absent. */
  readonly pageSize?: number
  /** Folder markers are entries, all but the prefix's own: what is listed is to be removed. */
  readonly keepFolderMarkers?: boolean
  /** Told how many folder markers a page had: they are no entries (LST-10), unless kept. */
  readonly onFolderMarkers?: (count: number) => void
}

/**
 * Lists a prefix in key order, a page of the server at a time; keys are relative to the prefix. The page after the
 * current one is on its way while that is used. The store proves each page by itself; what only shows across pages is
 * checked here: keys go up, and no token comes twice.
 *
 * An object of the prefix's own name is a folder marker when empty; with a size it is an entry with the empty key, as
 * in aws.
 *
 * @throws SluiceError `listing-not-proved`, or whatever `retry` gave up with: the listing is then not complete, and
 * nothing it lacks may be taken for absent. The signal's reason when it aborts. Nothing goes on after either, nor after
 * the reader leaves.
 */
export async function* listS3(listing: S3Listing, signal: AbortSignal): AsyncGenerator<Entry[], void> {
  const leaving = new AbortController()
  const either = AbortSignal.any([signal, leaving.signal])
  const proof = new ListingProof(listing)
  let coming: Promise<ListPage> | null = request(listing, undefined, either)
  try {
    while (coming !== null) {
      const page: ListPage = await coming
      signal.throwIfAborted()
      proof.check(page)
      coming = page.next === null ? null : request(listing, page.next, either)
      const entries = toEntries(page.entries, listing)
      if (entries.length > 0) yield entries
    }
  } finally {
    leaving.abort()
    await coming?.catch(() => undefined)
  }
}

function request(
  { store, bucket, prefix, start = '', pageSize, retry }: S3Listing,
  token: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  const query = {
    bucket,
    prefix: prefix + start,
    ...(token === undefined ? {} : { token }),
    ...(pageSize === undefined ? {} : { pageSize }),
  }
  const page = retry('list', (attemptSignal) => store.listPage(query, attemptSignal), signal)
  // Whoever awaits it sees the error; until then it must not count as unhandled.
  page.catch(() => undefined)
  return page
}

/** What must hold from one page to the next. */
class ListingProof {
  readonly #address: string
  readonly #tokens = new Set<string>()
  #lastKey: string | null = null

  constructor({ bucket, prefix, start = '' }: S3Listing) {
    this.#address = `s3://${bucket}/${prefix}${start}`
  }

  check({ entries, next }: ListPage): void {
    const first = entries[0]
    if (first !== undefined && this.#lastKey !== null && compareKeys(first.key, this.#lastKey) <= 0) {
      throw this.#notProved(
        `a page begins with ${JSON.stringify(first.key)}, but the one before ended with ${JSON.stringify(this.#lastKey)}`,
      )
    }
    this.#lastKey = entries.at(-1)?.key ?? this.#lastKey
    if (next === null) return
    if (this.#tokens.has(next)) throw this.#notProved('the server sent the same continuation token again')
    this.#tokens.add(ownText(next))
  }

  #notProved(why: string): SluiceError {
    return new SluiceError({
      code: 'listing-not-proved',
      message: `The listing of ${this.#address} can't be trusted: ${why}.`,
      subject: this.#address,
      advice: 'Nothing was deleted. Try again; if it stays so, the server or a proxy before it is at fault.',
    })
  }
}

function toEntries(
  objects: readonly ListedObject[],
  { prefix, keepFolderMarkers = false, onFolderMarkers }: S3Listing,
): Entry[] {
  const entries: Entry[] = []
  for (const object of objects) {
    const left = isFolderMarker(object) && (!keepFolderMarkers || object.key === prefix)
    if (!left) entries.push(toEntry(object, prefix.length))
  }
  if (entries.length < objects.length) onFolderMarkers?.(objects.length - entries.length)
  return entries
}

const isFolderMarker = ({ key, size }: ListedObject): boolean => size === 0 && key.endsWith('/')

function toEntry({ key, size, modified, etag, storageClass, restored }: ListedObject, from: number): Entry {
  const entry = { key: key.slice(from), size, modified, etag }
  if (storageClass === undefined || storageClass === 'STANDARD') return entry
  return restored === undefined ? { ...entry, storageClass } : { ...entry, storageClass, restored }
}
