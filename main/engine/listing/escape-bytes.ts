/**
 * A name that isn't UTF-8, for people: what is UTF-8 in it as it is, each other byte as `\xff`.
 */
export function escapeBytes(bytes: Uint8Array): string {
  let shown = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length === 0) shown += `\\x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`
    else shown += utf8.decode(bytes.subarray(at, at + length))
    at += Math.max(length, 1)
  }
  return shown
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes of the character that begins at a place; 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  const length = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  try {
    utf8.decode(bytes.subarray(at, at + length))
    return at + length <= bytes.length ? length : 0
  } catch {
    return 0
  }
}
