import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from '../../main/engine/s3/connection-options.ts'
import { startPracticeServer } from '../../main/practice/index.ts'
import { quirksOf } from '../fakes/s3-quirks.ts'
import { bucketStore, once } from './bucket-store.ts'
import { senderThreads } from '../fakes/sender-threads.ts'
import { describeObjectStore } from './object-store-suite.ts'
import type { ObjectStoreUnderTest } from './object-store-under-test.ts'
import { sdkStoreUnderTest } from './sdk-store-under-test.ts'
import { asBucket, describeStore } from './store-suite.ts'

// It behaves as AWS does, but the engine, which goes by the address, asks it for no checksums.
const quirks = { ...quirksOf.aws, aws: false }

async function open(options: Partial<ConnectionOptions> = {}): Promise<ObjectStoreUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-practice-'))
  const server = await startPracticeServer({ directory })
  const tested = sdkStoreUnderTest(server, quirks, options)
  return {
    ...tested,
    close: async () => {
      await tested.close()
      await server.close()
      await rm(directory, { recursive: true })
    },
  }
}

describeObjectStore('on the practice server', {}, () => open())

// Small writes go through a thread as soon as it is up, and whatever came before that as well.
describeObjectStore('on the practice server, through a sender', {}, () => open({ senders: senderThreads(0) }))

describeStore('on a bucket of the practice server', asBucket, {}, async () => {
  const { store, makeBucket, close } = await open()
  return bucketStore(store, await makeBucket(), once, close)
})
