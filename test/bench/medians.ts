import type { Use } from './measure.ts'

/** Of a contestant against Sluice: above 1 it took more. */
export interface Ratios {
  readonly wall: number
  readonly cpu: number
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('there is no median of nothing')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1)
  return (low + high) / 2
}

/** The least of the values that a share of them does not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

export function mediansOf(rounds: readonly Use[]): Use {
  const of = (field: keyof Use) => median(rounds.map((use) => use[field]))
  return { wall: of('wall'), cpu: of('cpu'), peak: of('peak') }
}

/**
 * The median of the ratios of each round, and not the ratio of the medians: what disturbs the machine disturbs the two
 * of a round alike. Rounds that only one of them has ran are left out; null where none is left.
 */
export function ratiosOf(theirs: readonly Use[], ours: readonly Use[]): Ratios | null {
  const pairs = theirs.flatMap((use, round) => {
    const own = ours[round]
    return own === undefined ? [] : [{ wall: use.wall / own.wall, cpu: use.cpu / own.cpu }]
  })
  if (pairs.length === 0) return null
  return { wall: median(pairs.map(({ wall }) => wall)), cpu: median(pairs.map(({ cpu }) => cpu)) }
}
