import type { Hint } from '../../../shared/hints.ts'
import type { AclsOff } from './acl-hint.ts'
import type { NoConditions } from './conditions-hint.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { Direction } from '../side.ts'

/** What a plan comes to, as far as hints are drawn from it. */
export interface PlanFigures {
  /** Names that both sides have and that need nothing. */
  readonly same: number
  /** Transfers onto something. */
  readonly updates: number
  /** Those of them whose sizes are equal and whose times decided. */
  readonly timeOnly: { readonly count: number; readonly bytes: number }
  /** The commonest difference of their times in whole seconds, source less destination; null where there are none. */
  readonly commonest: { readonly seconds: number; readonly count: number } | null
  /** How many of them differ by whole hours, and by one at least. */
  readonly wholeHours: number
  /** What only gets other properties, or whose properties could not be looked at. */
  readonly properties: number
  /** Transfers of less than 16 KiB. */
  readonly tiny: { readonly count: number; readonly bytes: number }
  /** The destination takes no ACLs, and some are asked for. */
  readonly aclsOff: AclsOff | null
  /** Transfers of any kind. */
  readonly writes: number
  /** The destination's server keeps no conditions. */
  readonly noConditions: NoConditions | null
}

/** Below so many rows a person sees for himself. */
const fewRows = 20
const manyTiny = 5_000
/** Of the rows, for them to be nearly all. */
const nearlyAll = 0.8

/**
 * | rows that differ in time only             | of them by the same, or by whole hours | hint          |
 * |-------------------------------------------|----------------------------------------|---------------|
 * | fewer than 20                             | –                                      | none          |
 * | 20 or more                                | four fifths                            | times-shifted |
 * | 20 or more, more than half of both sides' | fewer                                  | resends-most  |
 * | 20 or more, half or fewer                 | fewer                                  | none          |
 *
 * A difference of no whole second is none. Where times have no say (sizes only, contents, names) there is no hint about
 * them. Where properties were compared, there is one about what that took. Where something is written to a server that is
 * known to keep no conditions, there is one about that. From 5,000 transfers of less than 16 KiB on there is one about that.
 */
export function hintsOf(
  figures: PlanFigures,
  { compare, compareProperties, copyAll }: Pick<SyncRules, 'compare' | 'compareProperties' | 'copyAll'>,
  direction: Direction,
): Hint[] {
  const timesDecide = !copyAll && ['default', 'any-time', 'exact-timestamps'].includes(compare)
  const asks = compareProperties && !copyAll && compare !== 'no-overwrite' && direction !== 'download'
  return [
    ...aboutAcls(figures),
    ...aboutConditions(figures),
    ...(timesDecide ? aboutTimes(figures) : []),
    ...(asks ? aboutProperties(figures, direction) : []),
    ...aboutSizes(figures),
  ]
}

function aboutTimes({ same, updates, timeOnly, commonest, wholeHours }: PlanFigures): Hint[] {
  const { count, bytes } = timeOnly
  if (count < fewRows) return []
  if (commonest !== null && commonest.seconds !== 0 && commonest.count >= count * nearlyAll)
    return [{ kind: 'times-shifted', rows: count, seconds: commonest.seconds }]
  if (wholeHours >= count * nearlyAll) return [{ kind: 'times-shifted', rows: count, seconds: null }]
  const both = same + updates
  return count * 2 > both ? [{ kind: 'resends-most', rows: count, of: both, bytes }] : []
}

/** Before everything else: with it no upload succeeds. */
export const aboutAcls = ({ aclsOff }: Pick<PlanFigures, 'aclsOff'>): Hint[] =>
  aclsOff === null ? [] : [{ kind: 'acls-off', ...aclsOff }]

const aboutConditions = ({ writes, noConditions }: PlanFigures): Hint[] =>
  writes === 0 || noConditions === null ? [] : [{ kind: 'no-conditions', ...noConditions }]

function aboutProperties({ same, properties }: PlanFigures, direction: Direction): Hint[] {
  const names = same + properties
  const requests = direction === 'copy' ? 2 * names : names
  return names === 0 ? [] : [{ kind: 'properties-asked', names, requests }]
}

const aboutSizes = ({ tiny }: PlanFigures): Hint[] =>
  tiny.count < manyTiny ? [] : [{ kind: 'tiny-files', rows: tiny.count, bytes: tiny.bytes }]
