import { compareKeys } from '../listing/key-order.ts'
import { bareEtag } from './etag.ts'
import { decoderFor } from './key-decoder.ts'
import { instant, wholeNumber } from './listed-values.ts'
import { ListingFlaw } from './parse-listing.ts'
import { readReplyDocument } from './reply-document.ts'
import type { ListedVersion, VersionsPage, VersionsQuery } from './versions-page.ts'

const item = /<(Version|DeleteMarker)(?:\s[^<>]*)?>([\s\S]*?)<\/\1\s*>/g

/**
 * Takes a reply for a page of ListObjectVersions only if it proves to be one. The SDK puts versions and delete markers
 * into two lists, and of one key their order is then lost: here they stay as they came.
 *
 * | what                    | must                                                                        |
 * |-------------------------|-----------------------------------------------------------------------------|
 * | status, body            | be 200, and one whole ListVersionsResult                                    |
 * | Name                    | be the bucket asked for (for an access point's ARN: be there)               |
 * | IsTruncated             | be `true`, with something on the page, or `false`                           |
 * | Version, DeleteMarker   | each have Key, VersionId, IsLatest and LastModified; a Version Size and ETag |
 * | keys                    | start with the prefix, and never descend                                    |
 *
 * @throws ListingFlaw
 */
export function proveVersions(status: number, body: Uint8Array, asked: VersionsQuery): VersionsPage {
  if (status !== 200) throw new ListingFlaw(`its status is ${status}, not 200`)
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString().trim()
  // What is around the items is small, however many there are.
  const around = readReplyDocument(Buffer.from(text.replace(item, '')))
  if (around?.root !== 'ListVersionsResult') {
    throw new ListingFlaw('it is no whole ListVersionsResult', /^<(!doctype )?html/i.test(text))
  }
  const { fields } = around
  const isName = asked.bucket.startsWith('arn:')
    ? fields['Name'] !== undefined
    : fields['Name'] === asked.bucket
  if (!isName)
    throw new ListingFlaw(`it is of the bucket ${fields['Name'] ?? 'missing'}, not of ${asked.bucket}`)
  const decode = decoderFor(fields['EncodingType'])
  const versions: ListedVersion[] = []
  for (const [all, kind] of text.matchAll(item)) {
    const version = readVersion(all, kind === 'Version', decode)
    const before = versions.at(-1)
    if (!version.key.startsWith(asked.prefix)) throw new ListingFlaw(`${version.key} is not below its prefix`)
    if (before !== undefined && compareKeys(before.key, version.key) > 0)
      throw new ListingFlaw(`its keys descend at ${version.key}`)
    versions.push(version)
  }
  const last = versions.at(-1)
  if (fields['IsTruncated'] === 'false') return { versions, next: null }
  if (fields['IsTruncated'] !== 'true') throw new ListingFlaw('it does not say whether there is more')
  if (last === undefined) throw new ListingFlaw('it says there is more, and has nothing')
  // Servers differ in whether they encode the markers of a reply: those of its last version are the same.
  return { versions, next: { key: last.key, versionId: last.versionId } }
}

function readVersion(xml: string, isObject: boolean, decode: (text: string) => string): ListedVersion {
  const fields = readReplyDocument(Buffer.from(xml))?.fields ?? {}
  const key = decode(fields['Key'] ?? '')
  const { VersionId: versionId = '', IsLatest: latest } = fields
  const modified = instant(fields['LastModified'])
  if (key === '' || versionId === '' || modified === null || (latest !== 'true' && latest !== 'false'))
    throw new ListingFlaw(
      `a version of ${JSON.stringify(key)} lacks its id, its time, or whether it is the latest`,
    )
  const version = { key, versionId, latest: latest === 'true', modified }
  if (!isObject) return { ...version, object: null }
  const size = wholeNumber(fields['Size'])
  const etag = bareEtag(fields['ETag'])
  if (size === null || etag === '')
    throw new ListingFlaw(`a version of ${JSON.stringify(key)} lacks its size or ETag`)
  const { StorageClass: storageClass = 'STANDARD' } = fields
  return { ...version, object: { size, etag, ...(storageClass === 'STANDARD' ? {} : { storageClass }) } }
}
