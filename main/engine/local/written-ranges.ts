/** Bytes of a file: those from `from` on, up to the one before `to`. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/** Ranges that are kept as a text at most; the others are fetched again. There are about as many as pieces on their way. */
const mostRanges = 200

/** Bytes that such a text can have: 16 digits for each end of each range. */
export const longestText = 8 * 1024

const form = /^sluice ranges:((?: \d{1,16}-\d{1,16})*)\n/

/** Which bytes of a file have been written: ranges in their order that neither overlap nor touch. */
export class WrittenRanges {
  #ranges: ByteRange[] = []

  constructor(ranges: readonly ByteRange[] = []) {
    this.#ranges = [...ranges]
  }

  get all(): readonly ByteRange[] {
    return this.#ranges
  }

  add({ from, to }: ByteRange): void {
    const before = this.#ranges.filter((range) => range.to < from)
    const after = this.#ranges.filter((range) => range.from > to)
    const joined = this.#ranges.slice(before.length, this.#ranges.length - after.length)
    const start = Math.min(from, joined[0]?.from ?? from)
    const end = Math.max(to, joined.at(-1)?.to ?? to)
    this.#ranges = [...before, { from: start, to: end }, ...after]
  }

  clear(): void {
    this.#ranges = []
  }

  /** One line, which `rangesIn` reads. */
  toText(): string {
    const said = this.#ranges.slice(0, mostRanges).map(({ from, to }) => ` ${from}-${to}`)
    return `sluice ranges:${said.join('')}\n`
  }
}

/**
 * The ranges that a text tells of, whoever wrote it. What comes after its first line is of an earlier, longer one.
 *
 * | the text                                            | its ranges              |
 * |-----------------------------------------------------|-------------------------|
 * | not of this form, or cut off before its line's end  | none                    |
 * | an empty range, one that is not behind the last one | none                    |
 * | one that ends beyond the file's `size`              | none                    |
 * | any other                                           | as they are             |
 */
export function rangesIn(text: string, size: number): ByteRange[] {
  const ranges: ByteRange[] = []
  let end = -1
  for (const said of (form.exec(text)?.[1] ?? '').split(' ').slice(1)) {
    const [from = 0, to = 0] = said.split('-').map(Number)
    if (from <= end || to <= from || to > size) return []
    ranges.push({ from, to })
    end = to
  }
  return ranges
}
