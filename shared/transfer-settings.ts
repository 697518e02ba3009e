/** How a run moves bytes, whatever they are: what the `s3 =` block of a profile says, in bytes (CFG-1). */
export interface TransferSettings {
  /** From this size on an object is sent, or copied, in parts (MPT-1). */
  readonly multipartThreshold: number
  /** The wanted size of a part; what a part may be is for `partSizeFor` to say (MPT-2). */
  readonly multipartChunksize: number
  /** Bytes that the server wants every part but the last to have; S3's 5 MiB if absent. */
  readonly smallestPart?: number
  /** How many rows, and how many requests that hold a body, at once at most; how many of them is seen as it goes. */
  readonly maxConcurrentRequests: number
  /** Bytes of bodies that are held in memory at once at most, or one that is larger; 128 MiB if absent. */
  readonly memoryBudget?: number
  /** Bytes a second, over all bodies of a run together; null for as many as go. */
  readonly maxBandwidth: number | null
}

const mebibyte = 1024 * 1024

export const defaultTransferSettings: TransferSettings = {
  multipartThreshold: 8 * mebibyte,
  multipartChunksize: 8 * mebibyte,
  maxConcurrentRequests: 256,
  maxBandwidth: null,
}
