import type { Call } from './call.ts'
import type { ChecksumAlgorithm } from './checksums/checksum.ts'
import { BodyDigests } from './payload/body-digests.ts'
import type { DeclaredDigests } from './payload/declared-digests.ts'
import { readDeclaredDigests } from './payload/declared-digests.ts'
import { S3Error, headerNotImplemented } from './s3-error.ts'
import type { ReceivedPiece } from './store/object-version.ts'
import type { Change, Store } from './store/store.ts'

/** The largest object of one PUT, and the largest part: 5 GiB. */
export const largestBody = 5 * 1024 ** 3

/** The largest request document, in bytes: 10,000 parts with their checksums, 1,000 keys with every byte escaped. */
const largestDocument = 8 * 1024 ** 2

/**
 * Receives the body, checks every digest the request declares, and then lets `commit` put it into
 * the index. When any of it fails, or the client goes away, nothing stays.
 * @param kept the checksum to keep; by default the one declared, or else CRC64NVME as S3 has it
 */
export async function receiveContent<Result>(
  call: Call,
  kept: ChecksumAlgorithm | null,
  commit: (piece: ReceivedPiece, kept: ChecksumAlgorithm) => Change<Result>,
): Promise<Result> {
  checkLength(call)
  const declared = readDeclaredDigests(call.request)
  const algorithm = kept ?? declared.checksum?.algorithm ?? 'CRC64NVME'
  const digests = new BodyDigests(declared, algorithm)
  return writeContent(call.store, call.payload, digests, (piece) => commit(piece, algorithm))
}

/** Writes bytes that are on this server already, and then lets `commit` put them into the index. */
export async function copyContent<Result>(
  store: Store,
  bytes: AsyncIterable<Uint8Array>,
  kept: ChecksumAlgorithm,
  commit: (piece: ReceivedPiece) => Change<Result>,
): Promise<Result> {
  const digests = new BodyDigests({ md5: null, checksum: null }, kept)
  return writeContent(store, { bytes, trailers: new Map() }, digests, commit)
}

async function writeContent<Result>(
  store: Store,
  source: { readonly bytes: AsyncIterable<Uint8Array>; readonly trailers: ReadonlyMap<string, string> },
  digests: BodyDigests,
  commit: (piece: ReceivedPiece) => Change<Result>,
): Promise<Result> {
  const writer = store.content.create()
  let change: Change<Result>
  try {
    for await (const bytes of source.bytes) {
      digests.update(bytes)
      await writer.write(bytes)
    }
    const { md5, checksum } = digests.finish(source.trailers)
    const bytes = await writer.keep()
    const piece = { id: writer.id, size: writer.size, etag: md5.toString('hex'), checksum, bytes }
    change = store.transaction(() => commit(piece))
  } catch (error) {
    await writer.discard()
    throw error
  }
  return store.settle(change)
}

function checkLength({ request, payload }: Call): void {
  if (payload.length === null) {
    if (request.headers.has('transfer-encoding')) throw headerNotImplemented('Transfer-Encoding')
    throw new S3Error('MissingContentLength')
  }
  if (payload.length > largestBody) {
    const details = { ProposedSize: String(payload.length), MaxSizeAllowed: String(largestBody) }
    throw new S3Error('EntityTooLarge', { details })
  }
}

/** Receives a request document as text, and checks the digests declared of it. */
export async function receiveDocument(
  { request, payload }: Call,
  declared: DeclaredDigests = readDeclaredDigests(request),
): Promise<string> {
  const digests = new BodyDigests(declared, 'CRC32')
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const bytes of payload.bytes) {
    size += bytes.length
    if (size > largestDocument) throw new S3Error('MaxMessageLengthExceeded')
    digests.update(bytes)
    pieces.push(bytes)
  }
  digests.finish(payload.trailers)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    throw new S3Error('MalformedXML')
  }
}
