import { S3Error } from '../s3-error.ts'
import { ByteReader } from './byte-reader.ts'
import type { ChunkSignatures } from './chunk-signatures.ts'

/** The smallest chunk that may be followed by another, in bytes. */
const smallestChunk = 8192

/** The longest line between chunks, in bytes. */
const longestLine = 4096

export interface AwsChunkedOptions {
  /** Decoded bytes the request announced. */
  readonly length: number
  /** Checks each chunk; null where chunks are not signed. */
  readonly signatures: ChunkSignatures | null
  /** Names of the trailing headers the request announced; null where the form has no trailers. */
  readonly announced: readonly string[] | null
  /** Filled with the trailing headers at the end. */
  readonly trailers: Map<string, string>
}

/**
 * Takes the `aws-chunked` coding off a body:
 * `size[;chunk-signature=…]\r\n bytes \r\n … 0[;chunk-signature=…]\r\n [name:value\r\n …] \r\n`.
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  options: AwsChunkedOptions,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(body)
  try {
    yield* readChunks(reader, options)
    await readTrailers(reader, options)
    if (!(await reader.atEnd())) throw new S3Error('IncompleteBody')
  } finally {
    await reader.close()
  }
}

async function* readChunks(reader: ByteReader, options: AwsChunkedOptions): AsyncGenerator<Uint8Array> {
  const { signatures } = options
  let total = 0
  let tooSmall: { readonly chunk: number; readonly size: number } | null = null
  for (let chunk = 1; ; chunk++) {
    const { size, signature } = parseChunkHead(await reader.line(longestLine))
    if (size > 0 && tooSmall !== null) {
      const details = { Chunk: String(tooSmall.chunk), BadChunkSize: String(tooSmall.size) }
      throw new S3Error('InvalidChunkSizeError', { details })
    }
    if (size < smallestChunk) tooSmall = { chunk, size }
    total += size
    if (total > options.length) throw new S3Error('IncompleteBody')
    for await (const bytes of reader.take(size)) {
      signatures?.update(bytes)
      yield bytes
    }
    signatures?.endChunk(signature ?? '')
    if (size === 0) break
    if ((await reader.line(0)) !== '') throw new S3Error('IncompleteBody')
  }
  if (total !== options.length) throw new S3Error('IncompleteBody')
}

function parseChunkHead(line: string | null): { size: number; signature: string | undefined } {
  const match = /^([\da-fA-F]{1,12})(?:;chunk-signature=([\da-f]{64}))?$/.exec(line ?? '')
  const [, size, signature] = match ?? []
  if (size === undefined) throw new S3Error('IncompleteBody')
  return { size: parseInt(size, 16), signature }
}

async function readTrailers(reader: ByteReader, options: AwsChunkedOptions): Promise<void> {
  const { signatures, announced, trailers } = options
  let signed = ''
  let signature: string | undefined
  for (
    let line = await reader.line(longestLine);
    line !== null && line !== '';
    line = await reader.line(longestLine)
  ) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (name === 'x-amz-trailer-signature') signature = value
    else if (announced?.includes(name) === true && !trailers.has(name)) {
      trailers.set(name, value)
      signed += `${name}:${value}\n`
    } else throw new S3Error('MalformedTrailerError')
  }
  if (announced === null) return
  if (announced.some((name) => !trailers.has(name))) throw new S3Error('MalformedTrailerError')
  signatures?.endTrailers(signed, signature ?? '')
}
