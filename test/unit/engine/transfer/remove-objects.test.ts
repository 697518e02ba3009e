import { expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { removeObjects } from '../../../../main/engine/transfer/remove-objects.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const bytes = Buffer.from('bytes')

test('a victim that can’t be looked at is left alone with its error, and the others go', async () => {
  const world = createMemoryWorld()
  const server = new MemoryS3({ clock: world.clock })
  const bucket = server.makeBucket('b')
  const rows = ['a', 'b', 'c'].map((key, seq) => {
    bucket.write(`p/${key}`, { bytes, etag: `etag of ${key}`, etagIsDigest: true, metadata: {} })
    const destination = { size: bytes.length, modified: 0, etag: `etag of ${key}` }
    return { seq, key, action: 'delete-remote', source: null, destination } as unknown as PlanRow
  })
  server.before = (op, of, key) => {
    if (op === 'head' && key === 'p/b') throw s3Error('InternalError', { op, bucket: of, key })
  }
  const work = removeObjects(
    { store: server.connect(), bucket: 'b', prefix: 'p/', retry: createRetry(world) },
    rows,
    new AbortController().signal,
  )
  const removed = await world.clock.run(work)
  const byKey = Object.fromEntries(removed.map(({ row, error }) => [row.key, error?.code ?? null]))
  expect(byKey).toEqual({ a: null, b: 'server-failed', c: null })
  expect(bucket.keys()).toEqual(['p/b'])
  expect(world.clock.pending).toBe(0)
})
