import { quirksOf } from '../fakes/s3-quirks.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { describeObjectStore } from './object-store-suite.ts'
import { sdkStoreUnderTest } from './sdk-store-under-test.ts'

describeObjectStore('on radosgw', needs('radosgw'), () => sdkStoreUnderTest(radosgw(), quirksOf.radosgw))
