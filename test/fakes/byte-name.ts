/**
 * A name as a string of its UTF-8 bytes, one character for each byte. Such strings sort with `<` in the order S3 lists
 * in, and hold names that aren't UTF-8. The fakes have this of their own, so that a fault in the engine's own order
 * can't hide behind the same fault here.
 */
export function byteName(name: string | Uint8Array): string {
  return typeof name === 'string'
    ? Buffer.from(name, 'utf8').toString('latin1')
    : Buffer.from(name).toString('latin1')
}

/** The bytes of a byte name. */
export function bytesOfName(byteName: string): Uint8Array {
  return Uint8Array.from(Buffer.from(byteName, 'latin1'))
}

/** The name as text; null where its bytes aren't UTF-8. */
export function textOfName(byteName: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOfName(byteName))
  } catch {
    return null
  }
}
