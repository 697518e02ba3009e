import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SluiceError, type ErrorData } from '../../../../shared/errors.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { renameObject } from '../../../../main/engine/transfer/rename-object.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import type { QuirksName } from '../../../fakes/s3-quirks.ts'

const unstopped = new AbortController().signal
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

function place(objects: Readonly<Record<string, string>>, quirks: QuirksName = 'aws') {
  const server = new MemoryS3({ quirks })
  const bucket = server.makeBucket('b')
  const write = (key: string, text: string): void => {
    const about = { contentType: 'text/x-own', metadata: { colour: 'red' }, storageClass: 'STANDARD_IA' }
    bucket.write(key, { bytes: bytesOf(text), etag: md5(text), etagIsDigest: true, ...about })
  }
  for (const [key, text] of Object.entries(objects)) write(key, text)
  const world = createMemoryWorld()
  return {
    server,
    bucket,
    write,
    /** What is in the bucket. */
    texts: () =>
      Object.fromEntries(
        bucket.keys().map((key) => [key, new TextDecoder().decode(bucket.current(key)?.bytes)]),
      ),
    /** Null where it succeeded. */
    rename: (from: string, to: string, signal = unstopped): Promise<ErrorData | null> => {
      const tools = { store: server.connect(), retry: createRetry(world), now: world.clock.now() }
      const end = renameObject(tools, { bucket: 'b', prefix: 'p/' }, { from, to }, signal)
      return world.clock.run(end).then(
        () => null,
        (error: unknown) => {
          if (error instanceof SluiceError) return error.toData()
          throw error
        },
      )
    },
  }
}

describe.each<QuirksName>(['aws', 'radosgw'])('an object on %s', (quirks) => {
  it('gets its new key with all that it had, and the old key is gone', async () => {
    const { bucket, rename, texts } = place({ 'p/a.txt': 'text', 'p/c.txt': 'c' }, quirks)
    expect(await rename('a.txt', 'b.txt')).toBeNull()
    expect(texts()).toEqual({ 'p/b.txt': 'text', 'p/c.txt': 'c' })
    const { contentType, metadata, storageClass } = bucket.current('p/b.txt') ?? {}
    expect([contentType, metadata, storageClass]).toEqual(['text/x-own', { colour: 'red' }, 'STANDARD_IA'])
  })

  it('never replaces another: nothing is asked to be changed', async () => {
    const { server, rename, texts } = place({ 'p/a.txt': 'text', 'p/b.txt': 'other' }, quirks)
    expect(await rename('a.txt', 'b.txt')).toMatchObject({ code: 'conflict', subject: 's3://b/p/b.txt' })
    expect(texts()).toEqual({ 'p/a.txt': 'text', 'p/b.txt': 'other' })
    expect(server.changes()).toEqual([])
  })

  it('that has changed after it was copied stays beside its copy, and that is said', async () => {
    const { server, write, rename, texts } = place({ 'p/a.txt': 'text' }, quirks)
    server.after = (op) => {
      if (op === 'copy') write('p/a.txt', 'changed')
    }
    expect(await rename('a.txt', 'b.txt')).toMatchObject({
      code: 'changed',
      message: 's3://b/p/a.txt was replaced while it was copied.',
      advice: 'It stays beside its copy s3://b/p/b.txt: delete the one that is not wanted.',
    })
    expect(texts()).toEqual({ 'p/a.txt': 'changed', 'p/b.txt': 'text' })
  })

  it('that changed before it was copied stays', async () => {
    const { server, write, rename, texts } = place({ 'p/a.txt': 'text' }, quirks)
    server.before = (op) => {
      if (op === 'copy') write('p/a.txt', 'changed')
    }
    expect(await rename('a.txt', 'b.txt')).toMatchObject({
      code: 'changed',
      advice: 's3://b/p/a.txt stays: nothing was deleted.',
    })
    expect(texts()['p/a.txt']).toBe('changed')
  })

  it.each(['copy', 'remove'] as const)('stays where it may not %s', async (denied) => {
    const { server, rename, texts } = place({ 'p/a.txt': 'text' }, quirks)
    server.denied = (_, op) => op === denied
    const error = await rename('a.txt', 'b.txt')
    expect(error).toMatchObject({
      code: 'access-denied',
      advice: expect.stringContaining('stays') as unknown,
    })
    expect(texts()['p/a.txt']).toBe('text')
    expect('p/b.txt' in texts()).toBe(denied === 'remove')
  })

  it('is refused a bad name before anything is asked', async () => {
    const { server, rename } = place({ 'p/a.txt': 'text' }, quirks)
    for (const to of ['', '.', '..', 'x/y', 'a\nb', 'é'.repeat(512)]) {
      expect(await rename('a.txt', to)).toMatchObject({ code: 'usage' })
    }
    expect(server.effects).toEqual([])
    expect(await rename('a.txt', 'é'.repeat(511))).toBeNull()
  })
})

describe('an object', () => {
  it('given the name it has is left alone', async () => {
    const { server, rename } = place({ 'p/a.txt': 'text' })
    expect(await rename('a.txt', 'a.txt')).toBeNull()
    expect(server.effects).toEqual([])
  })

  it('that is gone is said to be gone; a folder is no object', async () => {
    const { rename, texts } = place({ 'p/docs/x': 'x' })
    expect(await rename('docs', 'papers')).toMatchObject({ code: 'gone', subject: 's3://b/p/docs' })
    expect(texts()).toEqual({ 'p/docs/x': 'x' })
  })

  it('whose new key comes to be while it is copied replaces nothing where the server takes conditions', async () => {
    const { server, write, rename, texts } = place({ 'p/a.txt': 'text' })
    server.before = (op) => {
      if (op === 'copy') write('p/b.txt', 'other')
    }
    expect(await rename('a.txt', 'b.txt')).toMatchObject({ code: 'changed' })
    expect(texts()).toEqual({ 'p/a.txt': 'text', 'p/b.txt': 'other' })
  })

  it('is looked at again before a delete is tried again', async () => {
    const { server, write, rename, texts } = place({ 'p/a.txt': 'text' })
    server.after = (op) => {
      if (op !== 'remove') return
      server.after = undefined
      write('p/a.txt', 'new, by another program')
      throw new SluiceError({ code: 'unreachable', message: 'The reply was lost.' })
    }
    expect(await rename('a.txt', 'b.txt')).toMatchObject({ code: 'changed' })
    expect(texts()).toEqual({ 'p/a.txt': 'new, by another program', 'p/b.txt': 'text' })
  })
})
