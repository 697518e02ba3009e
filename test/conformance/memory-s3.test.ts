import { expect } from 'vitest'
import { FakeClock } from '../fakes/fake-clock.ts'
import { MemoryS3 } from '../fakes/memory-s3.ts'
import { quirksOf, type QuirksName } from '../fakes/s3-quirks.ts'
import { bucketStore, once } from './bucket-store.ts'
import { describeObjectStore } from './object-store-suite.ts'
import type { ObjectStoreUnderTest } from './object-store-under-test.ts'
import { asBucket, describeStore } from './store-suite.ts'

function open(name: QuirksName): ObjectStoreUnderTest {
  const server = new MemoryS3({ clock: new FakeClock(), quirks: name })
  let buckets = 0
  return {
    store: server.connect(),
    quirks: quirksOf[name],
    makeBucket: (options) => {
      const bucket = server.makeBucket(`bucket-${buckets++}`)
      if (options?.versioned === true) bucket.versioning = 'kept'
      return Promise.resolve(bucket.name)
    },
    close: () => {
      expect(server.openBodies).toBe(0)
    },
  }
}

describeObjectStore('in memory, as AWS does', {}, () => open('aws'))
describeObjectStore('in memory, as radosgw does', {}, () => open('radosgw'))

describeStore('on a bucket in memory', asBucket, {}, async () => {
  const { store, makeBucket, close } = open('aws')
  return bucketStore(store, await makeBucket(), once, close)
})
