import type { AsideReport } from './aside.ts'
import type { ErrorCode, ErrorData, ExitCode } from './errors.ts'
import type { Hint } from './hints.ts'
import type { PlanRow, Proof } from './plan-row.ts'

export type SideName = 'source' | 'destination'

/** A name that a listing met and could not, or would not, take as an entry. Each counts as a warning (exit 2). */
export interface ListingProblem {
  readonly side: SideName
  /** Relative to the side's root, `/` separators; the empty string is the root itself. */
  readonly key: string
  /** The full path or address, for people. */
  readonly path: string
  readonly kind:
    | 'missing' // a broken link, or gone since its folder was read (SKP-1, SKP-2)
    | 'special' // device, FIFO, socket (SKP-3)
    | 'unreadable' // SKP-4
    | 'replaced' // by another folder, or something else, while it was read
    | 'link-loop' // D-6
    | 'through-link' // a linked folder below a local destination (D-4)
    | 'bad-time' // SKP-6: listed with 1970 as its time
    | 'not-utf8' // SKP-9, D-3
    | 'unsafe-name' // D-3
    | 'archived' // GLC-1
    | 'too-large' // SKP-7: said, and tried all the same
    | 'unverified' // contents could not be compared, and times are no reason to transfer it
    | 'properties-unknown' // they could not be looked at
    | 'case-conflict' // CAS-2: said, and no reason for another exit code
  readonly message: string
}

/** Counts of one kind of work: how many, and how many bytes. */
export interface Tally {
  readonly count: number
  readonly bytes: number
}

/** Where a run stands; totals are true once `planned` is true, and "so far" until then. */
export interface Progress {
  readonly listed: Readonly<Record<SideName, number>>
  /** The plan is complete, so the totals are. */
  readonly planned: boolean
  readonly transfers: { readonly done: number; readonly failed: number; readonly total: number }
  readonly deletes: { readonly done: number; readonly failed: number; readonly total: number }
  readonly bytes: { readonly done: number; readonly total: number }
  /** Bytes a second over the last few seconds. */
  readonly rate: number
  /** Seconds left, or null while it can't be known. */
  readonly secondsLeft: number | null
}

/** A transfer that is going on. */
export interface Moving {
  readonly seq: number
  readonly key: string
  /** Bytes. */
  readonly done: number
  readonly total: number
  /** Bytes a second over the last few seconds. */
  readonly rate: number
  /** How often it was tried, this time included: of what it asks for, the most. */
  readonly attempt: number
  /** An attempt has failed, and the next one comes in so many milliseconds. */
  readonly again: { readonly in: number; readonly code: ErrorCode } | null
}

/** What a run says while it runs. Batches and coalescing are the listener's business; order is the order of events. */
export type RunEvent =
  | { readonly kind: 'problem'; readonly problem: ListingProblem }
  /** The plan is complete, its verdict on deletes included. */
  | { readonly kind: 'planned'; readonly summary: PlanSummary }
  /** Of a dry run: what there is to say of the whole plan; of a run: what would make all of it fail, before it begins. */
  | { readonly kind: 'hints'; readonly hints: readonly Hint[] }
  /** A row reached its end: done, failed, refused or withheld; in a dry run, would have been done. */
  | { readonly kind: 'row'; readonly row: PlanRow }
  | { readonly kind: 'progress'; readonly progress: Progress; readonly moving: readonly Moving[] }
  /** Something worth saying that is no listing problem, e.g. a time that could not be set (MTM-2). */
  | { readonly kind: 'notice'; readonly subject: string; readonly message: string }

/** A plan in numbers. */
export interface PlanSummary {
  /** Both listings were read to their ends, and proved. */
  readonly complete: boolean
  readonly listed: Readonly<Record<SideName, number>>
  /** Entries on both sides that need nothing. */
  readonly same: number
  readonly excluded: Tally
  readonly transfers: Tally
  /** Rows that replace something newer; a part of `transfers`. */
  readonly replacesNewer: Tally
  /** What gets another name, with the bytes of it, none of which go anywhere; absent for none. No part of `transfers`. */
  readonly moves?: Tally
  /** What is the same and gets other properties; absent for none. No part of `transfers`. */
  readonly adjusted?: number
  readonly deletes: Tally
  /** Rows that say why nothing is done: refused names, archived objects, and the protected ones below. */
  readonly skipped: number
  readonly problems: number
  /** Names kept from deletion because something at or above them could not be read. */
  readonly protected: number
  /** Why the plan's deletes will not be done, if they will not. */
  readonly withheld: ErrorData | null
}

/** How a run ended, and the last line of `--json`. */
export interface RunReport {
  readonly runId: string
  readonly exit: ExitCode
  readonly dryRun: boolean
  readonly summary: PlanSummary
  readonly transferred: Tally
  /** Bytes of what was transferred that runs killed before had moved. */
  readonly kept: number
  readonly deleted: Tally
  /** What got another name, with the bytes of it; absent for none. */
  readonly moved?: Tally
  /** What got other properties; absent for none. */
  readonly adjusted?: number
  readonly failed: number
  readonly refused: number
  readonly withheld: number
  readonly warnings: number
  readonly proof: Readonly<Record<Proof, number>>
  /** Failures grouped by their code. */
  readonly failures: readonly {
    readonly code: ErrorCode
    readonly count: number
    readonly example: ErrorData
  }[]
  /** What ended the run before its time, if something did. */
  readonly endedBy: ErrorData | null
  /** Wall time in milliseconds. */
  readonly took: number
  /** How often the server, or this machine for want of file descriptors, asked for less at once; absent for never. */
  readonly askedForLess?: number
  /**
   * Objects written or deleted that a look right before has held to what was seen, and no condition of the server; absent
   * for none.
   */
  readonly lookedAt?: number
  /** Objects written under a condition of which nobody knows whether the server keeps it; absent for none. */
  readonly onTrust?: number
  /** Requests that were made of S3, planning included, by the names that it has for them (`PutObject`); absent for none. */
  readonly requests?: Readonly<Record<string, number>>
  /** Where what was replaced or deleted was put first; absent where nothing was to be put aside. */
  readonly aside?: AsideReport
}
