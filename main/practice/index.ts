import { mkdir } from 'node:fs/promises'
import { checkBucketName } from './buckets/bucket-name.ts'
import { listen } from './http-server.ts'
import { keptIdentity } from './identity.ts'
import { SigningKeys } from './signature/signing-key.ts'
import { Store } from './store/store.ts'

/** A running server. */
export interface PracticeServer {
  /** `http://127.0.0.1:` and the port. */
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
  /** Ends all connections and closes the store; what was answered stays in the directory. */
  close(): Promise<void>
}

export interface PracticeServerOptions {
  /** Where everything is kept; made if it is not there. One server at a time may have it. */
  readonly directory: string
  /** On 127.0.0.1. By default, and for 0, any free one. */
  readonly port?: number
  /** Both or neither. Without them the directory's own keys are used, made at random the first time. */
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  /** `us-east-1` by default. */
  readonly region?: string
  /** Milliseconds since 1970; the system's clock by default. */
  readonly now?: () => number
  /** Buckets to make unless they are there. */
  readonly buckets?: readonly string[]
  /** Those buckets keep versions from now on, unless somebody has suspended that. */
  readonly keepVersions?: boolean
}

/**
 * Starts an S3 server of our own, on disk and on the loopback interface, that behaves as Amazon's does.
 * @throws Error where the port is taken, the directory can't be used, or another practice server has it
 */
export async function startPracticeServer(options: PracticeServerOptions): Promise<PracticeServer> {
  const { directory, port = 0, region = 'us-east-1', buckets = [], keepVersions = false } = options
  // eslint-disable-next-line no-restricted-properties -- the clock of a server on its own is the system's
  const { now = Date.now } = options
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const store = await Store.open(directory)
  try {
    const { accessKeyId, secretAccessKey } = options
    if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
      throw new Error('A practice server takes an access key id and a secret together, or neither')
    }
    const identity =
      accessKeyId === undefined || secretAccessKey === undefined
        ? await keptIdentity(directory)
        : { accessKeyId, secretAccessKey }
    const signer = { accessKeyId: identity.accessKeyId, keys: new SigningKeys(identity.secretAccessKey) }
    for (const name of buckets) {
      checkBucketName(name)
      if (store.buckets.find(name) === null) store.buckets.create(name, Math.floor(now() / 1000) * 1000)
      if (keepVersions && store.bucket(name).versioning === 'never') {
        store.buckets.setVersioning(name, 'enabled')
      }
    }
    const server = await listen({ store, signer, region, now }, port)
    let closed: Promise<void> | undefined
    return {
      endpoint: `http://127.0.0.1:${String(server.port)}`,
      ...identity,
      region,
      close() {
        closed ??= server.close().finally(() => {
          store.close()
        })
        return closed
      },
    }
  } catch (error) {
    store.close()
    throw error
  }
}
