export const mebibyte = 1024 * 1024

/** From this size on an object is sent, or copied, in parts (MPT-1). */
export const multipartThreshold = 8 * mebibyte

const defaultPartSize = 8 * mebibyte
const smallestPart = 5 * mebibyte
const largestPart = 5 * 1024 * mebibyte
const mostParts = 10_000

/**
 * The part size for an object: the wanted one, doubled until the parts are 10,000 at most, then kept within 5 MiB and
 * 5 GiB (MPT-2; S3 User Guide, "Amazon S3 multipart upload limits").
 */
export function partSizeFor(size: number, wanted = defaultPartSize): number {
  let partSize = wanted
  while (Math.ceil(size / partSize) > mostParts) partSize *= 2
  return Math.min(largestPart, Math.max(smallestPart, partSize))
}

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
