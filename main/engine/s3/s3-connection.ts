import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import { learnAddressing, withAddressing } from './addressing.ts'
import { isAwsHost } from './aws-hosts.ts'
import { findBucketRegion } from './bucket-region.ts'
import type { CallName } from './call-name.ts'
import { checksumUse, type ChecksumUse } from './checksum-use.ts'
import { clientConfig, type ProviderOptions } from './client-config.ts'
import { findClockOffset } from './clock-offset.ts'
import type { ConnectionOptions, Credentials, CredentialsProvider } from './connection-options.ts'
import { addHeaders, customerKeyHeaders } from './customer-keys.ts'
import { DataPlane, type PresignedRequest } from './data-plane.ts'
import { resultIn, type DataReply, type SendOptions } from './data-reply.ts'
import type { DataRequest } from './data-request.ts'
import { amazonsHabits, habitsAt, habitsInMemory } from './endpoint-habits.ts'
import { explainError } from './explain-error.ts'
import { findHeadRefusal } from './head-refusal.ts'
import type { Endpoint } from './object-store.ts'
import { Senders } from './senders.ts'
import { readServiceError } from './service-error.ts'
import { leavePayloadsUnsigned } from './unsigned-calls.ts'
import { WireCall } from './wire-call.ts'
import { WireHandler } from './wire-handler.ts'

/** Milliseconds without a byte moving, or with too few. */
const patience = 30_000

/** Milliseconds: what is learnt of a clock that is known as well as this is no news. */
const near = 60_000

/** Milliseconds before their end in which credentials are fetched anew; the SDK's clients do the same. */
const renewWithin = 300_000

/** Sends one command, built anew, on a client and with the call's options. */
type Send<T> = (client: S3Client, call: WireCall) => Promise<T>

/** What a reply can teach. */
type Lesson = 'time' | 'region' | 'credentials' | 'addressing'

interface Failed {
  readonly error: SluiceError
  readonly raw: unknown
  readonly client: S3Client
  /** By which its signature was made. */
  readonly clockOffset: number
}

/**
 * One identity at one server. Makes each call a single request, except where the reply taught something that lets the
 * same request succeed at once: the bucket's region, the time at the server, or that the credentials have to be fetched
 * anew. Then it is made once more for each of them.
 */
export class S3Connection {
  readonly endpoint: Endpoint
  readonly checksums: ChecksumUse
  readonly #options: ConnectionOptions
  readonly #wire: WireHandler
  readonly #senders: Senders | null
  readonly #data: DataPlane
  readonly #clients = new Map<string, S3Client>()
  readonly #regions = new Map<string, string>()
  #given: Credentials | null = null
  /** Milliseconds that the server's clock is ahead of this machine's; 0 while none are known. */
  #clockOffset = 0
  #asking: Promise<Credentials> | null = null

  constructor(options: ConnectionOptions) {
    const region = options.region ?? 'us-east-1'
    this.#options = { ...options, region }
    const label = options.endpoint ?? `https://s3.${region}.amazonaws.com`
    const aws = options.endpoint === undefined || isAwsHost(new URL(options.endpoint).hostname)
    const habits = aws ? amazonsHabits : habitsAt(label, options.habits ?? habitsInMemory(), options)
    this.endpoint = { label, aws, habits }
    this.checksums = checksumUse(options, this.endpoint)
    const stallAfter = options.stallAfter ?? patience
    const { leastRate: perSecond } = options
    const onWire = {
      stallAfter,
      ...(perSecond === undefined
        ? {}
        : { leastRate: { perSecond, over: stallAfter === 0 ? patience : stallAfter } }),
      connectWithin: options.connectWithin ?? 10_000,
      maxSockets: options.maxSockets ?? 256,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      verifyCertificates: options.verifyCertificates ?? true,
      ...(options.proxyEnv === undefined ? {} : { proxyEnv: options.proxyEnv }),
    }
    this.#wire = new WireHandler({ ...onWire, clock: options.clock })
    const { senders } = options
    this.#senders = senders === undefined ? null : new Senders(senders, onWire, options.log)
    this.#data = new DataPlane(
      this.#wire,
      {
        userAgent: options.userAgent ?? 'sluice',
        headers: this.#always,
        signPayloads: options.signPayloads ?? null,
      },
      this.#senders,
    )
  }

  /**
   * Makes one call. `send` must build its command anew each time it is called.
   *
   * @throws the signal's reason once it has aborted; otherwise a SluiceError.
   */
  async call<T>(name: CallName, signal: AbortSignal, send: Send<T>): Promise<T> {
    const known = new Set<Lesson>()
    for (;;) {
      const ended = await this.#attempt(name, signal, send)
      if ('reply' in ended) return ended.reply
      const lesson = await this.#learn(name, ended, signal)
      if (lesson instanceof SluiceError) throw lesson
      // What was learnt and did not help, is not learnt again.
      if (known.has(lesson)) throw ended.error
      known.add(lesson)
    }
  }

  /**
   * Makes one call of the data plane. An error in a reply of status 200, which S3 sends when it fails late, is an error
   * as any other.
   *
   * @throws as `call` does
   */
  async send(
    name: CallName,
    request: Omit<DataRequest, 'bucket'>,
    signal: AbortSignal,
    { keep = 'body', bandwidth = null, inPlace = false, onSent, result }: SendOptions = {},
  ): Promise<DataReply> {
    const { bucket = '', operation } = name
    const { credentials, clock } = this.#options
    const headers = { ...request.headers, ...customerKeyHeaders(operation, this.#options.customerKeys ?? {}) }
    return this.call(name, signal, async (client, call) => {
      call.keep = keep
      call.bandwidth = bandwidth
      call.onSent = onSent
      call.inPlace = inPlace
      const attempt = {
        client,
        credentials: () =>
          credentials === 'anonymous'
            ? Promise.reject(new TypeError('An anonymous call is not signed.'))
            : this.#provide(credentials, { callerClientConfig: client.config }),
        now: () => clock.now() + this.#clockOffset,
      }
      await this.#data.send({ ...request, bucket, headers }, attempt, call)
      const { reply, unread, body, sent } = call
      if (reply === null) throw new TypeError(`${operation} ended well and left no reply.`)
      const bytes = body ?? Buffer.alloc(0)
      return {
        reply,
        unread,
        body: bytes,
        sent,
        fields: result === undefined ? {} : resultIn(bytes, result, reply, name),
      }
    })
  }

  /**
   * An address that stands for a request, which is not made; none where calls are not signed.
   * @throws as `call` does
   */
  async presign(
    name: CallName,
    request: Omit<DataRequest, 'bucket'>,
    expiresIn: number,
    signal: AbortSignal,
  ): Promise<PresignedRequest> {
    const { bucket = '' } = name
    return this.call(name, signal, async (client) => {
      const { credentials, clock } = this.#options
      if (credentials === 'anonymous') return { url: null }
      const attempt = {
        client,
        credentials: () => this.#provide(credentials, { callerClientConfig: client.config }),
        now: () => clock.now() + this.#clockOffset,
      }
      return this.#data.presign({ ...request, bucket }, attempt, expiresIn, signal)
    })
  }

  /** Ends idle connections, and with them those in use. */
  close(): void {
    this.#wire.destroy()
    this.#senders?.close()
  }

  async #attempt<T>(name: CallName, signal: AbortSignal, send: Send<T>): Promise<{ reply: T } | Failed> {
    signal.throwIfAborted()
    if (isMultiRegion(name.bucket)) await import('@smithy/signature-v4a')
    const client = this.#clientFor(name.bucket)
    const clockOffset = this.#clockOffset
    try {
      // A call with options makes the SDK resolve its middleware for this call alone. What it keeps otherwise (with
      // `cacheMiddleware`) is shared, its endpoint included: of two calls at once on two buckets, one would go astray.
      return { reply: await send(client, new WireCall(signal)) }
    } catch (raw) {
      signal.throwIfAborted()
      return { error: this.#explain(raw, name), raw, client, clockOffset }
    }
  }

  /** @returns what makes that the same call may succeed now, else what it has failed with. */
  async #learn(name: CallName, failed: Failed, signal: AbortSignal): Promise<Lesson | SluiceError> {
    const { operation, bucket } = name
    const there = { raw: failed.raw, inPath: failed.client.config.forcePathStyle === true }
    if (!isArn(bucket) && learnAddressing(this.endpoint.habits, this.#options, there)) {
      this.#clients.clear()
      return 'addressing'
    }
    if (this.#learnTime(operation, failed)) return 'time'
    // A HEAD has no document to say that its signature is for another region, or by whom it can't be.
    const isDumb = operation.startsWith('Head') && failed.error.s3?.status === 400
    if ((failed.error.code === 'wrong-region' || isDumb) && bucket !== undefined) {
      const region = readServiceError(failed.raw)?.region ?? (await this.#findRegion(bucket, signal))
      if (region !== null && region !== this.#regionOf(bucket)) {
        this.#regions.set(bucket, region)
        return 'region'
      }
    }
    const raw = isDumb ? await findHeadRefusal(failed.client, name, new WireCall(signal)) : null
    signal.throwIfAborted()
    const error = raw === null ? failed.error : this.#explain(raw, name)
    const expired = error.code === 'credentials-expired' && error.s3?.status !== undefined
    return expired && (await this.#renewCredentials(failed.client, bucket)) ? 'credentials' : error
  }

  /** Clients sign by this machine's clock, and by what it is known to be off. */
  #learnTime(operation: string, { raw, client, clockOffset }: Failed): boolean {
    const offset = findClockOffset(operation, readServiceError(raw), this.#options.clock.now())
    if (offset === null || Math.abs(offset - clockOffset) < near) return false
    // Another call was quicker.
    if (Math.abs(offset - this.#clockOffset) < near) return true
    this.#clockOffset = offset
    for (const one of [client, ...this.#clients.values()]) one.config.systemClockOffset = offset
    this.#options.onClockOffset?.(offset)
    return true
  }

  #explain(raw: unknown, name: CallName): SluiceError {
    return explainError(raw, name, this.endpoint.label, this.#options.identity)
  }

  async #findRegion(bucket: string, signal: AbortSignal): Promise<string | null> {
    if (!this.endpoint.aws) return null
    const region = await findBucketRegion(this.#clientFor(bucket), bucket, new WireCall(signal))
    signal.throwIfAborted()
    return region
  }

  /** @returns whether there are others now than those that were refused. */
  async #renewCredentials(usedBy: S3Client, bucket: string | undefined): Promise<boolean> {
    // Another call was quicker.
    if (this.#clients.get(this.#clientName(bucket)) !== usedBy) return true
    if (this.#options.credentials === 'anonymous') return false
    await this.#ask(this.#options.credentials, {
      forceRefresh: true,
      callerClientConfig: usedBy.config,
    })
    return this.#clients.get(this.#clientName(bucket)) !== usedBy
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
        // Clients remember their credentials: new ones need new clients.
        if (this.#given !== null && !isSame(this.#given, given)) this.#clients.clear()
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
    addHeaders(client, this.#options.customerKeys ?? {}, this.#always)
    return client
  }

  /** The headers of every call. */
  get #always(): Readonly<Record<string, string>> {
    return this.#options.requestPayer === true ? { 'x-amz-request-payer': 'requester' } : {}
  }

  #configFor(region: string, byArn: boolean): S3ClientConfig {
    return clientConfig(withAddressing(this.#options, this.endpoint.habits), {
      region,
      byArn,
      clockOffset: this.#clockOffset,
      requestHandler: this.#wire,
      provide: (provider, options) => this.#provide(provider, options),
    })
  }
}

const isSame = (one: Credentials, other: Credentials): boolean =>
  one.accessKeyId === other.accessKeyId &&
  one.secretAccessKey === other.secretAccessKey &&
  one.sessionToken === other.sessionToken

const isArn = (bucket: string | undefined): boolean => bucket?.startsWith('arn:') === true

/** An access point of buckets in several regions names none, and its requests are signed for all (SigV4A). */
const isMultiRegion = (bucket: string | undefined): boolean => /^arn:aws[^:]*:s3::/.test(bucket ?? '')
