import { expect, it } from 'vitest'
import { ObjectAside } from '../../../../main/engine/aside/object-aside.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import type { TransferTools } from '../../../../main/engine/transfer/transfer.ts'
import type { Seen } from '../../../../shared/plan-row.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'
import { s3Error } from '../../../fakes/s3-error.ts'
import { quirksOf, type Quirks } from '../../../fakes/s3-quirks.ts'
import { slotsOf } from '../../../fakes/slots.ts'

const never = new AbortController().signal

/** An object and its place, at a server that minds none of a copy's conditions. */
async function setUp(quirks: Partial<Quirks> = {}) {
  const { world, s3, www, put } = setUpSync({ quirks: { ...quirksOf.radosgw, ...quirks } })
  put('site/k', 'as it was')
  const head = await www.store.head({ bucket: 'www', key: 'site/k' }, never)
  if (head === null) throw new Error('no object')
  const seen: Seen = { size: head.size, modified: head.modified, etag: head.etag }
  const aside = new ObjectAside({ bucket: 'copy', prefix: 'kept/' }, 'r')
  const notices: string[] = []
  const tools = {
    world,
    retry: createRetry(world),
    slots: slotsOf(4),
    onNotice: (_subject: string, message: string) => notices.push(message),
  } as unknown as TransferTools
  const keep = (as: Seen = seen) => world.clock.run(aside.keep(www, 'k', as, tools, never))
  const write = (text: string, etag: string): void => {
    const object = { bytes: Buffer.from(text), etag, etagIsDigest: false, metadata: {} }
    s3.buckets.get('copy')?.write('kept/r/k', object)
  }
  const kept = () => Buffer.from(s3.buckets.get('copy')?.current('kept/r/k')?.bytes ?? []).toString()
  return { s3, seen, put, keep, write, kept, notices }
}

it('an object is kept as it was seen', async () => {
  const { keep, kept, seen } = await setUp()
  expect(await keep()).toEqual({ kind: 'object', bucket: 'copy', key: 'kept/r/k', ...seen })
  expect(kept()).toBe('as it was')
})

it('what an earlier try has kept stays, though the object is another by now', async () => {
  const { keep, kept, put } = await setUp()
  const first = await keep()
  put('site/k', 'as it is now')
  expect(await keep()).toEqual(first)
  expect(kept()).toBe('as it was')
})

it('an object that is another by now is not kept for what was seen', async () => {
  const { keep, kept, put } = await setUp()
  put('site/k', 'as it is now')
  await expect(keep()).rejects.toMatchObject({ code: 'changed' })
  expect(kept()).toBe('')
})

it('one that is gone is said to be', async () => {
  const { keep, s3 } = await setUp()
  s3.buckets.get('www')?.remove('site/k')
  await expect(keep()).rejects.toMatchObject({ code: 'no-such-key' })
})

it('another object in its place is not replaced', async () => {
  const { keep, kept, write } = await setUp()
  write('theirs', 'theirs')
  await expect(keep()).rejects.toMatchObject({ code: 'conflict' })
  expect(kept()).toBe('theirs')
})

it('a copy that has an ETag of its own is known again', async () => {
  const { keep, s3, seen } = await setUp({ copyKeepsEtag: false })
  const object = s3.buckets.get('www')?.current('site/k')
  if (object == null) throw new Error('no object')
  s3.buckets.get('www')?.write('site/k', { ...object, etag: `${'0'.repeat(32)}-2`, etagIsDigest: false })
  const parts = { ...seen, etag: `${'0'.repeat(32)}-2` }
  const first = await keep(parts)
  expect(first.etag).not.toBe(parts.etag)
  expect(await keep(parts)).toEqual(first)
})

it('one with an Object Lock is kept without it where the bucket takes none, and what is kept says so', async () => {
  const { keep, kept, notices, s3 } = await setUp()
  const object = s3.buckets.get('www')?.current('site/k')
  if (object == null) throw new Error('no object')
  s3.buckets.get('www')?.write('site/k', { ...object, legalHold: 'ON' })
  // It may be the conditions that are refused: those are left out first, the lock last.
  let refusals = 0
  s3.before = (op) => {
    if (op !== 'copy' || refusals++ === 3) return
    throw s3Error('InvalidRequest', { op, bucket: 'copy' })
  }
  expect(await keep()).toMatchObject({ lost: 'object-lock' })
  expect(kept()).toBe('as it was')
  expect(notices).toEqual([expect.stringContaining('without its Object Lock')])
})
