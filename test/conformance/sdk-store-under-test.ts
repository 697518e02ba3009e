import { randomUUID } from 'node:crypto'
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { realClock } from '../../main/engine/real-clock.ts'
import type { ConnectionOptions } from '../../main/engine/s3/connection-options.ts'
import { createSdkStore } from '../../main/engine/s3/sdk-store.ts'
import type { Quirks } from '../fakes/s3-quirks.ts'
import type { ObjectStoreUnderTest } from './object-store-under-test.ts'

interface Server {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The engine's own store, talking to a real server. Buckets are made beside it: the contract has no call for that. */
export function sdkStoreUnderTest(
  server: Server,
  quirks: Quirks,
  options: Partial<ConnectionOptions> = {},
): ObjectStoreUnderTest {
  const { endpoint, accessKeyId, secretAccessKey } = server
  const credentials = { accessKeyId, secretAccessKey }
  const store = createSdkStore({
    endpoint,
    credentials: () => Promise.resolve(credentials),
    clock: realClock,
    ...options,
  })
  const admin = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  return {
    store,
    quirks,
    makeBucket: async (options) => {
      const Bucket = `conformance-${randomUUID()}`
      await admin.send(new CreateBucketCommand({ Bucket }))
      if (options?.versioned === true) {
        const VersioningConfiguration = { Status: 'Enabled' } as const
        await admin.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
      }
      return Bucket
    },
    close: () => {
      store.close()
      admin.destroy()
    },
  }
}
