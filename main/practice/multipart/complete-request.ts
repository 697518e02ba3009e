import type { ChecksumAlgorithm } from '../checksums/checksum.ts'
import { checksumAlgorithms } from '../checksums/checksum.ts'
import { unquoted } from '../objects/etag.ts'
import { S3Error } from '../s3-error.ts'
import type { Part } from '../store/object-version.ts'
import type { Upload } from '../store/uploads.ts'
import { childText, childrenNamed, readXmlRoot } from '../xml/read-xml.ts'
import { partAlgorithm } from './find-upload.ts'

/** The smallest part that may be followed by another, in bytes: 5 MiB. */
export const smallestPart = 5 * 1024 ** 2

/** A part as a Complete names it. */
export interface NamedPart {
  readonly number: number
  readonly etag: string
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>
}

/** Reads a `CompleteMultipartUpload` document. */
export function parseComplete(document: string): NamedPart[] {
  const parts = childrenNamed(readXmlRoot(document, 'CompleteMultipartUpload'), 'Part').map((part) => {
    const number = childText(part, 'PartNumber')?.trim() ?? ''
    const etag = childText(part, 'ETag')
    if (etag === null || !/^\d{1,9}$/.test(number)) throw new S3Error('MalformedXML')
    const checksums = new Map<ChecksumAlgorithm, string>()
    for (const algorithm of checksumAlgorithms) {
      const value = childText(part, `Checksum${algorithm}`)
      if (value !== null) checksums.set(algorithm, value.trim())
    }
    return { number: Number(number), etag: unquoted(etag), checksums }
  })
  if (parts.length === 0)
    throw new S3Error('InvalidRequest', { message: 'You must specify at least one part' })
  return parts
}

/**
 * The parts a Complete names, as they were uploaded.
 * @throws S3Error `InvalidPartOrder`, `InvalidPart` where one isn't there or differs, `EntityTooSmall`, and
 *   `InvalidRequest` where a COMPOSITE upload's Complete lacks a part's checksum
 */
export function chooseParts(upload: Upload, uploaded: readonly Part[], named: readonly NamedPart[]): Part[] {
  if (named.some(({ number }, index) => index > 0 && number <= (named[index - 1]?.number ?? 0))) {
    throw new S3Error('InvalidPartOrder', { details: { UploadId: upload.id } })
  }
  const byNumber = new Map(uploaded.map((part) => [part.number, part]))
  const chosen = named.map((wanted) => {
    const part = byNumber.get(wanted.number)
    if (part === undefined || part.etag !== wanted.etag) throw invalidPart(upload, wanted)
    checkPartChecksums(upload, part, wanted)
    return part
  })
  const small = chosen.slice(0, -1).find(({ size }) => size < smallestPart)
  if (small === undefined) return chosen
  throw new S3Error('EntityTooSmall', {
    details: {
      ETag: small.etag,
      PartNumber: String(small.number),
      ProposedSize: String(small.size),
      MinSizeAllowed: String(smallestPart),
    },
  })
}

/**
 * | upload                 | checksum named                      | verdict        |
 * |------------------------|-------------------------------------|----------------|
 * | without an algorithm   | none                                | holds          |
 * | without an algorithm   | any                                 | InvalidPart    |
 * | COMPOSITE              | none                                | InvalidRequest |
 * | FULL_OBJECT            | none                                | holds          |
 * | with an algorithm      | that one, with the part's value     | holds          |
 * | with an algorithm      | that one, with another value        | InvalidPart    |
 * | with an algorithm      | another one                         | BadDigest      |
 */
function checkPartChecksums(upload: Upload, part: Part, wanted: NamedPart): void {
  const algorithm = partAlgorithm(upload)
  if (upload.checksum === null) {
    if (wanted.checksums.size > 0) throw invalidPart(upload, wanted)
    return
  }
  const other = [...wanted.checksums.keys()].find((name) => name !== algorithm)
  if (other !== undefined) {
    const message = `The ${other.toLowerCase()} you specified for part ${String(part.number)} did not match what we received.`
    throw new S3Error('BadDigest', { message })
  }
  const value = wanted.checksums.get(algorithm)
  if (value === undefined && upload.checksum.type === 'COMPOSITE') {
    throw new S3Error('InvalidRequest', {
      message:
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the ` +
        `checksum for each part. It was missing for part ${String(part.number)} in the request.`,
    })
  }
  if (value !== undefined && value !== part.checksum) throw invalidPart(upload, wanted)
}

function invalidPart(upload: Upload, { number, etag }: NamedPart): S3Error {
  return new S3Error('InvalidPart', {
    details: { UploadId: upload.id, PartNumber: String(number), ETag: etag },
  })
}
