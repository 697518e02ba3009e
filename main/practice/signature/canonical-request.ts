import type { S3Request } from '../s3-request.ts'
import { encodeUri, encodeUriPath } from '../uri.ts'

/**
 * The canonical request of SigV4 as S3 has it (AmazonS3/latest/API/sig-v4-header-based-auth.html): the path encoded
 * once and never normalised, every query parameter but the signature itself, and the signed headers as they came,
 * trimmed and with runs of spaces as one. Latin-1 text: header values keep their bytes.
 * @param signedHeaders lower-case names in the order of the request
 * @param payloadHash the value of `x-amz-content-sha256`
 */
export function canonicalRequest(
  request: Pick<S3Request, 'method' | 'path' | 'parameters' | 'headers'>,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const query = request.parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeUri(name), encodeUri(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
  const headers = signedHeaders.map((name) => {
    const value = request.headers.get(name) ?? ''
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`
  })
  return [
    request.method,
    encodeUriPath(request.path),
    query.join('&'),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
