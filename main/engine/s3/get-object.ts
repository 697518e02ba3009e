import type { CallName } from './call-name.ts'
import { storedChecksum } from './checksums.ts'
import { bareEtag, encryptionIn, isObjectDigest } from './etag.ts'
import { explainError } from './explain-error.ts'
import type { GetQuery, ObjectBody } from './object-store.ts'
import type { Reply } from './reply.ts'
import type { S3Connection } from './s3-connection.ts'
import { WireFault } from './wire-fault.ts'

/** GET of all of an object or a range of it; the body is still to be read. */
export async function get(
  connection: S3Connection,
  query: GetQuery,
  signal: AbortSignal,
): Promise<ObjectBody> {
  const { bucket, key, versionId } = query
  const call: CallName = { operation: 'GetObject', bucket, key }
  const from = query.from ?? 0
  const range =
    query.size !== undefined ? `bytes=${from}-${from + query.size - 1}` : from > 0 ? `bytes=${from}-` : null
  const { unread: reply } = await connection.send(
    call,
    {
      method: 'GET',
      key,
      ...(versionId === undefined ? {} : { query: { versionId } }),
      headers: {
        'if-match': query.ifMatch === undefined ? undefined : `"${query.ifMatch}"`,
        range: range ?? undefined,
        'x-amz-checksum-mode': connection.checksums.withDownloads && range === null ? 'ENABLED' : undefined,
      },
    },
    signal,
    { keep: 'reply', bandwidth: query.bandwidth ?? null, inPlace: query.into !== undefined },
  )
  if (reply === null) throw new TypeError('GetObject ended well and left nothing to read.')
  try {
    const size = range === null ? wholeSize(reply) : rangeSize(reply, from, query.size)
    const etag = bareEtag(reply.headers['etag'])
    return {
      size,
      etag,
      etagIsDigest: isObjectDigest(etag, encryptionIn(reply.headers)),
      // With a range it may be that of a part.
      checksum: range === null ? storedChecksum(reply.headers) : null,
      bytes: explained(reply.bytes(query.into), call, connection.endpoint.label, signal),
      cancel: () => {
        reply.cancel()
      },
    }
  } catch (error) {
    reply.cancel()
    throw explainError(error, call, connection.endpoint.label)
  }
}

function wholeSize(reply: Reply): number | null {
  if (reply.status !== 200)
    throw new WireFault('wrong-range', `All of it was asked for and part of it came (${reply.status}).`)
  const length = reply.headers['content-length']
  return length === undefined ? null : Number(length)
}

/** The size of the whole object, once the range is the one that was asked for. */
function rangeSize(reply: Reply, from: number, size: number | undefined): number {
  const header = reply.headers['content-range'] ?? ''
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header) ?? []
  const end = size === undefined ? Number(total) : Math.min(from + size, Number(total))
  const length = reply.headers['content-length']
  const fits =
    reply.status === 206 &&
    Number(first) === from &&
    Number(last) === end - 1 &&
    (length === undefined || Number(length) === end - from)
  if (!fits) {
    const came =
      reply.status === 206
        ? `came ${header === '' ? 'a part that does not say which' : header}`
        : 'came all of it'
    throw new WireFault('wrong-range', `The bytes from ${from} were asked for, and there ${came}.`)
  }
  return Number(total)
}

/** The bytes of a body, whose errors are in the engine's words. */
async function* explained(
  bytes: AsyncIterable<Uint8Array>,
  call: CallName,
  endpoint: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* bytes
  } catch (error) {
    signal.throwIfAborted()
    throw explainError(error, call, endpoint)
  }
}
