import type { PlanFigures } from './hints.ts'
import type { FailureGroup } from '../../../shared/bridge/values.ts'
import type { Tally } from '../../../shared/job.ts'
import type { PlanRow, RowState } from '../../../shared/plan-row.ts'
import type {
  Category,
  CategoryTotals,
  FolderLosses,
  FolderTotals,
  RowChoice,
  RowsView,
} from '../../../shared/review.ts'

/** Rows by their numbers, both ends included. */
export interface SeqRange {
  readonly first: number
  readonly last: number
}

/** A row as filters see it. */
export interface RowKey {
  readonly seq: number
  readonly key: string
  /** The source where it has the name, else the destination. */
  readonly side: 'source' | 'destination'
}

/** What a person who reviews a plan can see of it and do to it; a run store is one. */
export interface Review {
  /** Rows as they are looked at, from an offset on. */
  page(view: RowsView, offset: number, limit: number): { total: number; rows: PlanRow[] }
  row(seq: number): PlanRow | null
  /** The keys of rows, by their numbers, and which side they are filtered by. */
  keys(range: SeqRange): Iterable<RowKey>
  /** What hints are drawn from. @param same names that need nothing */
  figures(same: number): PlanFigures
  /** What did not come off, by reason and folder, the most first. */
  failures(): FailureGroup[]
  /** How many rows there are so far: they are numbered from 1. */
  readonly rowCount: number
  /**
   * Takes planned rows out, or puts them back. @param among only rows with these numbers; all by default.
   * @returns how many have changed.
   */
  choose(choice: RowChoice, included: boolean, among?: SeqRange): number
  readonly totals: {
    /** Raised with each change of any row. */
    readonly revision: number
    categories(): Record<Category, CategoryTotals>
    states(): Record<RowState, Tally>
    /** How many rows failed that can be tried again: what planning refused can't. */
    retryable(): number
    /** Stands for the rows and all that was decided about them. */
    digest(): string
  }
  readonly folders: {
    /** The folders directly below one that have rows, by path. */
    children(parent: string, offset: number, limit: number): { total: number; folders: FolderTotals[] }
    /** Everything; null where there are no rows. */
    root(): FolderTotals | null
    /** The folders that lose the largest share of themselves. */
    losers(limit: number): FolderTotals[]
    /** A folder, those directly below it that lose most, and what the others lose. */
    losses(path: string, limit: number): FolderLosses
  }
}
