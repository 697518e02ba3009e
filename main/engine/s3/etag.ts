/** An ETag as the engine holds it: without quotes, and without the `W/` that some proxies add. */
export function bareEtag(etag: string | undefined): string {
  return (etag ?? '').replace(/^W\//, '').replace(/^"(.*)"$/, '$1')
}

const md5Shape = /^[0-9a-f]{32}$/
const partsShape = /^[0-9a-f]{32}-\d+$/

/** How an object is encrypted, as replies say it. */
export interface Encryption {
  readonly ServerSideEncryption?: string | undefined
  readonly SSECustomerAlgorithm?: string | undefined
}

export const encryptionIn = (headers: Readonly<Record<string, string | undefined>>): Encryption => ({
  ServerSideEncryption: headers['x-amz-server-side-encryption'],
  SSECustomerAlgorithm: headers['x-amz-server-side-encryption-customer-algorithm'],
})

/** ETags of objects under SSE-KMS and SSE-C are no digests of their bytes (AWS, "Common response headers", ETag). */
const hidesDigest = (reply: Encryption): boolean =>
  reply.SSECustomerAlgorithm !== undefined || (reply.ServerSideEncryption ?? 'AES256') !== 'AES256'

/** Whether the ETag of a stored object can be a digest: the MD5 of its bytes, or one over the MD5s of its parts. */
export const isObjectDigest = (etag: string, reply: Encryption): boolean =>
  !hidesDigest(reply) && (md5Shape.test(etag) || partsShape.test(etag))

/** Whether the ETag answered to a write can be the MD5 of the bytes written. */
export const isWrittenDigest = (etag: string, reply: Encryption): boolean =>
  !hidesDigest(reply) && md5Shape.test(etag)
