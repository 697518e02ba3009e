/** A pattern of `--exclude` or `--include`, compiled. */
export interface Glob {
  matches(text: string): boolean
  /** Every text with this start, and only such a text, can match; it has no wildcard in it. */
  readonly literalStart: string
  /** The pattern ends in `*`: what begins with a match is a match. */
  readonly endsInStar: boolean
}

/**
 * Compiles a pattern by the rules of Python's `fnmatch` (FLT-5), anchored at both ends: `*` is any run of characters,
 * `/` and newline included; `?` one code point; `[seq]` and `[!seq]` a class; an unterminated `[` and a backslash are
 * themselves. There is no escape but a class: `[*]`.
 *
 * Between two stars stands a segment of fixed length, and the leftmost place where it fits is always good enough, so
 * matching never backtracks: at worst it takes as many steps as the lengths of pattern and text multiplied.
 */
export function compileGlob(pattern: string): Glob {
  const segments = parse(pattern)
  const [first = emptySegment] = segments
  const last = segments.at(-1) ?? emptySegment
  return {
    matches: (text) => matchSegments(segments, text),
    literalStart: first.literal ?? literalStart(first.pieces),
    endsInStar: segments.length > 1 && last.pieces.length === 0,
  }
}

/** One code point of a text: itself, any, or one of a class. */
type Piece = number | 'any' | CharClass

interface CharClass {
  readonly negated: boolean
  /** First and last code point of each range. */
  readonly ranges: readonly (readonly [number, number])[]
}

/** What stands between two stars. */
interface Segment {
  readonly pieces: readonly Piece[]
  /** The same as a string where it has no wildcard: then the engine's own string search is used. */
  readonly literal: string | null
}

const emptySegment: Segment = { pieces: [], literal: '' }

function matchSegments(segments: readonly Segment[], text: string): boolean {
  const [first = emptySegment] = segments
  let at = matchAt(first, text, 0)
  if (segments.length <= 1) return at === text.length
  for (let i = 1; i < segments.length - 1 && at >= 0; i++)
    at = matchFrom(segments[i] ?? emptySegment, text, at)
  return at >= 0 && matchAtEnd(segments.at(-1) ?? emptySegment, text, at)
}

/** The end of the segment's match at a place, or -1. */
function matchAt({ pieces, literal }: Segment, text: string, at: number): number {
  if (literal !== null) return text.startsWith(literal, at) ? at + literal.length : -1
  for (const piece of pieces) {
    const code = text.codePointAt(at)
    if (code === undefined || !fits(piece, code)) return -1
    at += width(code)
  }
  return at
}

/** The end of the segment's leftmost match from a place on, or -1. */
function matchFrom(segment: Segment, text: string, from: number): number {
  if (segment.literal !== null) {
    const found = text.indexOf(segment.literal, from)
    return found < 0 ? -1 : found + segment.literal.length
  }
  for (let at = from; at < text.length; at += width(text.codePointAt(at) ?? 0)) {
    const end = matchAt(segment, text, at)
    if (end >= 0) return end
  }
  return -1
}

/** Whether the text ends in the segment, without reaching before `from`. */
function matchAtEnd(segment: Segment, text: string, from: number): boolean {
  if (segment.literal !== null) {
    return text.length - segment.literal.length >= from && text.endsWith(segment.literal)
  }
  let start = text.length
  for (let i = 0; i < segment.pieces.length; i++) {
    const pair = start >= 2 && (text.codePointAt(start - 2) ?? 0) > 0xffff
    start -= pair ? 2 : 1
  }
  return start >= from && matchAt(segment, text, start) === text.length
}

const width = (code: number): number => (code > 0xffff ? 2 : 1)

function fits(piece: Piece, code: number): boolean {
  if (piece === 'any') return true
  if (typeof piece === 'number') return piece === code
  return piece.ranges.some(([low, high]) => low <= code && code <= high) !== piece.negated
}

function parse(pattern: string): Segment[] {
  const text = Array.from(pattern)
  const segments: Piece[][] = [[]]
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    const segment = segments.at(-1) ?? []
    if (char === '*') segments.push([])
    else if (char === '?') segment.push('any')
    else {
      const end = char === '[' ? classEnd(text, at + 1) : -1
      segment.push(end < 0 ? codeOf(char) : charClass(text.slice(at + 1, end)))
      if (end >= 0) at = end
    }
  }
  // `**` is `*`: a segment of nothing between two stars matches anywhere.
  const inner = segments.filter((pieces, i) => pieces.length > 0 || i === 0 || i === segments.length - 1)
  return inner.map((pieces) => ({ pieces, literal: asLiteral(pieces) }))
}

/** Where the `]` of a class is, or -1. A `]` right after `[` or `[!` is a member. */
function classEnd(text: readonly string[], from: number): number {
  let at = text[from] === '!' ? from + 1 : from
  if (text[at] === ']') at++
  return text.indexOf(']', at)
}

/**
 * What stands between the brackets. A hyphen makes a range unless it is first, last, or right after a range; a range
 * that runs backwards is empty. An empty class matches nothing, and its negation everything.
 */
function charClass(inner: readonly string[]): CharClass {
  const negated = inner[0] === '!'
  const members = (negated ? inner.slice(1) : inner).map(codeOf)
  const ranges: [number, number][] = []
  for (let at = 0; at < members.length; at++) {
    const low = members[at] ?? 0
    const high = members[at + 1] === hyphen ? members[at + 2] : undefined
    ranges.push([low, high ?? low])
    if (high !== undefined) at += 2
  }
  return { negated, ranges }
}

const codeOf = (char: string | undefined): number => char?.codePointAt(0) ?? 0
const hyphen = codeOf('-')

const asLiteral = (pieces: readonly Piece[]): string | null =>
  pieces.every((piece) => typeof piece === 'number') ? String.fromCodePoint(...pieces) : null

function literalStart(pieces: readonly Piece[]): string {
  const wild = pieces.findIndex((piece) => typeof piece !== 'number')
  return asLiteral(pieces.slice(0, wild)) ?? ''
}
