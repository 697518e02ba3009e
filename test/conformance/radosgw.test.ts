import { quirksOf } from '../fakes/s3-quirks.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { bucketStore, once } from './bucket-store.ts'
import { describeObjectStore } from './object-store-suite.ts'
import { sdkStoreUnderTest } from './sdk-store-under-test.ts'
import { asBucket, describeStore } from './store-suite.ts'

const open = () => sdkStoreUnderTest(radosgw(), quirksOf.radosgw)

describeObjectStore('on radosgw', needs('radosgw'), open)

describeStore('on a bucket of radosgw', asBucket, needs('radosgw'), async () => {
  const { store, makeBucket, close } = open()
  return bucketStore(store, await makeBucket(), once, close)
})
