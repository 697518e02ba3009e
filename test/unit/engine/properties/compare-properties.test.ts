import { expect, it } from 'vitest'
import { everyRow } from '../../../../shared/review.ts'
import { hex } from '../../../../main/engine/transfer/digest.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

const never = new AbortController().signal

it.each([
  ['STANDARD_IA', 'update-properties', 'properties-differ'],
  ['GLACIER', 'skip', 'properties-unknown'],
  ['DEEP_ARCHIVE', 'skip', 'properties-unknown'],
])('properties of what is in %s: %s', async (storageClass, action, reason) => {
  const { world, s3, review, www, plant } = setUpSync()
  plant({ 'a.html': 'text' })
  const bytes = Buffer.from('text')
  const object = { bytes, etag: hex(md5(bytes)), etagIsDigest: true, metadata: {}, contentType: 'x/old' }
  s3.buckets.get('www')?.write('site/a.html', { ...object, storageClass })
  await world.clock.advance(2000)
  const sync = review(local, www, { compareProperties: true, compare: 'size-only' })
  await world.clock.run(sync.plan(never))
  const { rows } = sync.review.page(everyRow, 0, 10)
  expect(rows).toMatchObject([{ key: 'a.html', action, reason }])
  if (action !== 'skip') return
  expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({
    exit: 2,
    failed: 0,
  })
})
