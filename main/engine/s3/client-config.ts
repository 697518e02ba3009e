import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { furtherAlgorithms } from './checksums.ts'
import type { ConnectionOptions, Credentials, CredentialsProvider } from './connection-options.ts'
import { anonymous } from './unsigned-calls.ts'
import type { WireHandler } from './wire-handler.ts'

export type ProviderOptions = Parameters<CredentialsProvider>[0]

/** How a client of the SDK is set up for one region. */
export function clientConfig(
  of: Omit<ConnectionOptions, 'region'>,
  {
    region,
    byArn,
    clockOffset,
    requestHandler,
    provide,
  }: {
    readonly region: string
    /** For access points. */
    readonly byArn: boolean
    /** Milliseconds that the server's clock is ahead. */
    readonly clockOffset: number
    readonly requestHandler: WireHandler
    readonly provide: (provider: CredentialsProvider, options: ProviderOptions) => Promise<Credentials>
  },
): S3ClientConfig {
  const { endpoint, pathStyle, userAgent, profile, credentials } = of
  return {
    region,
    systemClockOffset: clockOffset,
    ...(endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint }),
    // An access point is a host of its own, wherever its bucket's name would go.
    forcePathStyle: !byArn && (pathStyle ?? endpoint !== undefined),
    useAccelerateEndpoint: of.accelerate ?? false,
    useDualstackEndpoint: of.dualstack ?? false,
    useFipsEndpoint: of.fips ?? false,
    ...(userAgent === undefined ? {} : { customUserAgent: userAgent }),
    ...(profile === undefined ? {} : { profile }),
    ...(credentials === 'anonymous'
      ? anonymous
      : { credentials: (options: ProviderOptions) => provide(credentials, options) }),
    requestHandler,
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
