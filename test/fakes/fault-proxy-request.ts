import type { IncomingHttpHeaders } from 'node:http'

/** The S3 calls the fault proxy tells apart; `Other` is everything else (bucket settings, tags, ACLs). */
export const operations = [
  'ListBuckets',
  'HeadBucket',
  'ListObjectsV2',
  'ListMultipartUploads',
  'ListParts',
  'GetObject',
  'HeadObject',
  'PutObject',
  'CopyObject',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'DeleteObject',
  'DeleteObjects',
  'Other',
] as const
export type Operation = (typeof operations)[number]

/** A path-style S3 request, read from its request line and headers alone. */
export interface S3Request {
  readonly operation: Operation
  /** Empty for a call on the service itself. */
  readonly bucket: string
  /** Decoded; empty for a call on a bucket. */
  readonly key: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** Reads what a request asks for; `url` is the request target as it stood on the wire, e.g. `/bucket/a%20b?list-type=2`. */
export function readS3Request(method: string, url: string, headers: IncomingHttpHeaders): S3Request {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1))
  const slash = path.indexOf('/', 1)
  const bucket = decodeURIComponent(slash < 0 ? path.slice(1) : path.slice(1, slash))
  const key = slash < 0 ? '' : decodeURIComponent(path.slice(slash + 1))
  const copies = headers['x-amz-copy-source'] !== undefined
  const operation =
    bucket === ''
      ? serviceOperation(method)
      : key === ''
        ? bucketOperation(method, query)
        : objectOperation(method, query, copies)
  return { operation, bucket, key, query, headers }
}

function serviceOperation(method: string): Operation {
  return method === 'GET' ? 'ListBuckets' : 'Other'
}

function bucketOperation(method: string, query: URLSearchParams): Operation {
  if (method === 'HEAD') return 'HeadBucket'
  if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2'
  if (method === 'GET' && query.has('uploads')) return 'ListMultipartUploads'
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects'
  return 'Other'
}

const subresources = [
  'acl',
  'tagging',
  'retention',
  'legal-hold',
  'restore',
  'attributes',
  'torrent',
  'select',
]

function objectOperation(method: string, query: URLSearchParams, copies: boolean): Operation {
  if (subresources.some((name) => query.has(name))) return 'Other'
  const upload = query.has('uploadId')
  switch (method) {
    case 'GET':
      return upload ? 'ListParts' : 'GetObject'
    case 'HEAD':
      return 'HeadObject'
    case 'PUT':
      if (upload) return copies ? 'UploadPartCopy' : 'UploadPart'
      return copies ? 'CopyObject' : 'PutObject'
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload'
      return upload ? 'CompleteMultipartUpload' : 'Other'
    case 'DELETE':
      return upload ? 'AbortMultipartUpload' : 'DeleteObject'
    default:
      return 'Other'
  }
}
