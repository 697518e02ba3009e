import { FakeClock } from '../fakes/fake-clock.ts'
import { MemoryS3 } from '../fakes/memory-s3.ts'
import { quirksOf, type QuirksName } from '../fakes/s3-quirks.ts'
import { describeObjectStore } from './object-store-suite.ts'
import type { ObjectStoreUnderTest } from './object-store-under-test.ts'

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
    close: () => undefined,
  }
}

describeObjectStore('in memory, as AWS does', {}, () => open('aws'))
describeObjectStore('in memory, as radosgw does', {}, () => open('radosgw'))
