import type { ListedObject } from '../s3/object-store.ts'
import type { Entry } from './entry.ts'
import type { S3Listing } from './listed-prefix.ts'
import { SplitListing } from './split-listing.ts'

/**
 * Lists a prefix in key order, a page of the server at a time; keys are relative to the prefix. The page after the
 * current one is on its way while that is used, and where pages are waited for, ranges of keys are listed side by side
 * (`SplitListing`).
 *
 * An object of the prefix's own name is a folder marker when empty; with a size it is an entry with the empty key, as
 * in aws.
 *
 * @throws SluiceError `listing-not-proved`, or whatever `retry` gave up with: the listing is then not complete, and
 * nothing it lacks may be taken for absent. The signal's reason when it aborts. Nothing goes on after either, nor after
 * the reader leaves.
 */
export async function* listS3(listing: S3Listing, signal: AbortSignal): AsyncGenerator<Entry[], void> {
  signal.throwIfAborted()
  const objects = new SplitListing(listing, signal)
  try {
    for (let page = await objects.next(); page !== null; page = await objects.next()) {
      const entries = toEntries(page, listing)
      if (entries.length > 0) yield entries
    }
  } finally {
    await objects.close()
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
