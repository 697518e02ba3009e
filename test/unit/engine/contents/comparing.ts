import { createHash } from 'node:crypto'
import { DigestCache } from '../../../../main/engine/contents/digest-cache.ts'
import { FileDigests } from '../../../../main/engine/contents/file-digests.ts'
import type { ListedObject } from '../../../../main/engine/contents/object-parts.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { MemoryS3, type MemoryS3Options } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { seenAt } from './listed-file.ts'

export const md5 = (bytes: string | Uint8Array): Buffer => createHash('md5').update(bytes).digest()

/** Cuts a text into pieces of these sizes. */
export function cut(text: string, sizes: readonly number[]): string[] {
  let from = 0
  return sizes.map((size) => text.slice(from, (from += size)))
}

/** How an object came to be there. */
export interface Stored {
  readonly text: string
  /** Sizes of its parts; in one piece if absent. */
  readonly parts?: readonly number[]
  /** Under SSE-KMS: its ETag is made up. */
  readonly hidden?: true
  readonly etag?: string
}

function etagOf({ text, parts }: Stored): string {
  if (parts === undefined) return md5(text).toString('hex')
  const digests = cut(text, parts).map(md5)
  return `${md5(Buffer.concat(digests)).toString('hex')}-${parts.length}`
}

/** A server, a disk, and counts of what is asked of either. */
export function compareScene(quirks: MemoryS3Options['quirks'] = 'aws') {
  const world = createMemoryWorld()
  const s3 = new MemoryS3({ clock: world.clock, quirks, smallestPart: 1 })
  const store = s3.connect()
  s3.makeBucket('b')
  const cache = new DigestCache(':memory:', world.clock, world.log)
  const tools = {
    retry: createRetry(world),
    multipart: { multipartThreshold: 9, multipartChunksize: 8, smallestPart: 1 },
  }
  return {
    world,
    s3,
    cache,
    tools,
    /** Files opened and HEADs sent since the last time this was asked. */
    asked(): { reads: number; heads: number } {
      const reads = world.fs.effects.splice(0).filter(({ op }) => op === 'openToRead').length
      return { reads, heads: s3.effects.splice(0).filter(({ op }) => op === 'head').length }
    },
    put(key: string, stored: Stored): ListedObject {
      const bytes = Buffer.from(stored.text)
      const etag = stored.etag ?? (stored.hidden ? md5(`kms ${stored.text}`).toString('hex') : etagOf(stored))
      s3.buckets.get('b')?.write(key, {
        bytes,
        etag,
        etagIsDigest: stored.hidden !== true,
        metadata: {},
        ...(stored.parts === undefined ? {} : { partSizes: stored.parts }),
      })
      return { store, bucket: 'b', key, etag, size: bytes.length }
    },
    /** A file that has been there for a while. */
    async file(text: string, name = 'f'): Promise<() => FileDigests> {
      plantTree(world.fs, '/d', { [name]: { file: text, modified: 1234 } })
      const seen = await seenAt(world.fs, `/d/${name}`)
      await world.clock.advance(60_000)
      return () => new FileDigests(world, { path: `/d/${name}`, seen }, cache)
    },
  }
}
