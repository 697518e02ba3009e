import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPracticeServer } from '../../main/practice/index.ts'
import { quirksOf } from '../fakes/s3-quirks.ts'
import { bucketStore, once } from './bucket-store.ts'
import { describeObjectStore } from './object-store-suite.ts'
import type { ObjectStoreUnderTest } from './object-store-under-test.ts'
import { sdkStoreUnderTest } from './sdk-store-under-test.ts'
import { asBucket, describeStore } from './store-suite.ts'

// It behaves as AWS does, but the engine, which goes by the address, asks it for no checksums.
const quirks = { ...quirksOf.aws, aws: false }

async function open(): Promise<ObjectStoreUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-practice-'))
  const server = await startPracticeServer({ directory })
  const tested = sdkStoreUnderTest(server, quirks)
  return {
    ...tested,
    close: async () => {
      await tested.close()
      await server.close()
      await rm(directory, { recursive: true })
    },
  }
}

describeObjectStore('on the practice server', {}, open)

describeStore('on a bucket of the practice server', asBucket, {}, async () => {
  const { store, makeBucket, close } = await open()
  return bucketStore(store, await makeBucket(), once, close)
})
