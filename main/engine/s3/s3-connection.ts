import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import type { SluiceError } from '../../../shared/errors.ts'
import type { Clock } from '../world.ts'
import { findBucketRegion } from './bucket-region.ts'
import type { CallName } from './call-name.ts'
import { explainCredentialError } from './explain-credentials.ts'
import { explainError } from './explain-error.ts'
import type { Endpoint } from './object-store.ts'
import { readServiceError } from './service-error.ts'
import { WireCall } from './wire-call.ts'
import { WireHandler } from './wire-handler.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** When they end, if they do. */
  readonly expiration?: Date
}

/** Asked before the first call, and again when they are about to end or the server says that they have. */
export type CredentialsProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<Credentials>

export interface ConnectionOptions {
  /** The address of the server, `http://127.0.0.1:8000`; Amazon's own for the region if absent. */
  readonly endpoint?: string
  /** `us-east-1` if absent. A bucket elsewhere is followed there. */
  readonly region?: string
  /** `anonymous` sends requests unsigned. */
  readonly credentials: CredentialsProvider | 'anonymous'
  /** The bucket in the path rather than in the host name; if absent, for every endpoint but Amazon's default one. */
  readonly pathStyle?: boolean
  /** Goes into the User-Agent header beside the SDK's own: `sluice/0.1.0`. */
  readonly userAgent?: string
  /** The profile whose dual-stack, FIPS and ARN settings the SDK reads from the shared config. */
  readonly profile?: string
  readonly clock: Clock
  /** Milliseconds without a byte moving; 30,000 if absent. */
  readonly stallAfter?: number
  /** Milliseconds for a connection; 10,000 if absent. */
  readonly connectWithin?: number
  /** Connections at once; 64 if absent. */
  readonly maxSockets?: number
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string
  /** False accepts any certificate of this server (`--no-verify-ssl`); true if absent. */
  readonly verifyCertificates?: boolean
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are looked up; no proxy if absent. */
  readonly proxyEnv?: Readonly<Record<string, string | undefined>>
}

/** Partition domains of Amazon's own servers. */
const awsDomains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'api.aws',
  'api.amazonwebservices.com.cn',
]

/** Whether a host is Amazon's: it keeps checksums and honours conditions. */
export function isAwsHost(host: string): boolean {
  return awsDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/**
 * One identity at one server. Makes each call a single request, except where the reply taught something that lets the
 * same request succeed at once: the bucket's region, or that the credentials have to be fetched anew. Then it is made
 * once more.
 */
export class S3Connection {
  readonly endpoint: Endpoint
  readonly #options: ConnectionOptions
  readonly #wire: WireHandler
  readonly #clients = new Map<string, S3Client>()
  readonly #regions = new Map<string, string>()

  constructor(options: ConnectionOptions) {
    const region = options.region ?? 'us-east-1'
    this.#options = { ...options, region }
    this.endpoint = {
      label: options.endpoint ?? `https://s3.${region}.amazonaws.com`,
      aws: options.endpoint === undefined || isAwsHost(new URL(options.endpoint).hostname),
    }
    this.#wire = new WireHandler({
      clock: options.clock,
      stallAfter: options.stallAfter ?? 30_000,
      connectWithin: options.connectWithin ?? 10_000,
      maxSockets: options.maxSockets ?? 64,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      verifyCertificates: options.verifyCertificates ?? true,
      ...(options.proxyEnv === undefined ? {} : { proxyEnv: options.proxyEnv }),
    })
  }

  /**
   * Makes one call. `send` must build its command anew each time it is called.
   *
   * @throws the signal's reason once it has aborted; otherwise a SluiceError.
   */
  async call<T>(
    name: CallName,
    signal: AbortSignal,
    send: (client: S3Client, call: WireCall) => Promise<T>,
  ): Promise<T> {
    const first = await this.#attempt(name, signal, send)
    if ('reply' in first) return first.reply
    if (!(await this.#learn(name, first, signal))) throw first.error
    const second = await this.#attempt(name, signal, send)
    if ('reply' in second) return second.reply
    throw second.error
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy()
    this.#wire.destroy()
  }

  async #attempt<T>(
    name: CallName,
    signal: AbortSignal,
    send: (client: S3Client, call: WireCall) => Promise<T>,
  ): Promise<{ reply: T } | { error: SluiceError; raw: unknown }> {
    signal.throwIfAborted()
    try {
      return { reply: await send(this.#clientFor(name.bucket), new WireCall(signal)) }
    } catch (raw) {
      signal.throwIfAborted()
      return { error: explainError(raw, name, this.endpoint.label), raw }
    }
  }

  /** @returns whether the same call may succeed now. */
  async #learn(
    name: CallName,
    failed: { error: SluiceError; raw: unknown },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { bucket } = name
    if (failed.error.code === 'wrong-region' && bucket !== undefined) {
      const region =
        readServiceError(failed.raw)?.region ??
        (this.endpoint.aws
          ? await findBucketRegion(this.#clientFor(bucket), bucket, new WireCall(signal))
          : null)
      signal.throwIfAborted()
      if (region === null || region === this.#regionOf(bucket)) return false
      this.#regions.set(bucket, region)
      return true
    }
    if (failed.error.code === 'credentials-expired' && failed.error.s3?.status !== undefined) {
      return this.#renewCredentials()
    }
    return false
  }

  /** Clients remember their credentials: new ones need new clients. */
  async #renewCredentials(): Promise<boolean> {
    const { credentials } = this.#options
    if (credentials === 'anonymous') return false
    const before = await credentials()
    const after = await credentials({ forceRefresh: true })
    if (before.accessKeyId === after.accessKeyId && before.sessionToken === after.sessionToken) return false
    this.#clients.clear()
    return true
  }

  #regionOf(bucket: string | undefined): string {
    return (
      (bucket === undefined ? undefined : this.#regions.get(bucket)) ?? this.#options.region ?? 'us-east-1'
    )
  }

  #clientFor(bucket: string | undefined): S3Client {
    const region = this.#regionOf(bucket)
    const client = this.#clients.get(region) ?? new S3Client(this.#configFor(region))
    this.#clients.set(region, client)
    return client
  }

  #configFor(region: string): S3ClientConfig {
    const { endpoint, pathStyle, userAgent, profile, credentials } = this.#options
    return {
      region,
      ...(endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint }),
      forcePathStyle: pathStyle ?? endpoint !== undefined,
      ...(userAgent === undefined ? {} : { customUserAgent: userAgent }),
      ...(profile === undefined ? {} : { profile }),
      ...(credentials === 'anonymous' ? unsigned : { credentials: explained(credentials) }),
      requestHandler: this.#wire,
      // Retries belong to the callers, who build each body anew.
      maxAttempts: 1,
      retryMode: 'standard',
      // Checksums are asked for call by call, and what comes back is compared with ETags.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // `Expect: 100-continue` costs a round trip for each part, and the SDK would wait for it on a connection of its own.
      expectContinueHeader: false,
      // Redirects are followed here, where a region once learnt is kept for its bucket.
      followRegionRedirects: false,
      // Must stay off: a cached handler shares one context between calls, and with it the endpoint. Two calls at once on
      // two buckets would then go to one of them.
      cacheMiddleware: false,
    }
  }
}

/** The SDK wants credentials even where nothing is signed with them. */
const unsigned: Pick<S3ClientConfig, 'credentials' | 'signer'> = {
  credentials: { accessKeyId: '', secretAccessKey: '' },
  signer: { sign: (request) => Promise.resolve(request) },
}

/** The errors of a provider are told from those of S3 here, where it is known whose they are. */
function explained(provider: CredentialsProvider): CredentialsProvider {
  return async (options) => {
    try {
      return await provider(options)
    } catch (error) {
      throw explainCredentialError(error)
    }
  }
}
