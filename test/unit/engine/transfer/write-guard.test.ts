import { expect, test } from 'vitest'
import { expectMarker } from '../../../../main/engine/transfer/write-guard.ts'
import type { Expected } from '../../../../main/engine/transfer/transfer.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'

const seen = { kind: 'as-seen', seen: { size: 3, modified: 0, etag: 'before' } } as const
const absent = { kind: 'absent' } as const
const any = { kind: 'any' } as const
const marker = { kind: 'as-seen', seen: { size: 0, etag: 'there' } }

test.each<[string, string, string | null, Expected, unknown]>([
  ['an empty object at a key with a slash at its end', 'a/', '', absent, marker],
  ['an empty object at any other key', 'a', '', absent, absent],
  ['bytes at a key with a slash at its end', 'a/', 'bytes', absent, absent],
  ['nothing', 'a/', null, absent, absent],
  ['a marker where something else was seen', 'a/', '', seen, seen],
  ['a marker where nothing is held to anything', 'a/', '', any, any],
])('%s is what may be written over, where it is a marker', async (_, key, there, expected, now) => {
  const server = new MemoryS3({ quirks: 'aws' })
  const bucket = server.makeBucket('b')
  const old = { etag: 'there', etagIsDigest: true, metadata: {} }
  if (there !== null) bucket.write(key, { ...old, bytes: Buffer.from(there) })
  const target = { bucket: 'b', key }
  expect(await expectMarker(server.connect(), target, expected, new AbortController().signal)).toMatchObject(
    now as object,
  )
})
