import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3'
import type { WireRequest } from './exchange.ts'
import type { SigningScope } from './sign-request.ts'

/** Where the requests about a bucket go, and how they are signed. */
export interface RequestTarget {
  /** `http:` or `https:` */
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  /** The Host header. */
  readonly host: string
  /** What goes before the key in a path: empty, or `/bucket`. */
  readonly folder: string
  /** `none` for anonymous calls; `by the sdk` where it takes more than a signature of version 4. */
  readonly signing: SigningScope | 'none' | 'by the sdk'
}

const plainSignature = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//

/**
 * Asks the SDK, which knows all rules of addresses (regions, ARNs of access points, accelerated and dual-stack hosts,
 * settings): a request about the bucket is made and signed by it, looked at, and not sent.
 *
 * @throws what the SDK throws for a bucket that has no address, or for want of credentials.
 */
export async function findTarget(client: S3Client, bucket: string): Promise<RequestTarget> {
  const { protocol, hostname, port, path, headers } = await unsent(client, bucket)
  const [, region, service] = plainSignature.exec(headers['authorization'] ?? '') ?? []
  return {
    protocol,
    hostname,
    ...(port === undefined ? {} : { port }),
    host: headers['host'] ?? hostname,
    folder: path.replace(/\/$/, ''),
    signing:
      headers['authorization'] === undefined
        ? 'none'
        : region === undefined || service === undefined || hasSession(headers)
          ? 'by the sdk'
          : { region, service },
  }
}

/** Directory buckets are talked to in sessions, whose token goes along. */
const hasSession = (headers: WireRequest['headers']): boolean => 'x-amz-s3session-token' in headers

/** What the SDK is told in the place of a reply. */
const answer = { statusCode: 200, headers: {}, body: Buffer.alloc(0) }

async function unsent(client: S3Client, bucket: string): Promise<WireRequest> {
  const made: WireRequest[] = []
  const command = new HeadBucketCommand({ Bucket: bucket })
  command.middlewareStack.add(
    () => (args) => {
      made.push(args.request as WireRequest)
      return Promise.resolve({ output: { $metadata: {} }, response: answer })
    },
    // The last one of all: what it sees is what would go out.
    { step: 'deserialize', priority: 'low', name: 'lookAtRequest' },
  )
  await client.send(command, {})
  const [request] = made
  if (request === undefined) throw new TypeError('The SDK made no request.')
  return request
}
