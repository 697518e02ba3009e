import { setImmediate } from 'node:timers/promises'
import type { FilterTrial, TriedFilters } from '../../../shared/bridge/filters.ts'
import type { Filter, IgnoreRule } from '../../../shared/sync-rules.ts'
import { ignoreFileName } from '../../../shared/sync-rules.ts'
import {
  compileFilters,
  countCaught,
  noneCaught,
  onlySelected,
  parseIgnoreFile,
  type FilteredSide,
  type KeyFilter,
  type Review,
  type Side,
  type Source,
} from '../../engine/index.ts'

/** Rows looked at in one go: some twenty milliseconds of them. */
const atOnce = 10_000

/** Whose names are filtered, and by whose rules of names. */
export interface FilteredPair {
  readonly source: Source
  readonly destination: Side
  readonly platform: NodeJS.Platform
  readonly selection: readonly string[] | null
}

/** Counts what filters would do to the rows of a plan. A part of the rows at a time; an aborted signal ends it. */
export async function tryFilters(
  review: Pick<Review, 'keys' | 'rowCount'>,
  pair: FilteredPair,
  tried: FilterTrial,
  signal?: AbortSignal,
): Promise<TriedFilters> {
  const rules = rulesOf(tried)
  const filters = compile(pair, tried.filters, rules)
  const counts = noneCaught(rules.length + tried.filters.length)
  const { rowCount } = review
  for (let first = 1; first <= rowCount; first += atOnce) {
    signal?.throwIfAborted()
    if (first > 1) await setImmediate()
    countCaught(counts, review.keys({ first, last: Math.min(rowCount, first + atOnce - 1) }), filters)
  }
  return {
    rows: counts.rows,
    ignore: rules.map((rule, place) => ({ ...rule, ...countsAt(counts.rules, place) })),
    filters: tried.filters.map((_, place) => countsAt(counts.rules, rules.length + place)),
  }
}

/** Which of these rows the filters would leave out. */
export function caughtAmong(
  review: Pick<Review, 'keys'>,
  pair: FilteredPair,
  tried: FilterTrial,
  seqs: readonly number[],
): number[] {
  const filters = compile(pair, tried.filters, rulesOf(tried))
  return seqs.filter((seq) => {
    for (const { key, side } of review.keys({ first: seq, last: seq })) return !filters[side].includes(key)
    return false
  })
}

const rulesOf = ({ ignore }: FilterTrial): IgnoreRule[] => (ignore === null ? [] : parseIgnoreFile(ignore))

function compile(
  { source, destination, platform, selection }: FilteredPair,
  filters: readonly Filter[],
  rules: readonly IgnoreRule[],
): Readonly<Record<'source' | 'destination', KeyFilter>> {
  const ignore = rules.length === 0 ? null : { name: ignoreFileName, rules: [...rules] }
  const of = (side: Source): KeyFilter => {
    const filtered: FilteredSide = side.kind === 'local' ? side : { kind: 's3' }
    return onlySelected(
      compileFilters(filters, filtered, platform === 'win32' ? 'win32' : 'posix', ignore),
      selection,
    )
  }
  return { source: of(source), destination: of(destination) }
}

const countsAt = (
  counts: readonly { matches: number; decides: number }[],
  place: number,
): { matches: number; decides: number } => ({ matches: 0, decides: 0, ...counts[place] })
