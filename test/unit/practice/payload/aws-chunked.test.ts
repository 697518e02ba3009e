import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Payload } from '../../../../main/practice/payload/payload.ts'
import { openPayload } from '../../../../main/practice/payload/payload.ts'
import { signingKey } from '../../../../main/practice/signature/signing-key.ts'
import type { Example } from '../signature/aws-examples.ts'
import * as aws from '../signature/aws-examples.ts'

const body = Buffer.alloc(66_560, 'a')
const chunks = [body.subarray(0, 65_536), body.subarray(65_536), body.subarray(0, 0)]

/** A body in chunks, with a signature for each if there are any, and what follows the last one. */
function encode(pieces: readonly Uint8Array[], signatures: readonly string[], tail = '\r\n'): Buffer {
  const encoded = pieces.flatMap((piece, index) => {
    const signature = signatures[index]
    const head = piece.length.toString(16) + (signature === undefined ? '' : `;chunk-signature=${signature}`)
    return [Buffer.from(`${head}\r\n`), piece, Buffer.from(piece.length === 0 ? '' : '\r\n')]
  })
  return Buffer.concat([...encoded, Buffer.from(tail)])
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size)
    yield await Promise.resolve(bytes.subarray(from, from + size))
}

function open(
  example: Example,
  encoded: Uint8Array,
  size = 1000,
  headers: Record<string, string> = {},
): Payload {
  const request = {
    ...example.request,
    headers: new Map([...example.request.headers, ...Object.entries(headers)]),
  }
  const { signature, payloadHash } = example
  const key = signingKey(aws.secretAccessKey, aws.scope)
  const authorization = { key, scope: aws.scope, time: aws.time, signature, payloadHash }
  return openPayload(request, authorization, inPieces(encoded, size))
}

async function read(payload: Payload): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const bytes of payload.bytes) pieces.push(bytes)
  return Buffer.concat(pieces)
}

const unsigned: Example = {
  ...aws.signedTrailers,
  payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
}
const { trailer, trailerSignature } = aws.signedTrailers
const signedTail = `${trailer}\r\nx-amz-trailer-signature:${trailerSignature}\r\n\r\n`
const unsignedTail = `${trailer}\r\n\r\n`

describe('a chunked body', () => {
  test.each([61, 1000, 100_000])('of AWS’s example is decoded, coming %i bytes at a time', async (size) => {
    const payload = open(aws.signedChunks, encode(chunks, aws.signedChunks.chunkSignatures), size)
    expect(payload.length).toBe(body.length)
    expect((await read(payload)).equals(body)).toBe(true)
  })

  test('of AWS’s example with trailers gives the trailers', async () => {
    const payload = open(aws.signedTrailers, encode(chunks, aws.signedTrailers.chunkSignatures, signedTail))
    expect((await read(payload)).equals(body)).toBe(true)
    expect([...payload.trailers]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']])
  })

  test('may be unsigned, with trailers', async () => {
    const payload = open(unsigned, encode(chunks, [], unsignedTail))
    expect((await read(payload)).equals(body)).toBe(true)
    expect([...payload.trailers]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']])
  })
})

const { chunkSignatures } = aws.signedChunks
const [first, second] = chunkSignatures
const zeros = '0'.repeat(64)
const flipped = Buffer.from(body)
flipped[70] = 98
const small = [
  body.subarray(0, 65_000),
  body.subarray(65_000, 65_100),
  body.subarray(65_100),
  body.subarray(0, 0),
]

/** Bodies with one thing wrong. */
const wrong: [why: string, example: Example, encoded: Buffer, code: string][] = [
  [
    'a flipped byte',
    aws.signedChunks,
    encode([flipped.subarray(0, 65_536), ...chunks.slice(1)], chunkSignatures),
    'SignatureDoesNotMatch',
  ],
  [
    'a wrong chunk signature',
    aws.signedChunks,
    encode(chunks, [first, zeros, zeros]),
    'SignatureDoesNotMatch',
  ],
  [
    'chunk signatures swapped',
    aws.signedChunks,
    encode(chunks, [second, first, zeros]),
    'SignatureDoesNotMatch',
  ],
  ['no chunk signatures', aws.signedChunks, encode(chunks, []), 'SignatureDoesNotMatch'],
  ['an end cut off', aws.signedChunks, encode(chunks.slice(0, 2), chunkSignatures, ''), 'IncompleteBody'],
  [
    'a chunk cut off',
    aws.signedChunks,
    encode(chunks, chunkSignatures).subarray(0, 60_000),
    'IncompleteBody',
  ],
  [
    'bytes after its end',
    aws.signedChunks,
    Buffer.concat([encode(chunks, chunkSignatures), body]),
    'IncompleteBody',
  ],
  ['no chunks at all', unsigned, body, 'IncompleteBody'],
  ['a size that is none', unsigned, Buffer.from('x\r\n\r\n'), 'IncompleteBody'],
  [
    'fewer bytes than announced',
    unsigned,
    encode([body.subarray(1), chunks[2] ?? body], [], unsignedTail),
    'IncompleteBody',
  ],
  [
    'more bytes than announced',
    unsigned,
    encode([body, body, body.subarray(0, 0)], [], unsignedTail),
    'IncompleteBody',
  ],
  ['a small chunk in the middle', unsigned, encode(small, [], unsignedTail), 'InvalidChunkSizeError'],
  ['no trailer where one was announced', unsigned, encode(chunks, []), 'MalformedTrailerError'],
  [
    'a trailer that was not announced',
    unsigned,
    encode(chunks, [], 'x-amz-checksum-crc32:AAAAAA==\r\n\r\n'),
    'MalformedTrailerError',
  ],
  [
    'a trailer twice',
    unsigned,
    encode(chunks, [], `${trailer}\r\n${trailer}\r\n\r\n`),
    'MalformedTrailerError',
  ],
  [
    'another trailer than signed',
    aws.signedTrailers,
    encode(chunks, aws.signedTrailers.chunkSignatures, signedTail.replace('sOO8', 'sOO9')),
    'SignatureDoesNotMatch',
  ],
  [
    'an unsigned trailer',
    aws.signedTrailers,
    encode(chunks, aws.signedTrailers.chunkSignatures, unsignedTail),
    'SignatureDoesNotMatch',
  ],
]

test.each(wrong)('a chunked body with %s is refused', async (_, example, encoded, code) => {
  await expect(read(open(example, encoded))).rejects.toMatchObject({ code })
})

describe('a plain body', () => {
  const plain = { ...aws.signedChunks, payloadHash: 'UNSIGNED-PAYLOAD' }
  const hash = createHash('sha256').update(body).digest('hex')

  test('that is not signed may be anything', async () => {
    const payload = open(plain, body, 1000, { 'content-length': '66560' })
    expect(payload.length).toBe(66_560)
    expect((await read(payload)).equals(body)).toBe(true)
  })

  test('has the hash that was signed, or is refused at its end', async () => {
    expect((await read(open({ ...plain, payloadHash: hash }, body))).equals(body)).toBe(true)
    await expect(read(open({ ...plain, payloadHash: hash }, flipped))).rejects.toMatchObject({
      code: 'XAmzContentSHA256Mismatch',
    })
  })

  test('is not read where the hash is none', () => {
    const refused = expect.objectContaining({ code: 'InvalidArgument' })
    expect(() => open({ ...plain, payloadHash: 'abc' }, body)).toThrow(refused)
  })

  test('has a length that is a number', () => {
    expect(() => open(plain, body, 1000, { 'content-length': '-1' })).toThrow('Invalid content-length')
  })
})
