/** Bytes of an object, first and last included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * Reads a `Range` header. What S3 does with it (measured):
 *
 * | header             | of 10 bytes   |
 * |--------------------|---------------|
 * | `bytes=0-8`        | 0 to 8        |
 * | `bytes=0-100`      | 0 to 9        |
 * | `bytes=5-`         | 5 to 9        |
 * | `bytes=-3`         | 7 to 9        |
 * | `bytes=-15`        | 0 to 9        |
 * | `bytes=10-`        | unsatisfiable |
 * | `bytes=-0`         | unsatisfiable |
 * | `bytes=1-0`        | whole object  |
 * | `bytes=0-1,3-4`    | whole object  |
 * | anything else      | whole object  |
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return 'whole'
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return 'whole'
  if (first >= size) return 'unsatisfiable'
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}
