import { expect, it } from 'vitest'
import { findCopyWay } from '../../../../main/engine/running/copy-way.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

const unstopped = new AbortController().signal

interface Setting {
  mayRelay: boolean
  same?: boolean
  denied?: boolean
  etag?: string
}

it.each<[string, Setting, string]>([
  ['one identity', { mayRelay: true, same: true }, 'server'],
  ['two, and no leave to relay', { mayRelay: false, denied: true }, 'server'],
  ['two, and the second sees the source', { mayRelay: true }, 'server'],
  ['two, and the second is refused', { mayRelay: true, denied: true }, 'relay'],
  ['two, and the second sees another object of that name', { mayRelay: true, etag: 'another' }, 'relay'],
])('%s', async (_case, { mayRelay, same = false, denied = false, etag = 'e' }, way) => {
  const s3 = new MemoryS3()
  s3.makeBucket('a').write('k', { bytes: new Uint8Array(1), etag: 'e', etagIsDigest: true, metadata: {} })
  s3.denied = (identity) => denied && identity === 'second'
  const from = s3.connect('first')
  const found = await findCopyWay(
    { retry: createRetry(createMemoryWorld()), rules: { mayRelay } },
    { kind: 's3', store: from, bucket: 'a', prefix: '' },
    { kind: 's3', store: same ? from : s3.connect('second'), bucket: 'b', prefix: '' },
    { bucket: 'a', key: 'k', etag },
    unstopped,
  )
  expect(found).toBe(way)
})
