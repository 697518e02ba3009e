/** One entry of a table or of the input. Callers stay in range; the 0 is for the type checker only. */
export function at(table: Uint32Array | Uint8Array, index: number): number {
  return table[index] ?? 0
}

/** Four bytes as a little-endian word. */
export function word(bytes: Uint8Array, index: number): number {
  return (
    at(bytes, index) |
    (at(bytes, index + 1) << 8) |
    (at(bytes, index + 2) << 16) |
    (at(bytes, index + 3) << 24)
  )
}
