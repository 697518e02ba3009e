import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { copyAsItIs } from '../../../../main/engine/transfer/copy-as-it-is.ts'
import { copyToNewName } from '../../../../main/engine/transfer/copy-to-new-name.ts'
import { renameObject } from '../../../../main/engine/transfer/rename-object.ts'
import type { Done, TransferTools } from '../../../../main/engine/transfer/transfer.ts'
import type { StoredObject } from '../../../fakes/memory-s3-bucket.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const signal = new AbortController().signal
const etag = createHash('md5').update('text').digest('hex')
const key = { encryption: 'aws:kms', kmsKeyId: 'arn:aws:kms:x:1:key/own', bucketKey: 'true' } as const
const lock = { lockMode: 'GOVERNANCE', lockUntil: '2099-01-01T00:00:00.000Z', legalHold: 'ON' } as const

/** An object `old`, and three ways to copy it to `new`. */
function place(about: Partial<StoredObject>) {
  const server = new MemoryS3({ quirks: 'aws' })
  const bucket = server.makeBucket('b')
  bucket.write('old', {
    bytes: new TextEncoder().encode('text'),
    etag,
    etagIsDigest: true,
    metadata: {},
    ...about,
  })
  const world = createMemoryWorld()
  const store = server.connect()
  const notices: string[] = []
  const tools = {
    world,
    retry: createRetry(world),
    slots: { use: <T>(work: (moved: () => void) => Promise<T>): Promise<T> => work(() => undefined) },
    onBytes: () => undefined,
    onNotice: (subject: string, message: string) => notices.push(`${subject} ${message}`),
  } as unknown as TransferTools
  const seen = { size: 4, modified: 0, etag }
  const target = { bucket: 'b', key: 'new' }
  const ways = {
    copyAsItIs: (): Promise<Done> =>
      copyAsItIs(
        store,
        { object: { bucket: 'b', key: 'old', etag, size: 4 }, target, expected: { kind: 'absent' } },
        tools,
        signal,
      ),
    copyToNewName: (): Promise<Done> =>
      copyToNewName(
        { kind: 's3', store, bucket: 'b', prefix: '' },
        'new',
        { key: 'old', seen },
        tools,
        signal,
      ),
    renameObject: (): Promise<void> =>
      renameObject(
        { store, retry: tools.retry, now: world.clock.now() },
        { bucket: 'b', prefix: '' },
        { from: 'old', to: 'new' },
        signal,
      ),
  }
  const copy = (way: keyof typeof ways): Promise<Done | void> => world.clock.run<Done | void>(ways[way]())
  return { server, bucket, notices, copy }
}

describe.each(['copyAsItIs', 'copyToNewName', 'renameObject'] as const)('%s', (way) => {
  it('keeps the key of KMS and the Object Lock', async () => {
    const { bucket, copy, notices } = place({ ...key, ...lock })
    await copy(way)
    expect(bucket.current('new')).toMatchObject({ ...key, ...lock })
    expect(notices).toEqual([])
  })

  it('gives no retention that is over', async () => {
    const { bucket, copy } = place({ ...lock, lockUntil: '1969-01-01T00:00:00.000Z', legalHold: 'OFF' })
    await copy(way)
    expect(bucket.current('new')).not.toHaveProperty('lockMode')
    expect(bucket.current('new')).not.toHaveProperty('legalHold')
  })
})

describe.each(['copyAsItIs', 'copyToNewName'] as const)('%s, where a lock is refused,', (way) => {
  it.each(['AccessDenied', 'InvalidRequest'] as const)('copies without it, and says so: %s', async (code) => {
    const { server, bucket, copy, notices } = place({ ...key, ...lock })
    let refused = false
    server.before = (op) => {
      if (op !== 'copy' || refused) return
      refused = true
      throw s3Error(code, { op, bucket: 'b' })
    }
    expect(await copy(way)).toMatchObject({ lost: 'object-lock' })
    expect(bucket.current('new')).toMatchObject(key)
    expect(bucket.current('new')).not.toHaveProperty('lockMode')
    expect(notices).toEqual([expect.stringMatching(/^s3:\/\/b\/new It was copied without its Object Lock/)])
  })

  it('fails where it is refused without it too, and where nothing was said of a lock', async () => {
    const { server, bucket, copy, notices } = place({ ...lock })
    server.before = (op) => {
      if (op === 'copy') throw s3Error('AccessDenied', { op, bucket: 'b' })
    }
    await expect(copy(way)).rejects.toMatchObject({ code: 'access-denied' })
    expect([bucket.keys(), notices]).toEqual([['old'], []])
  })
})

it('renameObject stays where a lock is refused, and nothing is lost', async () => {
  const { server, bucket, copy } = place({ ...lock })
  server.before = (op) => {
    if (op === 'copy') throw s3Error('AccessDenied', { op, bucket: 'b' })
  }
  await expect(copy('renameObject')).rejects.toMatchObject({ code: 'access-denied' })
  expect(bucket.keys()).toEqual(['old'])
})
