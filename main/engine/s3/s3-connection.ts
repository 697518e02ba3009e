import type { ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'
import { furtherAlgorithms } from './checksums.ts'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import type { fromIni } from '@aws-sdk/credential-providers'
import type { SluiceError } from '../../../shared/errors.ts'
import type { Clock } from '../world.ts'
import { findBucketRegion } from './bucket-region.ts'
import type { CallName } from './call-name.ts'
import { addHeaders, type CustomerKeys } from './customer-keys.ts'
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
  /** Amazon's accelerated address; the plain one if absent. */
  readonly accelerate?: boolean
  /** Amazon's dual-stack address; the plain one if absent. */
  readonly dualstack?: boolean
  /** Amazon's FIPS address; the plain one if absent. */
  readonly fips?: boolean
  /** False leaves the bodies out of the signatures; true if absent. */
  readonly signPayloads?: boolean
  /** Whether a checksum goes with each body; if absent or null, with those for Amazon. */
  readonly sendChecksums?: boolean | null
  /** Whether downloads bring the checksum that is kept with the object; if absent or null, Amazon's do. */
  readonly askChecksums?: boolean | null
  /** The one to send with bodies and to keep with copies, whatever `sendChecksums` says. */
  readonly checksumAlgorithm?: ChecksumAlgorithm
  /** Goes into the User-Agent header beside the SDK's own: `sluice/0.1.0`. */
  readonly userAgent?: string
  /** The profile whose ARN settings the SDK reads from the shared config. */
  readonly profile?: string
  readonly clock: Clock
  /** Milliseconds without a byte moving; 30,000 if absent, any time if 0. */
  readonly stallAfter?: number
  /** Milliseconds for a connection; 10,000 if absent, any time if 0. */
  readonly connectWithin?: number
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
}

type ProviderOptions = Parameters<CredentialsProvider>[0]

/** Milliseconds before their end in which credentials are fetched anew; the SDK's clients do the same. */
const renewWithin = 300_000

/** Sends one command, built anew, on a client and with the call's options. */
type Send<T> = (client: S3Client, call: WireCall) => Promise<T>

interface Failed {
  readonly error: SluiceError
  readonly raw: unknown
  readonly client: S3Client
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

/** Which checksums go with what. */
export interface ChecksumUse {
  /** The one a person asked for. */
  readonly asked: ChecksumAlgorithm | null
  /** The one that bodies are sent with, and that the server keeps. */
  readonly withBodies: ChecksumAlgorithm | null
  /** Whether downloads are to bring what was kept. */
  readonly withDownloads: boolean
}

/**
 * One identity at one server. Makes each call a single request, except where the reply taught something that lets the
 * same request succeed at once: the bucket's region, or that the credentials have to be fetched anew. Then it is made
 * once more.
 */
export class S3Connection {
  readonly endpoint: Endpoint
  readonly checksums: ChecksumUse
  readonly #options: ConnectionOptions
  readonly #wire: WireHandler
  readonly #clients = new Map<string, S3Client>()
  readonly #regions = new Map<string, string>()
  #given: Credentials | null = null
  #asking: Promise<Credentials> | null = null

  constructor(options: ConnectionOptions) {
    const region = options.region ?? 'us-east-1'
    this.#options = { ...options, region }
    this.endpoint = {
      label: options.endpoint ?? `https://s3.${region}.amazonaws.com`,
      aws: options.endpoint === undefined || isAwsHost(new URL(options.endpoint).hostname),
    }
    const asked = options.checksumAlgorithm ?? null
    this.checksums = {
      asked,
      withBodies: asked ?? ((options.sendChecksums ?? this.endpoint.aws) ? 'CRC64NVME' : null),
      withDownloads: options.askChecksums ?? this.endpoint.aws,
    }
    this.#wire = new WireHandler({
      clock: options.clock,
      stallAfter: options.stallAfter ?? 30_000,
      connectWithin: options.connectWithin ?? 10_000,
      maxSockets: options.maxSockets ?? 256,
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
  async call<T>(name: CallName, signal: AbortSignal, send: Send<T>): Promise<T> {
    const first = await this.#attempt(name, signal, send)
    if ('reply' in first) return first.reply
    if (!(await this.#learn(name, first, signal))) throw first.error
    const second = await this.#attempt(name, signal, send)
    if ('reply' in second) return second.reply
    throw second.error
  }

  /** Ends idle connections, and with them those in use. */
  close(): void {
    this.#wire.destroy()
  }

  async #attempt<T>(name: CallName, signal: AbortSignal, send: Send<T>): Promise<{ reply: T } | Failed> {
    signal.throwIfAborted()
    if (isMultiRegion(name.bucket)) await import('@smithy/signature-v4a')
    const client = this.#clientFor(name.bucket)
    try {
      // A call with options makes the SDK resolve its middleware for this call alone. What it keeps otherwise (with
      // `cacheMiddleware`) is shared, its endpoint included: of two calls at once on two buckets, one would go astray.
      return { reply: await send(client, new WireCall(signal)) }
    } catch (raw) {
      signal.throwIfAborted()
      return { error: explainError(raw, name, this.endpoint.label), raw, client }
    }
  }

  /** @returns whether the same call may succeed now. */
  async #learn({ operation, bucket }: CallName, failed: Failed, signal: AbortSignal): Promise<boolean> {
    // A HEAD has no document to say that its signature is for another region.
    const isDumb = operation.startsWith('Head') && failed.error.s3?.status === 400
    if ((failed.error.code === 'wrong-region' || isDumb) && bucket !== undefined) {
      const region = readServiceError(failed.raw)?.region ?? (await this.#findRegion(bucket, signal))
      if (region === null || region === this.#regionOf(bucket)) return false
      this.#regions.set(bucket, region)
      return true
    }
    const expired = failed.error.code === 'credentials-expired' && failed.error.s3?.status !== undefined
    return expired && this.#renewCredentials(failed.client, bucket)
  }

  async #findRegion(bucket: string, signal: AbortSignal): Promise<string | null> {
    if (!this.endpoint.aws) return null
    const region = await findBucketRegion(this.#clientFor(bucket), bucket, new WireCall(signal))
    signal.throwIfAborted()
    return region
  }

  /** Clients remember their credentials: new ones need new clients. */
  async #renewCredentials(usedBy: S3Client, bucket: string | undefined): Promise<boolean> {
    // Another call was quicker.
    if (this.#clients.get(this.#clientName(bucket)) !== usedBy) return true
    if (this.#options.credentials === 'anonymous') return false
    const used = this.#given
    const fresh = await this.#ask(this.#options.credentials, {
      forceRefresh: true,
      callerClientConfig: usedBy.config,
    })
    if (fresh.accessKeyId === used?.accessKeyId && fresh.sessionToken === used.sessionToken) return false
    this.#clients.clear()
    return true
  }

  /** The clients of all regions have the same ones: a role is assumed, and a process run, once for all of them. */
  #provide(provider: CredentialsProvider, options: ProviderOptions): Promise<Credentials> {
    const given = this.#given
    const lasts =
      given !== null &&
      (given.expiration === undefined || given.expiration.getTime() - this.#options.clock.now() > renewWithin)
    return lasts ? Promise.resolve(given) : this.#ask(provider, options)
  }

  #ask(provider: CredentialsProvider, options: ProviderOptions): Promise<Credentials> {
    this.#asking ??= provider(options)
      .then((given) => {
        this.#given = given
        return given
      })
      .finally(() => {
        this.#asking = null
      })
    return this.#asking
  }

  #regionOf(bucket: string | undefined): string {
    return (
      (bucket === undefined ? undefined : this.#regions.get(bucket)) ?? this.#options.region ?? 'us-east-1'
    )
  }

  #clientName(bucket: string | undefined): string {
    return `${this.#regionOf(bucket)}${isArn(bucket) ? ', by ARN' : ''}`
  }

  #clientFor(bucket: string | undefined): S3Client {
    const name = this.#clientName(bucket)
    const known = this.#clients.get(name)
    if (known !== undefined) return known
    const client = this.#newClient(this.#configFor(this.#regionOf(bucket), isArn(bucket)))
    if (this.#options.signPayloads === false) leavePayloadsUnsigned(client)
    this.#clients.set(name, client)
    return client
  }

  #newClient(config: S3ClientConfig): S3Client {
    const client = new S3Client(config)
    const { customerKeys = {}, requestPayer = false } = this.#options
    addHeaders(client, customerKeys, requestPayer ? { 'x-amz-request-payer': 'requester' } : {})
    return client
  }

  #configFor(region: string, byArn: boolean): S3ClientConfig {
    const { endpoint, pathStyle, userAgent, profile, credentials } = this.#options
    return {
      region,
      ...(endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint }),
      // An access point is a host of its own, wherever its bucket's name would go.
      forcePathStyle: !byArn && (pathStyle ?? endpoint !== undefined),
      useAccelerateEndpoint: this.#options.accelerate ?? false,
      useDualstackEndpoint: this.#options.dualstack ?? false,
      useFipsEndpoint: this.#options.fips ?? false,
      ...(userAgent === undefined ? {} : { customUserAgent: userAgent }),
      ...(profile === undefined ? {} : { profile }),
      ...(credentials === 'anonymous'
        ? unsigned
        : {
            credentials: (options: ProviderOptions) => this.#provide(credentials, options),
          }),
      requestHandler: this.#wire,
      // Retries belong to the callers, who build each body anew.
      maxAttempts: 1,
      retryMode: 'standard',
      // Checksums are asked for call by call, and what comes back is compared with ETags.
      checksumAlgorithms: furtherAlgorithms,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // `Expect: 100-continue` costs a round trip for each part, and the SDK would wait for it on a connection of its own.
      expectContinueHeader: false,
      // Redirects are followed here, where a region once learnt is kept for its bucket.
      followRegionRedirects: false,
    }
  }
}

const isArn = (bucket: string | undefined): boolean => bucket?.startsWith('arn:') === true

/** An access point of buckets in several regions names none, and its requests are signed for all (SigV4A). */
const isMultiRegion = (bucket: string | undefined): boolean => /^arn:aws[^:]*:s3::/.test(bucket ?? '')

/** A request that says so is signed without its body's hash (AWS SigV4, "UNSIGNED-PAYLOAD"). */
function leavePayloadsUnsigned(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> }
      request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
      return next(args)
    },
    { step: 'build', name: 'unsignedPayload' },
  )
}

/** The SDK wants credentials even where nothing is signed with them. */
const unsigned: Pick<S3ClientConfig, 'credentials' | 'signer'> = {
  credentials: { accessKeyId: '', secretAccessKey: '' },
  signer: { sign: (request) => Promise.resolve(request) },
}
