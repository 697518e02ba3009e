import type { ChecksumAlgorithm } from '../../shared/checksum-algorithms.ts'
import { version } from '../../shared/version.ts'
import { readCertificates } from './s3/ca-bundle.ts'
import type { CustomerKeys } from './s3/customer-keys.ts'
import type { KeptHabits } from './s3/endpoint-habits.ts'
import type { ObjectStore } from './s3/object-store.ts'
import type { SenderThreads } from './s3/sender-messages.ts'
import type { AskCode } from './s3/credential-providers.ts'
import type { FoundCredentials } from './s3/credentials.ts'
import type { Clock, Log } from './world.ts'

/** A connection as it is asked for on a command line; what is absent is looked up as Amazon's tools do. */
export interface OpenS3Options {
  readonly endpointUrl?: string
  readonly region?: string
  readonly profile?: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly readTimeoutSeconds?: number
  readonly connectTimeoutSeconds?: number
  /** Bytes a second; none if absent. */
  readonly leastRate?: number
  /** False accepts any certificate. */
  readonly verifySsl?: boolean
  /** Path of a PEM file of certificates to trust instead of the system's. */
  readonly caBundle?: string
  /** False sends requests unsigned. */
  readonly signRequests?: boolean
  readonly customerKeys?: CustomerKeys
  readonly requestPayer?: boolean
  /** What bodies are sent with and copies kept with (CKS-1); the settings decide if absent. */
  readonly checksumAlgorithm?: ChecksumAlgorithm
  /** True asks for the checksum of each download; the settings decide if absent. */
  readonly askChecksums?: boolean
  /** Instead of those that are looked up. */
  readonly credentials?: FoundCredentials
  /** Asks for the code of a second factor; nobody is asked if absent. */
  readonly askCode?: AskCode
  readonly clock: Clock
  readonly log?: Log
  /** Threads for small requests; none if absent. */
  readonly senders?: SenderThreads
  /** What was learnt of servers before, and where it is kept; nothing is kept if absent. */
  readonly habits?: KeptHabits
}

/**
 * Opens an object store. Nothing is asked of the server yet. The SDK is loaded here, and not before.
 *
 * @throws SluiceError `usage` for a profile that does not exist, and for an address that is none.
 */
export async function openS3(options: OpenS3Options): Promise<ObjectStore> {
  const [{ createSdkStore }, { findCredentials }, config, { findEndpointSettings }] = await Promise.all([
    import('./s3/sdk-store.ts'),
    import('./s3/credentials.ts'),
    import('./s3/shared-config.ts'),
    import('./s3/endpoint-settings.ts'),
  ])
  const [endpoint, region, caBundle] = await Promise.all([
    config.findEndpointUrl(options),
    config.findRegion(options),
    options.caBundle ?? config.findCaBundle(options),
  ])
  const settings = await findEndpointSettings(options, endpoint)
  return createSdkStore({
    ...settings,
    ...(options.signRequests === false
      ? { credentials: 'anonymous' }
      : (options.credentials ?? (await findCredentials(options)))),
    userAgent: `sluice/${version}`,
    clock: options.clock,
    onClockOffset: (milliseconds) => {
      options.log?.write({ what: 'clock-offset', endpoint: endpoint ?? null, milliseconds })
    },
    proxyEnv: options.env,
    ...(options.senders === undefined ? {} : { senders: options.senders }),
    ...(options.habits === undefined ? {} : { habits: options.habits }),
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.customerKeys === undefined ? {} : { customerKeys: options.customerKeys }),
    ...(options.requestPayer === undefined ? {} : { requestPayer: options.requestPayer }),
    ...(options.checksumAlgorithm === undefined ? {} : { checksumAlgorithm: options.checksumAlgorithm }),
    ...(options.askChecksums === undefined ? {} : { askChecksums: options.askChecksums }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(caBundle === undefined ? {} : { ca: await readCertificates(caBundle) }),
    ...(options.verifySsl === undefined ? {} : { verifyCertificates: options.verifySsl }),
    ...(options.readTimeoutSeconds === undefined ? {} : { stallAfter: options.readTimeoutSeconds * 1000 }),
    ...(options.leastRate === undefined ? {} : { leastRate: options.leastRate }),
    ...(options.connectTimeoutSeconds === undefined
      ? {}
      : { connectWithin: options.connectTimeoutSeconds * 1000 }),
  })
}
