import type { fromIni } from '@aws-sdk/credential-providers'
import type { ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'
import type { Clock, Log } from '../world.ts'
import type { CustomerKeys } from './customer-keys.ts'
import type { KeptHabits } from './endpoint-habits.ts'
import type { Identity } from './object-store.ts'
import type { SenderThreads } from './sender-messages.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** When they end, if they do. */
  readonly expiration?: Date
}

/**
 * Asked before the first call, and again when they are about to end or the server says that they have. The SDK tells
 * its own providers also which client asks.
 *
 * Rejects with a SluiceError.
 */
export type CredentialsProvider = (
  options?: { readonly forceRefresh?: boolean } & NonNullable<Parameters<ReturnType<typeof fromIni>>[0]>,
) => Promise<Credentials>

export interface ConnectionOptions {
  /** The address of the server, `http://127.0.0.1:8000`; Amazon's own for the region if absent. */
  readonly endpoint?: string
  /** `us-east-1` if absent. A bucket elsewhere is followed there. */
  readonly region?: string
  /** `anonymous` sends requests unsigned. */
  readonly credentials: CredentialsProvider | 'anonymous'
  /**
   * The bucket in the path rather than in the host name; if absent, for every endpoint but Amazon's default one. The ARN
   * of an access point leads to a host name in any case.
   */
  readonly pathStyle?: boolean
  /** Nobody has said which: it is as the server wants it, once that is known. */
  readonly anyStyle?: boolean
  /** What was learnt of servers before, and where it is kept; only for as long as this connection lasts if absent. */
  readonly habits?: KeptHabits
  /** Amazon's accelerated address; the plain one if absent. */
  readonly accelerate?: boolean
  /** Amazon's dual-stack address; the plain one if absent. */
  readonly dualstack?: boolean
  /** Amazon's FIPS address; the plain one if absent. */
  readonly fips?: boolean
  /** False leaves the bodies out of the signatures; if absent or null, those with an MD5 that go by TLS. */
  readonly signPayloads?: boolean | null
  /** Whether a checksum goes with each body; if absent or null, with those for Amazon. */
  readonly sendChecksums?: boolean | null
  /** Whether downloads bring the checksum that is kept with the object; if absent or null, Amazon's do. */
  readonly askChecksums?: boolean | null
  /** The one to send with bodies and to keep with copies, whatever `sendChecksums` says. */
  readonly checksumAlgorithm?: ChecksumAlgorithm
  /** Whose the credentials are; errors name it. */
  readonly identity?: Identity
  /** Told when the server's clock turns out to be so many milliseconds ahead of this machine's. */
  readonly onClockOffset?: (milliseconds: number) => void
  /** Goes into the User-Agent header beside the SDK's own: `sluice/0.1.0`. */
  readonly userAgent?: string
  /** The profile whose ARN settings the SDK reads from the shared config. */
  readonly profile?: string
  readonly clock: Clock
  /** Milliseconds without a byte moving; 30,000 if absent, any time if 0. */
  readonly stallAfter?: number
  /** Milliseconds for a connection; 10,000 if absent, any time if 0. */
  readonly connectWithin?: number
  /** Bytes a second that a body must move, over the time of `stallAfter`, or 30 seconds if that is 0; none if absent. */
  readonly leastRate?: number
  /** Connections at once; 256 if absent: how many are asked for is for the run to say. */
  readonly maxSockets?: number
  /** Keys of SSE-C; none if absent. */
  readonly customerKeys?: CustomerKeys
  /** Whoever asks pays for it (`x-amz-request-payer`). */
  readonly requestPayer?: boolean
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string
  /** False accepts any certificate of this server (`--no-verify-ssl`); true if absent. */
  readonly verifyCertificates?: boolean
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are looked up; no proxy if absent. */
  readonly proxyEnv?: Readonly<Record<string, string | undefined>>
  /** Threads for small requests; all are sent by this one if absent. */
  readonly senders?: SenderThreads
  readonly log?: Log
}
