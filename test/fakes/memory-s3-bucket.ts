import { byteName } from './byte-name.ts'
import type { BucketSettings } from '../../main/engine/s3/setting-calls.ts'
import type { ObjectProperties, Tags } from '../../main/engine/s3/object-store.ts'
import type { MemoryUpload } from './memory-s3-upload.ts'

/** What an object answers besides its bytes. */
export type KeptHeaders = Pick<
  ObjectProperties,
  | 'contentType'
  | 'cacheControl'
  | 'contentDisposition'
  | 'contentEncoding'
  | 'contentLanguage'
  | 'expires'
  | 'websiteRedirect'
>

/** The headers among the properties that a request gives. */
export function keptHeaders(given: KeptHeaders): KeptHeaders {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage } = given
  const { expires, websiteRedirect } = given
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(contentDisposition === undefined ? {} : { contentDisposition }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(contentLanguage === undefined ? {} : { contentLanguage }),
    ...(expires === undefined ? {} : { expires }),
    ...(websiteRedirect === undefined ? {} : { websiteRedirect }),
  }
}

/** What an object answers besides, and no copy of it has by itself. */
export type OwnHeaders = Pick<
  ObjectProperties,
  'encryption' | 'kmsKeyId' | 'bucketKey' | 'lockMode' | 'lockUntil' | 'legalHold'
>

/** Those among the properties that a request gives. */
export function ownHeaders(given: OwnHeaders): OwnHeaders {
  const { encryption, kmsKeyId, bucketKey, lockMode, lockUntil, legalHold } = given
  return {
    ...(encryption === undefined ? {} : { encryption }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(bucketKey === undefined ? {} : { bucketKey }),
    ...(lockMode === undefined ? {} : { lockMode }),
    ...(lockUntil === undefined ? {} : { lockUntil }),
    ...(legalHold === undefined ? {} : { legalHold }),
  }
}

/** One version of an object, or a delete marker. */
export interface StoredObject extends KeptHeaders, OwnHeaders {
  readonly versionId: string
  readonly marker: boolean
  readonly bytes: Uint8Array
  /** Without quotes. */
  readonly etag: string
  /** The ETag is made of MD5s of the bytes: one of all, or one over those of the parts. */
  readonly etagIsDigest: boolean
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly metadata: Readonly<Record<string, string>>
  tags?: Tags
  /** Of an object made of parts. */
  readonly partSizes?: readonly number[]
  readonly storageClass?: string
  readonly restored?: boolean
}

export type NewObject = Omit<StoredObject, 'versionId' | 'marker' | 'modified'> & {
  readonly modified?: number
}

interface Versions {
  readonly key: string
  /** Oldest first. */
  readonly versions: StoredObject[]
}

export interface Listing {
  readonly objects: readonly (StoredObject & { readonly key: string })[]
  /** Common prefixes. */
  readonly folders: readonly string[]
  /** Where the next page begins; null at the end. */
  readonly next: string | null
}

/** Sorts after every byte name that goes on from where it is put. */
const afterAll = '\u0100'

/** The objects of a bucket, with their versions, and its uploads in progress. */
export class MemoryBucket {
  readonly name: string
  versioning: 'kept' | 'suspended' | 'gone' = 'gone'
  /** It takes no ACLs. */
  ownerEnforced = false
  /** What it is set to besides. */
  settings: Partial<BucketSettings> = {}
  /** Objects are encrypted with a key of KMS: ETags say nothing of the bytes. */
  encrypted = false
  readonly uploads = new Map<string, MemoryUpload>()
  /** What Complete made of an upload. */
  readonly finished = new Map<string, StoredObject>()
  readonly #now: () => number
  /** By byte name. */
  readonly #objects = new Map<string, Versions>()
  /** All byte names in order; null when one was added since. */
  #sorted: string[] | null = null
  #nextVersion = 1

  constructor(name: string, now: () => number) {
    this.name = name
    this.#now = now
  }

  /** What a GET would find: null where there is nothing, or a delete marker. */
  current(key: string): StoredObject | null {
    const latest = this.#objects.get(byteName(key))?.versions.at(-1)
    return latest && !latest.marker ? latest : null
  }

  /** Oldest first, delete markers included. */
  versions(key: string): readonly StoredObject[] {
    return this.#objects.get(byteName(key))?.versions ?? []
  }

  write(key: string, object: NewObject): StoredObject {
    return this.#add(key, {
      modified: this.#now(),
      ...object,
      versionId: this.#newVersionId(),
      marker: false,
    })
  }

  /** One version, or delete marker, that is there. */
  version(key: string, versionId: string): StoredObject | null {
    return this.versions(key).find((version) => version.versionId === versionId) ?? null
  }

  /** Takes one version, or delete marker, away for good. */
  removeVersion(key: string, versionId: string): void {
    const versions = this.#objects.get(byteName(key))?.versions
    const at = versions?.findIndex((version) => version.versionId === versionId) ?? -1
    if (at >= 0) versions?.splice(at, 1)
    if (versions?.length === 0 && this.#objects.delete(byteName(key))) this.#sorted = null
  }

  /** All keys that have versions or delete markers, in byte order. */
  allKeys(): string[] {
    return [...this.#objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { key }]) => key)
  }

  /** Puts a delete marker on top where versions are kept, else takes the object away. @returns the marker's id */
  remove(key: string): string | null {
    if (this.versioning === 'gone') {
      if (this.#objects.delete(byteName(key))) this.#sorted = null
      return null
    }
    const marker = { bytes: new Uint8Array(0), etag: '', etagIsDigest: false, metadata: {}, marker: true }
    return this.#add(key, { ...marker, modified: this.#now(), versionId: this.#newVersionId() }).versionId
  }

  /** Every key that can be seen, in byte order. */
  keys(): string[] {
    return this.list({ prefix: '', after: '', grouped: false, limit: Infinity }).objects.map(({ key }) => key)
  }

  /** Names after `after` (a byte name), up to `limit`; grouped up to the next `/` after the prefix, or not. */
  list(query: { prefix: string; after: string; grouped: boolean; limit: number }): Listing {
    const names = (this.#sorted ??= [...this.#objects.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    const prefix = byteName(query.prefix)
    const objects: (StoredObject & { key: string })[] = []
    const folders: string[] = []
    let last = query.after
    let at = firstFrom(names, prefix > last ? prefix : last)
    for (let name = names[at]; name?.startsWith(prefix); name = names[at]) {
      const stored = this.#objects.get(name)
      const object = stored?.versions.at(-1)
      if (name === last || !stored || !object || object.marker) {
        at++
        continue
      }
      if (objects.length + folders.length >= query.limit) return { objects, folders, next: last }
      const slash = query.grouped ? name.indexOf('/', prefix.length) : -1
      if (slash < 0) {
        objects.push({ ...object, key: stored.key })
        last = name
        at++
      } else {
        const folder = name.slice(0, slash + 1)
        folders.push(Buffer.from(folder, 'latin1').toString('utf8'))
        last = folder + afterAll
        at = firstFrom(names, last)
      }
    }
    return { objects, folders, next: null }
  }

  #add(key: string, version: StoredObject): StoredObject {
    const name = byteName(key)
    let stored = this.#objects.get(name)
    if (!stored) {
      stored = { key, versions: [] }
      this.#objects.set(name, stored)
      this.#sorted = null
    }
    const replaced = stored.versions.findIndex(({ versionId }) => versionId === version.versionId)
    if (replaced >= 0) stored.versions.splice(replaced, 1)
    stored.versions.push(version)
    return version
  }

  /** Without versioning, and while it is suspended, there is one version called `null`. */
  #newVersionId(): string {
    return this.versioning === 'kept' ? `v${this.#nextVersion++}` : 'null'
  }
}

/** The index of the first name that is not before `from`. */
function firstFrom(names: readonly string[], from: string): number {
  let low = 0
  let high = names.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((names[middle] ?? '') < from) low = middle + 1
    else high = middle
  }
  return low
}
