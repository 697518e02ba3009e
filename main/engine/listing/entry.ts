import type { Seen } from '../../../shared/plan-row.ts'

/**
 * One file or object as a listing saw it. Listings make entries in two shapes only, so that the join stays fast:
 * a file is `{key, size, modified, file}`, an object of the STANDARD class is `{key, size, modified, etag}`.
 */
export interface Entry extends Seen {
  /** Relative to the side's root, with `/` separators. */
  readonly key: string
  /** An archived object that can be read now (GLC-7, D-14). */
  readonly restored?: boolean
}
