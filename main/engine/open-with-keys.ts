import { openS3, type OpenS3Options } from './open-s3.ts'
import type { Identity, ObjectStore } from './s3/object-store.ts'

/** A pair of keys; the token of temporary ones may be empty. */
export interface KeyPair {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A server, and whose keys it is asked with. */
export interface OwnKeys {
  /** `https://host` or `http://host:port`; empty for Amazon's own. */
  readonly endpoint: string
  /** Empty where it is to be found. */
  readonly region: string
  readonly identity: Identity
  /** Those there are now: asked for when the first call is made, and again when the server refuses them. */
  readonly keys: () => Promise<KeyPair>
}

/**
 * Opens an object store with keys of a connection's own. What this machine has set up for Amazon's tools does not mix in,
 * but for how it reaches others.
 *
 * @throws SluiceError `usage` for an address that is none.
 */
export function openS3WithKeys(
  { endpoint, region, identity, keys }: OwnKeys,
  options: Omit<OpenS3Options, 'endpointUrl' | 'region' | 'profile' | 'credentials'>,
): Promise<ObjectStore> {
  return openS3({
    ...options,
    ...(endpoint === '' ? {} : { endpointUrl: endpoint }),
    ...(region === '' ? {} : { region }),
    env: { ...wayOut(options.env), AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    credentials: {
      identity,
      credentials: async () => {
        const { accessKeyId, secretAccessKey, sessionToken = '' } = await keys()
        return { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) }
      },
    },
  })
}

/** How this machine reaches others: its proxies, and whom it trusts. */
const wayOut = (env: OpenS3Options['env']): OpenS3Options['env'] =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => /^(https?_proxy|no_proxy|all_proxy|aws_ca_bundle)$/i.test(name)),
  )
