import { createHash } from 'node:crypto'
import { S3Error } from '../s3-error.ts'
import type { Authorization } from '../signature/authorize.ts'
import { sameSignature, scopeText, sign } from '../signature/signing-key.ts'

const emptyHash = createHash('sha256').digest('hex')

/**
 * The chain of signatures over the chunks of one body: each covers its chunk and the signature before it, beginning
 * with that of the request (AmazonS3/latest/API/sigv4-streaming.html, sigv4-streaming-trailers.html).
 */
export class ChunkSignatures {
  readonly #authorization: Authorization
  #previous: string
  #hash = createHash('sha256')

  constructor(authorization: Authorization) {
    this.#authorization = authorization
    this.#previous = authorization.signature
  }

  /** More bytes of the chunk under way. */
  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  /** @throws S3Error `SignatureDoesNotMatch` */
  endChunk(signature: string): void {
    this.#check(signature, ['AWS4-HMAC-SHA256-PAYLOAD', emptyHash, this.#hash.digest('hex')])
    this.#hash = createHash('sha256')
  }

  /**
   * @param trailers `name:value\n` of each trailing header
   * @throws S3Error `SignatureDoesNotMatch`
   */
  endTrailers(trailers: string, signature: string): void {
    this.#check(signature, ['AWS4-HMAC-SHA256-TRAILER', createHash('sha256').update(trailers).digest('hex')])
  }

  #check(signature: string, [algorithm, ...hashes]: readonly [string, ...string[]]): void {
    const { key, scope, time } = this.#authorization
    const toSign = [algorithm, time, scopeText(scope), this.#previous, ...hashes].join('\n')
    const expected = sign(key, toSign)
    if (!sameSignature(signature, expected)) {
      throw new S3Error('SignatureDoesNotMatch', {
        details: { StringToSign: toSign, SignatureProvided: signature },
      })
    }
    this.#previous = expected
  }
}
