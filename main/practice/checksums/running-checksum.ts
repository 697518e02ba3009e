/** A checksum of bytes that come one piece after another. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void
  /** The digest, big-endian, once; nothing may be added after. */
  digest(): Buffer
}
