import type {
  BrowsePage,
  CopyPartQuery,
  CopyQuery,
  Endpoint,
  FinishMultipartQuery,
  GetQuery,
  HeadQuery,
  ListPage,
  ListQuery,
  ObjectBody,
  ObjectHead,
  ObjectName,
  ObjectStore,
  PartSeen,
  Presigned,
  PresignQuery,
  PutPartQuery,
  PutQuery,
  RemoveResult,
  StartMultipartQuery,
  Tags,
  UploadName,
  UploadsPage,
  VersionName,
  Written,
} from '../../main/engine/s3/object-store.ts'
import { amazonsHabits, habitsAt } from '../../main/engine/s3/endpoint-habits.ts'
import type { BucketSettings } from '../../main/engine/s3/setting-calls.ts'
import type { VersionsPage, VersionsQuery } from '../../main/engine/s3/versions-page.ts'
import { SluiceError } from '../../shared/errors.ts'
import { MemoryBody } from './memory-s3-body.ts'
import * as multipart from './memory-s3-multipart.ts'
import * as objects from './memory-s3-objects.ts'
import type { MemoryS3, S3Effect, S3Op } from './memory-s3.ts'
import { s3Error, type S3Call } from './s3-error.ts'

/** What a request is about. */
interface Target {
  readonly bucket: string
  readonly keys: readonly string[]
  /** Of a write: bytes sent. */
  readonly bytes?: number
  /** Of a copy. */
  readonly source?: ObjectName
}

/** One identity's requests to a server in memory. Each takes place at once, between the hooks before and after. */
export class MemoryObjectStore implements ObjectStore {
  readonly endpoint: Endpoint
  readonly withParts = 'no checksum, no key'
  readonly #server: MemoryS3
  readonly #identity: string

  constructor(server: MemoryS3, identity: string) {
    this.#server = server
    this.#identity = identity
    const { aws } = server.quirks
    const habits = aws ? amazonsHabits : habitsAt('http://memory', server.habits, server)
    this.endpoint = { label: 'memory', aws, habits }
  }

  listPage(query: ListQuery, signal: AbortSignal): Promise<ListPage> {
    return this.#request('listPage', { bucket: query.bucket, keys: [] }, signal, (call) => {
      const { entries, next } = objects.list(this.#server, query, query.delimiter !== undefined, call)
      return { entries, next }
    })
  }

  browse(query: ListQuery, signal: AbortSignal): Promise<BrowsePage> {
    return this.#request('browse', { bucket: query.bucket, keys: [] }, signal, (call) =>
      objects.list(this.#server, query, true, call),
    )
  }

  head(query: HeadQuery, signal: AbortSignal): Promise<ObjectHead | null> {
    return this.#request('head', targetOf(query), signal, (call) => objects.head(this.#server, query, call))
  }

  get(query: GetQuery, signal: AbortSignal): Promise<ObjectBody> {
    return this.#request('get', targetOf(query), signal, (call) =>
      objects.get(this.#server, query, signal, call),
    )
  }

  put(query: PutQuery, signal: AbortSignal): Promise<Written> {
    const target = { ...targetOf(query), bytes: query.body.length }
    return this.#request('put', target, signal, (call) => objects.put(this.#server, query, call))
  }

  remove(query: VersionName, signal: AbortSignal): Promise<{ deleteMarker?: string }> {
    return this.#request('remove', targetOf(query), signal, (call) =>
      objects.remove(this.#server, query, call),
    )
  }

  listVersions(query: VersionsQuery, signal: AbortSignal): Promise<VersionsPage> {
    return this.#request('listVersions', { bucket: query.bucket, keys: [] }, signal, (call) =>
      objects.listVersions(this.#server, query, call),
    )
  }

  removeMany(bucket: string, keys: readonly string[], signal: AbortSignal): Promise<RemoveResult[]> {
    return this.#request('removeMany', { bucket, keys }, signal, (call) =>
      objects.removeMany(this.#server, keys, (key) => this.#refusal('remove', bucket, key), call),
    )
  }

  copy(query: CopyQuery, signal: AbortSignal): Promise<Written> {
    const target = { ...targetOf(query), source: query.source }
    return this.#request('copy', target, signal, (call) => objects.copy(this.#server, query, call))
  }

  tags(query: VersionName, signal: AbortSignal): Promise<Tags> {
    return this.#request('tags', targetOf(query), signal, (call) => objects.tags(this.#server, query, call))
  }

  setTags(query: VersionName, tags: Tags, signal: AbortSignal): Promise<void> {
    return this.#request('setTags', targetOf(query), signal, (call) => {
      objects.setTags(this.#server, query, tags, call)
    })
  }

  startMultipart(query: StartMultipartQuery, signal: AbortSignal): Promise<{ uploadId: string }> {
    return this.#request('startMultipart', targetOf(query), signal, (call) =>
      multipart.start(this.#server, query, call),
    )
  }

  putPart(query: PutPartQuery, signal: AbortSignal): Promise<Written> {
    const target = { ...targetOf(query), bytes: query.body.length }
    return this.#request('putPart', target, signal, (call) => multipart.putPart(this.#server, query, call))
  }

  copyPart(query: CopyPartQuery, signal: AbortSignal): Promise<Written> {
    const target = { ...targetOf(query), source: query.source }
    return this.#request('copyPart', target, signal, (call) => multipart.copyPart(this.#server, query, call))
  }

  finishMultipart(query: FinishMultipartQuery, signal: AbortSignal): Promise<Written> {
    return this.#request('finishMultipart', targetOf(query), signal, (call) =>
      multipart.finish(this.#server, query, call),
    )
  }

  abortMultipart(query: UploadName, signal: AbortSignal): Promise<void> {
    return this.#request('abortMultipart', targetOf(query), signal, (call) => {
      multipart.abort(this.#server, query, call)
    })
  }

  listParts(query: UploadName, signal: AbortSignal): Promise<PartSeen[] | null> {
    return this.#request('listParts', targetOf(query), signal, (call) =>
      multipart.list(this.#server, query, call),
    )
  }

  listUploads(query: Parameters<ObjectStore['listUploads']>[0], signal: AbortSignal): Promise<UploadsPage> {
    return this.#request('listUploads', { bucket: query.bucket, keys: [] }, signal, (call) =>
      multipart.listUploads(this.#server, query, call),
    )
  }

  listBuckets(signal: AbortSignal): Promise<string[]> {
    return this.#request('listBuckets', { bucket: '', keys: [] }, signal, () =>
      [...this.#server.buckets.keys()].sort(),
    )
  }

  async versioning(bucket: string, signal: AbortSignal): Promise<'kept' | 'suspended' | 'gone' | 'unknown'> {
    try {
      return await this.#request('versioning', { bucket, keys: [] }, signal, (call) => {
        return objects.bucketOf(this.#server, call).versioning
      })
    } catch (error) {
      if (error instanceof SluiceError && error.code === 'access-denied') return 'unknown'
      throw error
    }
  }

  ownership(bucket: string, signal: AbortSignal): Promise<'enforced' | 'by-acls'> {
    return this.#request('ownership', { bucket, keys: [] }, signal, (call) =>
      objects.bucketOf(this.#server, call).ownerEnforced ? 'enforced' : 'by-acls',
    )
  }

  bucketSetting<Name extends keyof BucketSettings>(
    bucket: string,
    name: Name,
    signal: AbortSignal,
  ): Promise<BucketSettings[Name] | null> {
    return this.#request('bucketSetting', { bucket, keys: [] }, signal, (call) => {
      const { versioning, settings } = objects.bucketOf(this.#server, call)
      const kept: Partial<BucketSettings> = {
        ...(versioning === 'gone' ? {} : { versioning: versioning === 'kept' ? 'Enabled' : 'Suspended' }),
        ...settings,
      }
      return kept[name] ?? null
    })
  }

  presign({ bucket, key, expiresIn }: PresignQuery): Promise<Presigned> {
    const until = this.#server.clock.now() + expiresIn * 1000
    return Promise.resolve({
      url: `memory://${bucket}/${key}?X-Amz-Signature=secret`,
      until,
      endsBy: 'asked',
    })
  }

  close(): void {
    // There are no connections.
  }

  async #request<T>(op: S3Op, target: Target, signal: AbortSignal, act: (call: S3Call) => T): Promise<T> {
    const { source, ...traced } = target
    const server = this.#server
    const key = target.keys.length === 1 ? target.keys[0] : undefined
    // Its place in the trace is when it took place, and not when that was answered.
    const effect: S3Effect = { op, identity: this.#identity, ...traced, done: false }
    const record = (end: { done: boolean; failed?: string }): void => {
      if (!effect.done) server.effects.push(effect)
      Object.assign(effect, end)
    }
    let done = false
    let reply: T | undefined
    try {
      await abortable(signal, async () => {
        await server.before?.(op, target.bucket, key)
        if (server.latency > 0) await server.clock.sleep(server.latency, signal)
      })
      const refusal =
        this.#refusal(op, target.bucket, key) ?? (source && this.#refusal('get', source.bucket, source.key))
      if (refusal) throw refusal
      reply = act({ op, bucket: target.bucket, ...(key === undefined ? {} : { key }) })
      done = true
      record({ done })
      await abortable(signal, () => server.after?.(op, target.bucket, key))
      return reply
    } catch (error) {
      // A reply that is lost takes its body with it.
      if (reply instanceof MemoryBody) reply.cancel()
      record({
        done,
        failed: error instanceof SluiceError ? (error.s3?.s3Code ?? error.code) : String(error),
      })
      throw error
    }
  }

  #refusal(op: S3Op, bucket: string, key: string | undefined): SluiceError | null {
    if (this.#server.denied?.(this.#identity, op, bucket, key) !== true) return null
    return s3Error('AccessDenied', { op, bucket, ...(key === undefined ? {} : { key }) })
  }
}

function targetOf({ bucket, key }: ObjectName): Target {
  return { bucket, keys: [key] }
}

/** Waits for work that may never end; an aborted signal ends the waiting, with its reason. */
async function abortable(signal: AbortSignal, work: () => void | Promise<void>): Promise<void> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => {
    reject(signal.reason as Error)
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([work(), aborted])
    signal.throwIfAborted()
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
