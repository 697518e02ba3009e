import type { S3Request } from '../../../../main/practice/s3-request.ts'
import { decodeUri, parseQuery } from '../../../../main/practice/uri.ts'

/** The credentials of the examples in AWS's documentation of Signature Version 4; nobody's. */
export const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
export const scope = { date: '20130524', region: 'us-east-1', service: 's3' }
export const time = '20130524T000000Z'
export const now = Date.UTC(2013, 4, 24)

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** A request as the examples write it. */
export function request(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
): S3Request {
  const [path = '', query = ''] = target.split('?')
  const parameters = parseQuery(query)
  return {
    method,
    path: decodeUri(path),
    bucket: '',
    key: '',
    parameters,
    query: new Map(parameters),
    headers: new Map(Object.entries(headers)),
  }
}

export interface Example {
  readonly name: string
  readonly request: S3Request
  readonly signedHeaders: readonly string[]
  readonly payloadHash: string
  readonly signature: string
}

function example(
  name: string,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  signature: string,
): Example {
  const all = { 'x-amz-content-sha256': emptyHash, 'x-amz-date': time, ...headers }
  const signedHeaders = Object.keys(all).sort()
  return {
    name,
    request: request(method, target, all),
    signedHeaders,
    payloadHash: all['x-amz-content-sha256'],
    signature,
  }
}

const host = 'examplebucket.s3.amazonaws.com'

/** AmazonS3/latest/API/sig-v4-header-based-auth.html */
export const headerExamples: readonly Example[] = [
  example(
    'GET Object',
    'GET',
    '/test.txt',
    { host, range: 'bytes=0-9' },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ),
  example(
    'PUT Object',
    'PUT',
    '/test%24file.text',
    {
      host,
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ),
  example(
    'GET Bucket Lifecycle',
    'GET',
    '/?lifecycle',
    { host },
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ),
  example(
    'GET Bucket (List Objects)',
    'GET',
    '/?max-keys=2&prefix=J',
    { host },
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ),
]

const chunked = {
  host: 's3.amazonaws.com',
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': '66560',
  'x-amz-storage-class': 'REDUCED_REDUNDANCY',
}

/** sigv4-streaming.html: 65 KiB of `a`, in chunks of 64 KiB, 1 KiB and nothing. */
export const signedChunks = {
  ...example(
    'a body in signed chunks',
    'PUT',
    '/examplebucket/chunkObject.txt',
    { ...chunked, 'content-length': '66824', 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' },
    '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  ),
  chunkSignatures: [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ] as const,
}

/** sigv4-streaming-trailers.html: the same body, with its CRC32C as a trailing header. */
export const signedTrailers = {
  ...example(
    'a body in signed chunks with trailers',
    'PUT',
    '/examplebucket/chunkObject.txt',
    {
      ...chunked,
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-trailer': 'x-amz-checksum-crc32c',
    },
    '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  ),
  chunkSignatures: [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ] as const,
  trailer: 'x-amz-checksum-crc32c:sOO8/Q==',
  trailerSignature: 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
}

/** sigv4-query-string-auth.html */
export const presigned = request(
  'GET',
  '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
    '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
    '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  { host },
)
