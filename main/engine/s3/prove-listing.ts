import { decoderFor } from './key-decoder.ts'
import { compareKeys } from '../listing/key-order.ts'
import { instant, wholeNumber } from './listed-values.ts'
import type { BrowsePage, ListedObject, ListQuery } from './object-store.ts'
import {
  ListingFlaw,
  parseListing,
  type ContentsFields,
  type ListingFields,
  type RestoreFields,
} from './parse-listing.ts'

/**
 * Takes a reply for a page of a listing only if it proves to be one. Whatever it did not say is unknown, and unknown is
 * not absent: half a page taken for a whole one would delete the other half.
 *
 * | what                 | must                                                                            |
 * |----------------------|---------------------------------------------------------------------------------|
 * | status               | be 200                                                                          |
 * | body                 | be one ListBucketResult, well-formed to its end                                 |
 * | Name                 | be the bucket asked for (for an access point's ARN: be there)                   |
 * | Prefix               | be the prefix asked for                                                         |
 * | IsTruncated          | be `true` or `false`                                                            |
 * | NextContinuationToken| be there exactly when truncated                                                 |
 * | KeyCount, if there   | be the number of entries and common prefixes                                    |
 * | MaxKeys, if there    | be no less than that number; nor may the page size asked for be                 |
 * | CommonPrefixes       | come only when a delimiter was asked for, start with the prefix, and ascend     |
 * | Contents             | each have Key, Size, LastModified and ETag                                      |
 * | keys                 | start with the prefix, come after StartAfter, and ascend in UTF-8 byte order    |
 *
 * What only several pages together can show, a token or a key that comes again, is checked where pages are read.
 *
 * @throws ListingFlaw
 */
export function proveListing(status: number, body: Uint8Array, asked: ListQuery): BrowsePage {
  if (status !== 200) throw new ListingFlaw(`its status is ${status}, not 200`)
  const { fields, contents, commonPrefixes } = parseListing(body)
  const decode = decoderFor(fields.EncodingType)
  proveScope(fields, asked, decode)
  proveCounts(fields, asked, contents.length + commonPrefixes.length)
  if (commonPrefixes.length > 0 && asked.delimiter === undefined) {
    throw new ListingFlaw('it hides keys behind common prefixes nobody asked for')
  }
  return {
    entries: ascending(
      contents.map((entry) => proveEntry(entry, decode)),
      asked,
      (entry) => entry.key,
    ),
    folders: ascending(
      commonPrefixes.map((prefix) => decode(prefix ?? '')),
      asked,
      (prefix) => prefix,
    ),
    next: nextToken(fields),
  }
}

function proveScope(fields: ListingFields, asked: ListQuery, decode: (text: string) => string): void {
  const isName = asked.bucket.startsWith('arn:')
    ? fields.Name !== '' && fields.Name !== undefined
    : fields.Name === asked.bucket
  if (!isName) throw new ListingFlaw(`it is of the bucket ${said(fields.Name)}, not of ${said(asked.bucket)}`)
  // radosgw leaves the prefix as it is where it encodes the keys.
  const isPrefix =
    fields.Prefix === asked.prefix ||
    (fields.Prefix !== undefined && tryDecode(fields.Prefix, decode) === asked.prefix)
  if (!isPrefix)
    throw new ListingFlaw(`it is of the prefix ${said(fields.Prefix)}, not of ${said(asked.prefix)}`)
}

function tryDecode(text: string, decode: (text: string) => string): string | null {
  try {
    return decode(text)
  } catch {
    return null
  }
}

function proveCounts(fields: ListingFields, asked: ListQuery, count: number): void {
  if (fields.KeyCount !== undefined && fields.KeyCount !== String(count)) {
    throw new ListingFlaw(`it announces ${said(fields.KeyCount)} keys and has ${count}`)
  }
  const most = fields.MaxKeys === undefined ? Infinity : wholeNumber(fields.MaxKeys)
  if (most === null) throw new ListingFlaw(`its MaxKeys is ${said(fields.MaxKeys)}`)
  if (count > most || count > (asked.pageSize ?? Infinity)) {
    throw new ListingFlaw(
      `it has ${count} keys where at most ${Math.min(most, asked.pageSize ?? Infinity)} were to come`,
    )
  }
}

function nextToken(fields: ListingFields): string | null {
  const token = fields.NextContinuationToken ?? ''
  switch (fields.IsTruncated) {
    case 'true':
      if (token === '') throw new ListingFlaw('it says there is more, and not where')
      return token
    case 'false':
      if (token !== '') throw new ListingFlaw('it says that it is the last page, and where the next one is')
      return null
    default:
      throw new ListingFlaw(
        `it does not say whether there is more (IsTruncated is ${said(fields.IsTruncated)})`,
      )
  }
}

function proveEntry(entry: ContentsFields, decode: (text: string) => string): ListedObject {
  if (entry.Key === undefined || entry.Key === '') throw new ListingFlaw('it has an entry without a key')
  const key = decode(entry.Key)
  const size = wholeNumber(entry.Size)
  const modified = instant(entry.LastModified)
  const etag = unquote(entry.ETag ?? '')
  if (size === null) throw new ListingFlaw(`the Size of ${said(key)} is ${said(entry.Size)}`)
  if (modified === null)
    throw new ListingFlaw(`the LastModified of ${said(key)} is ${said(entry.LastModified)}`)
  if (etag === '') throw new ListingFlaw(`its entry ${said(key)} has no ETag`)
  const { StorageClass: storageClass = 'STANDARD', RestoreStatus: restore } = entry
  // Nearly all are of one shape, and made so they cost one object each.
  const object = { key, size, modified, etag }
  if (storageClass === 'STANDARD' && restore === undefined) return object
  return {
    ...object,
    ...(storageClass === 'STANDARD' ? {} : { storageClass }),
    ...(restore === undefined ? {} : { restored: isRestored(restore) }),
  }
}

const unquote = (etag: string): string =>
  etag.startsWith('"') && etag.endsWith('"') ? etag.slice(1, -1) : etag

/** A restore that is done says until when its copy lasts. */
const isRestored = (status: RestoreFields): boolean =>
  status.IsRestoreInProgress === 'false' && (status.RestoreExpiryDate ?? '') !== ''

/** The same items, if the key of each is below the prefix and comes after the one before. */
function ascending<Item>(items: Item[], asked: ListQuery, keyOf: (item: Item) => string): readonly Item[] {
  let before: string | null = null
  for (const item of items) {
    const key = keyOf(item)
    if (!key.startsWith(asked.prefix))
      throw new ListingFlaw(`its key ${said(key)} is not below the prefix ${said(asked.prefix)}`)
    if (before !== null && compareKeys(before, key) >= 0) {
      throw new ListingFlaw(`its keys do not ascend: ${said(key)} comes after ${said(before)}`)
    }
    before = key
  }
  const first = items[0]
  if (
    asked.startAfter !== undefined &&
    first !== undefined &&
    compareKeys(keyOf(first), asked.startAfter) <= 0
  ) {
    throw new ListingFlaw(
      `it starts with ${said(keyOf(first))}, which is not after ${said(asked.startAfter)}`,
    )
  }
  return items
}

const said = (text: string | undefined): string =>
  text === undefined ? 'missing' : JSON.stringify(text.slice(0, 1100))
