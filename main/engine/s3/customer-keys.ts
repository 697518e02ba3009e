import { createHash } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'

/** A key of SSE-C: 32 bytes that only the person who gave it has. It is never written anywhere. */
export interface CustomerKey {
  readonly bytes: Uint8Array
}

/** The keys of one identity's calls (PRP-6). */
export interface CustomerKeys {
  /** Of the objects that are read and written. */
  readonly object?: CustomerKey
  /** Of the objects that copies start from. */
  readonly copySource?: CustomerKey
}

/** What the engine may say of a key. */
export const keyMd5 = ({ bytes }: CustomerKey): string => createHash('md5').update(bytes).digest('base64')

const withObjectKey: ReadonlySet<string> = new Set([
  'PutObject',
  'GetObject',
  'HeadObject',
  'CopyObject',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
])

const withSourceKey: ReadonlySet<string> = new Set(['CopyObject', 'UploadPartCopy'])

function keyHeaders(prefix: string, key: CustomerKey): Record<string, string> {
  return {
    [`${prefix}-algorithm`]: 'AES256',
    [`${prefix}-key`]: Buffer.from(key.bytes).toString('base64'),
    [`${prefix}-key-md5`]: keyMd5(key),
  }
}

/** The headers of a call, by the name of its operation (AWS, "Using server-side encryption with customer-provided keys"). */
export function customerKeyHeaders(
  operation: string,
  { object, copySource }: CustomerKeys,
): Record<string, string> {
  return {
    ...(object === undefined || !withObjectKey.has(operation)
      ? {}
      : keyHeaders('x-amz-server-side-encryption-customer', object)),
    ...(copySource === undefined || !withSourceKey.has(operation)
      ? {}
      : keyHeaders('x-amz-copy-source-server-side-encryption-customer', copySource)),
  }
}

/** Gives every call of a client the headers of its keys, and those that go with all calls. */
export function addHeaders(
  client: S3Client,
  keys: CustomerKeys,
  always: Readonly<Record<string, string>>,
): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const request = args.request as { headers: Record<string, string> }
        Object.assign(request.headers, always, customerKeyHeaders(commandName.replace(/Command$/, ''), keys))
        return next(args)
      },
    { step: 'build', priority: 'low', name: 'customerKeys' },
  )
}
