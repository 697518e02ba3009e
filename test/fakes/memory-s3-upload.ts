import { createHash } from 'node:crypto'
import type { Tags } from '../../main/engine/s3/object-store.ts'
import type { KeptHeaders, NewObject } from './memory-s3-bucket.ts'
import { s3Error, type S3Call } from './s3-error.ts'

export interface StoredPart {
  readonly bytes: Uint8Array
  readonly etag: string
}

export interface UploadProperties extends KeptHeaders {
  readonly metadata: Readonly<Record<string, string>>
  readonly tags?: Tags
}

/** A multipart upload in progress. */
export class MemoryUpload {
  readonly key: string
  readonly properties: UploadProperties
  readonly parts = new Map<number, StoredPart>()
  /** Milliseconds since 1970. */
  readonly started: number

  constructor(key: string, properties: UploadProperties, started: number) {
    this.key = key
    this.started = started
    this.properties = properties
  }

  /**
   * The object that the listed parts make.
   * @param rules what is a part too small that isn't the last, and whether all must be listed, in any order.
   * @throws SluiceError MalformedXML for no parts, InvalidPartOrder unless numbers ascend, InvalidPart for a part that is
   * missing or has another ETag, EntityTooSmall.
   */
  assemble(
    wanted: readonly { readonly partNumber: number; readonly etag: string }[],
    rules: { readonly smallestPart: number; readonly takesAll: boolean },
    call: S3Call,
  ): Omit<NewObject, 'etagIsDigest'> {
    if (wanted.length === 0) throw s3Error('MalformedXML', call)
    const chosen: StoredPart[] = []
    const digests = createHash('md5')
    let before = 0
    if (rules.takesAll && wanted.length !== this.parts.size) throw s3Error('InvalidPart', call)
    const inOrder = rules.takesAll ? wanted.toSorted((a, b) => a.partNumber - b.partNumber) : wanted
    for (const { partNumber, etag } of inOrder) {
      if (partNumber <= before) throw s3Error('InvalidPartOrder', call)
      before = partNumber
      const part = this.parts.get(partNumber)
      if (part?.etag !== etag) throw s3Error('InvalidPart', call)
      chosen.push(part)
      digests.update(md5(part.bytes))
    }
    if (chosen.slice(0, -1).some(({ bytes }) => bytes.length < rules.smallestPart))
      throw s3Error('EntityTooSmall', call)
    return {
      ...this.properties,
      bytes: Uint8Array.from(Buffer.concat(chosen.map(({ bytes }) => bytes))),
      etag: `${digests.digest('hex')}-${chosen.length}`,
      partSizes: chosen.map(({ bytes }) => bytes.length),
    }
  }
}

export function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest()
}
