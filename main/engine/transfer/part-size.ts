import { defaultTransferSettings, type TransferSettings } from '../../../shared/transfer-settings.ts'

export const mebibyte = 1024 * 1024

/** From which size on an object goes in parts, and how large those shall be (MPT-1, MPT-2). */
export type Multipart = Pick<TransferSettings, 'multipartThreshold' | 'multipartChunksize' | 'smallestPart'>

const defaultPartSize = defaultTransferSettings.multipartChunksize
const largestPart = 5 * 1024 * mebibyte

/** S3 User Guide, "Amazon S3 multipart upload limits". */
export const mostParts = 10_000

/**
 * The part size for an object: the wanted one, doubled until the parts are 10,000 at most, then kept within 5 MiB and
 * 5 GiB (MPT-2; S3 User Guide, "Amazon S3 multipart upload limits").
 */
export function partSizeFor(size: number, wanted = defaultPartSize, smallest = 5 * mebibyte): number {
  let partSize = wanted
  while (Math.ceil(size / partSize) > mostParts) partSize *= 2
  return Math.min(largestPart, Math.max(smallest, partSize))
}

/** Bodies that go through this machine are held in memory, and no larger ones are asked for: bytes. */
const largestHeld = 1024 * mebibyte

/** The settings for what is sent from here; the server's own copies need no memory. */
export const heldInMemory = (settings: Multipart): Multipart => ({
  ...settings,
  multipartThreshold: Math.min(settings.multipartThreshold, largestHeld),
  multipartChunksize: Math.min(settings.multipartChunksize, largestHeld),
})

export interface PartRange {
  /** 1 to 10,000. */
  readonly partNumber: number
  /** First byte. */
  readonly from: number
  readonly size: number
}

/** The parts of an object of a size; one empty part for an empty object. */
export function partRanges(size: number, partSize: number): PartRange[] {
  const count = Math.max(1, Math.ceil(size / partSize))
  return Array.from({ length: count }, (_, index) => ({
    partNumber: index + 1,
    from: index * partSize,
    size: Math.min(partSize, size - index * partSize),
  }))
}

/** Part sizes that tools use by default: aws, this one, SDKs, rclone, s3cmd and their doublings. In MiB. */
const usualPartSizes = [8, 5, 16, 15, 10, 32, 64, 50, 100, 128, 256, 512]

/** So many composite ETags are computed side by side at most. */
const mostCandidates = 4

/**
 * Part sizes that an object of some bytes in so many parts may have been sent in, likelier ones first: where the server
 * won't say, an ETag that fits one of them still proves all bytes.
 */
export function likelyPartSizes(
  size: number,
  count: number,
  wanted = defaultPartSize,
  smallest?: number,
): number[] {
  const fits = (partSize: number): boolean => Math.ceil(size / partSize) === count
  const ours = partSizeFor(size, wanted, smallest)
  const usual = usualPartSizes.map((mebibytes) => mebibytes * mebibyte)
  // With many parts only a few whole numbers of MiB are possible, whatever tool it was.
  const least = Math.ceil(size / count / mebibyte) * mebibyte
  const near = [least, least + mebibyte]
  return [...new Set([ours, ...usual, ...near])].filter(fits).slice(0, mostCandidates)
}
