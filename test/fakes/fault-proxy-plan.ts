import { modes } from './fault-proxy-modes.ts'
import type { FaultMode, Mode } from './fault-proxy-modes.ts'
import type { Operation, S3Request } from './fault-proxy-request.ts'

/** One fault of a plan: the mode, and which of the mode's calls it strikes. What is left out restricts nothing. */
export interface Fault {
  readonly mode: FaultMode
  /** Instead of the calls the mode strikes by itself. */
  readonly on?: readonly Operation[]
  readonly bucket?: string
  /** The whole key, decoded. */
  readonly key?: string
  /** Listings only under this prefix. */
  readonly prefix?: string
  /** Only this page of a listing, and pages after it; the first is 1. */
  readonly fromPage?: number
  /** The first such call to strike, counted from 1. */
  readonly nth?: number
  /** How many calls to strike from there on. */
  readonly count?: number
  /** From there on only each so manieth call; each one if absent. */
  readonly every?: number
  /** `nth` and `count` hold for each key by itself. */
  readonly perKey?: boolean
}

/** A fault with its counters. */
export interface ArmedFault {
  readonly mode: FaultMode
  /** Counts this call if it is one of the fault's, and says whether it is struck. `page` is a listing's, from 1. */
  strikes(request: S3Request, page: number): boolean
}

/** The plan with its counters at zero. */
export function armed(plan: readonly Fault[]): ArmedFault[] {
  return plan.map((fault) => {
    const mode: Mode = modes[fault.mode]
    const on = fault.on ?? mode.on
    const seen = new Map<string, number>()
    return {
      mode: fault.mode,
      strikes(request, page) {
        if (on !== 'all' && !on.includes(request.operation)) return false
        if (fault.bucket !== undefined && fault.bucket !== request.bucket) return false
        if (fault.key !== undefined && fault.key !== request.key) return false
        if (fault.prefix !== undefined && !(request.query.get('prefix') ?? '').startsWith(fault.prefix))
          return false
        if (page < (fault.fromPage ?? 1)) return false
        const counter = fault.perKey === true ? `${request.bucket}/${request.key}` : ''
        const position = seen.get(counter) ?? 0
        seen.set(counter, position + 1)
        const nth = fault.nth ?? 1
        if (position + 1 < nth || position + 1 >= nth + (fault.count ?? Infinity)) return false
        if ((position + 1 - nth) % (fault.every ?? 1) !== 0) return false
        return mode.when?.(position) ?? true
      },
    }
  })
}
