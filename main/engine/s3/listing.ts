import { SluiceError } from '../../../shared/errors.ts'
import type { CallName } from './call-name.ts'
import type { BrowsePage, ListQuery } from './object-store.ts'
import { ListingFlaw } from './parse-listing.ts'
import { proveVersions } from './parse-versions.ts'
import { proveListing } from './prove-listing.ts'
import type { ReplyHead } from './reply.ts'
import type { S3Connection } from './s3-connection.ts'
import type { VersionsPage, VersionsQuery } from './versions-page.ts'

/**
 * One page of ListObjectsV2, read and proved here: the SDK takes an empty body or a web page for a listing without
 * entries.
 *
 * @throws SluiceError `listing-not-proved`
 */
export async function askPage(
  connection: S3Connection,
  query: ListQuery,
  signal: AbortSignal,
): Promise<BrowsePage> {
  const call: CallName = { operation: 'ListObjectsV2', bucket: query.bucket }
  const { aws } = connection.endpoint
  const { body, reply } = await connection.send(
    call,
    {
      method: 'GET',
      query: {
        'list-type': '2',
        'encoding-type': 'url',
        ...(query.prefix === '' ? {} : { prefix: query.prefix }),
        ...(query.token === undefined ? {} : { 'continuation-token': query.token }),
        ...(query.startAfter === undefined ? {} : { 'start-after': query.startAfter }),
        ...(query.delimiter === undefined ? {} : { delimiter: query.delimiter }),
        ...(query.pageSize === undefined ? {} : { 'max-keys': String(query.pageSize) }),
      },
      headers: { 'x-amz-optional-object-attributes': aws ? 'RestoreStatus' : undefined },
    },
    signal,
  )
  try {
    return proveListing(reply.status, body, query)
  } catch (flaw) {
    if (!(flaw instanceof ListingFlaw)) throw flaw
    throw notProved(flaw, query, call, reply)
  }
}

/** One page of ListObjectVersions. @throws SluiceError `listing-not-proved` */
export async function askVersions(
  connection: S3Connection,
  query: VersionsQuery,
  signal: AbortSignal,
): Promise<VersionsPage> {
  const call: CallName = { operation: 'ListObjectVersions', bucket: query.bucket }
  const { after, prefix, pageSize } = query
  const { body, reply } = await connection.send(
    call,
    {
      method: 'GET',
      query: {
        versions: '',
        'encoding-type': 'url',
        ...(prefix === '' ? {} : { prefix }),
        ...(after === undefined ? {} : { 'key-marker': after.key }),
        ...(after?.versionId === undefined ? {} : { 'version-id-marker': after.versionId }),
        ...(pageSize === undefined ? {} : { 'max-keys': String(pageSize) }),
      },
      headers: {},
    },
    signal,
  )
  try {
    return proveVersions(reply.status, body, query)
  } catch (flaw) {
    if (!(flaw instanceof ListingFlaw)) throw flaw
    throw notProved(flaw, query, call, reply)
  }
}

function notProved(
  flaw: ListingFlaw,
  query: Pick<ListQuery, 'bucket' | 'prefix'>,
  call: CallName,
  reply: ReplyHead,
): SluiceError {
  const address = `s3://${query.bucket}/${query.prefix}`
  const { 'x-amz-request-id': requestId, 'x-amz-id-2': extendedRequestId } = reply.headers
  return new SluiceError(
    {
      code: 'listing-not-proved',
      message: `The listing of ${address} can't be relied on: ${flaw.message}.`,
      subject: address,
      advice: flaw.isWebPage
        ? 'Log in to this network in a browser, or check the address of the server. What is not listed for sure is not deleted.'
        : 'What is not listed for sure is not deleted. Look for a proxy between here and the server, then run it again.',
      s3: {
        ...call,
        status: reply.status,
        ...(requestId === undefined ? {} : { requestId }),
        ...(extendedRequestId === undefined ? {} : { extendedRequestId }),
      },
    },
    { cause: flaw },
  )
}
