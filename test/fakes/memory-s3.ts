import type { ObjectStore } from '../../main/engine/s3/object-store.ts'
import { habitsInMemory, type KeptHabits } from '../../main/engine/s3/endpoint-habits.ts'
import type { Clock } from '../../main/engine/world.ts'
import { FakeClock } from './fake-clock.ts'
import { MemoryBucket } from './memory-s3-bucket.ts'
import { quirksOf, type Quirks, type QuirksName } from './s3-quirks.ts'
import { MemoryObjectStore } from './memory-s3-store.ts'

export type S3Op = Exclude<keyof ObjectStore, 'endpoint' | 'withParts' | 'close'>

/** One request that was answered, or failed, in the order they took place. */
export interface S3Effect {
  readonly op: S3Op
  readonly identity: string
  readonly bucket: string
  /** All keys it was about: none for a listing, many for DeleteObjects. */
  readonly keys: readonly string[]
  /** Of a write: bytes sent. */
  readonly bytes?: number
  /** The code of the error it ended in; a dropped reply has one too, though the request took place. */
  readonly failed?: string
  /** Whether the request took place. */
  readonly done: boolean
}

/** The requests that change what others see. */
const changing: ReadonlySet<S3Op> = new Set<S3Op>(['put', 'remove', 'removeMany', 'copy', 'finishMultipart'])

export interface MemoryS3Options {
  readonly clock?: Clock
  readonly quirks?: QuirksName | Partial<Quirks>
  /** Names a listing page holds at most. */
  readonly pageSize?: number
  /** Bytes: what a part that isn't the last must have at least. Tests of small parts lower it. */
  readonly smallestPart?: number
  /** Bytes a body arrives in at a time. */
  readonly chunkSize?: number
  /** Milliseconds before each reply. */
  readonly latency?: number
  /** What was learnt of it before, and where it is kept. */
  readonly habits?: KeptHabits
}

/**
 * An S3 server in memory, with hooks for everything that goes wrong with one. `connect` gives an identity's view of it
 * as the engine's `ObjectStore`.
 */
export class MemoryS3 {
  readonly clock: Clock
  readonly quirks: Quirks
  readonly pageSize: number
  readonly smallestPart: number
  readonly chunkSize: number
  latency: number
  readonly habits: KeptHabits
  readonly effects: S3Effect[] = []
  readonly buckets = new Map<string, MemoryBucket>()
  /** Bodies neither read to their end nor cancelled: each holds a socket. */
  openBodies = 0

  /** Called before a request takes place. It may throw (it failed, and changed nothing), wait, or change the server. */
  before: ((op: S3Op, bucket: string, key: string | undefined) => void | Promise<void>) | undefined
  /** Called when a request has taken place, before its reply. To throw is to lose the reply; it may wait. */
  after: ((op: S3Op, bucket: string, key: string | undefined) => void | Promise<void>) | undefined
  /** What goes over the wire in the place of a body: bytes changed, cut short, or with a pause between. */
  body: ((key: string, bytes: Uint8Array) => Uint8Array | AsyncIterable<Uint8Array>) | undefined
  /** Whether an identity is refused. The source of a copy is asked as a `get`. */
  denied: ((identity: string, op: S3Op, bucket: string, key: string | undefined) => boolean) | undefined
  #nextUpload = 1

  constructor(options: MemoryS3Options = {}) {
    const { quirks = 'aws' } = options
    this.clock = options.clock ?? new FakeClock()
    this.quirks = typeof quirks === 'string' ? quirksOf[quirks] : { ...quirksOf.aws, ...quirks }
    this.pageSize = options.pageSize ?? 1000
    this.smallestPart = options.smallestPart ?? 5 * 1024 * 1024
    this.chunkSize = options.chunkSize ?? 64 * 1024
    this.latency = options.latency ?? 0
    this.habits = options.habits ?? habitsInMemory()
  }

  connect(identity = 'owner'): ObjectStore {
    return new MemoryObjectStore(this, identity)
  }

  /** Makes a bucket, which must not exist yet. */
  makeBucket(name: string): MemoryBucket {
    if (this.buckets.has(name)) throw new Error(`There is a bucket ${name} already.`)
    const bucket = new MemoryBucket(name, () => this.clock.now())
    this.buckets.set(name, bucket)
    return bucket
  }

  /** The requests that changed what others see. */
  changes(): S3Effect[] {
    return this.effects.filter(({ op, done }) => done && changing.has(op))
  }

  /** Uploads in progress, over all buckets. */
  uploads(): { readonly bucket: string; readonly key: string; readonly uploadId: string }[] {
    return [...this.buckets.values()].flatMap((bucket) =>
      Array.from(bucket.uploads, ([uploadId, { key }]) => ({ bucket: bucket.name, key, uploadId })),
    )
  }

  newUploadId(): string {
    return `upload-${this.#nextUpload++}`
  }
}
