import type { ErrorData } from '../../../shared/errors.ts'
import type { ListingProblem, PlanSummary, SideName, Tally } from '../../../shared/job.ts'
import type { Action, NewRow, Reason } from '../../../shared/plan-row.ts'
import { categoryOf, replacesNewer } from '../../../shared/review.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { Entry } from '../listing/entry.ts'
import type { KeyFilter } from '../listing/filters.ts'
import type { ProtectedNames } from '../listing/protected-names.ts'
import type { Landing, Platform } from '../local/key-to-path.ts'
import { toErrorData } from '../running/internal-error.ts'
import type { Direction, NothingSide } from '../side.ts'
import { archivedProblem, isArchived } from './archived.ts'
import { largestObject, tooLargeProblem } from './too-large.ts'
import { comparePair, type ContentVerdict } from './compare-pair.ts'
import { changesText, type PropertyVerdict } from './property-verdict.ts'
import { protectFromDeletion } from './protect-deletes.ts'
import { Sum } from './sum.ts'
import { judgeDeletes } from './delete-guard.ts'
import { CaseConflicts } from './case-conflicts.ts'
import { FolderConflicts } from './folder-conflicts.ts'
import type { Pair } from './merge-join.ts'
import { sizeOf, stageOf } from './run-schema.ts'
import { unverifiedProblem } from './unverified.ts'
import type { RunStore } from './run-store.ts'

export interface Planning {
  readonly direction: Direction
  /** The source where it is nothing: then what is chosen of the destination is removed. */
  readonly removal: NothingSide | null
  readonly rules: SyncRules
  readonly pairs: AsyncIterable<readonly Pair[]>
  readonly filters: Readonly<Record<SideName, KeyFilter>>
  /** Entries that each side is known to have, once the pairs have come to their end. */
  readonly atLeast: Readonly<Record<SideName, number>>
  /** Where a key would land on this machine; null where the destination is a bucket. */
  readonly land: ((key: string) => Landing) | null
  /** Of this machine. */
  readonly platform: Platform
  /** How a source key is shown to people. */
  readonly showSource: (key: string) => string
  /** Names that could not be read, on either side; planning adds the ones it refuses. */
  readonly protectedNames: ProtectedNames
  /** Those of them that could not be read at the destination, added before their entries come. */
  readonly unreadNames: ProtectedNames
  readonly store: RunStore
  /** Makes moves of rows of the complete plan; absent where there shall be none. @returns what moves. */
  readonly pairMoves?: (signal: AbortSignal) => Promise<Tally>
  readonly onProblem: (problem: ListingProblem) => void
  /** Called after rows were added to the store, with the transfers among them. */
  readonly onRows: (transfers: Tally) => void
}

/** A plan, and what broke off its listings, if something did: then it is as far as they came. */
export interface MadePlan {
  readonly summary: PlanSummary
  readonly brokenBy: ErrorData | null
}

/**
 * Turns pairs into rows, in key order: filter, compare, refuse. Only rows that act, or that people must hear of, are
 * stored; the rest is counted. Deletes are judged at the end, when both listings are proved complete; where a listing
 * fails they are withheld, all of them, for that reason.
 *
 * @throws the signal's reason when it aborts.
 */
export async function makePlan(planning: Planning, signal: AbortSignal): Promise<MadePlan> {
  const plan = new PlanInProgress(planning)
  try {
    for await (const batch of planning.pairs) {
      signal.throwIfAborted()
      plan.take(batch)
    }
  } catch (error) {
    signal.throwIfAborted()
    const brokenBy = toErrorData(error, 'planning')
    return { summary: plan.breakOff(brokenBy), brokenBy }
  }
  return { summary: await plan.close(signal), brokenBy: null }
}

const noMoves: Tally = { count: 0, bytes: 0 }

/** What came of looking into a pair. */
type Verdicts = { readonly [Field in 'contents' | 'properties']: Pair[Field] | undefined }

class PlanInProgress {
  readonly #planning: Planning
  readonly #transferAction: Action
  readonly #deleteAction: Action
  readonly #conflicts = new FolderConflicts()
  readonly #cases: CaseConflicts
  readonly #listed = { source: 0, destination: 0 }
  readonly #excluded = new Sum()
  readonly #transfers = new Sum()
  readonly #replacesNewer = new Sum()
  #same = 0
  #adjusted = 0
  #skipped = 0
  #problems = 0
  #rows: NewRow[] = []

  constructor(planning: Planning) {
    this.#planning = planning
    this.#transferAction = planning.direction
    const { rules, showSource, land } = planning
    this.#cases = new CaseConflicts(rules.caseConflict, planning.platform, (key) => {
      const landing = land?.(key)
      return `${showSource(key).replace(/^s3:\/\//, '')} -> ${landing?.ok === true ? landing.path : key}`
    })
    this.#deleteAction = planning.direction === 'download' ? 'delete-local' : 'delete-remote'
  }

  take(batch: readonly Pair[]): void {
    for (const pair of batch) this.#takePair(pair)
    this.#flush()
  }

  async close(signal: AbortSignal): Promise<PlanSummary> {
    const { rules, removal, store, protectedNames, pairMoves, atLeast } = this.#planning
    for (const side of ['source', 'destination'] as const)
      this.#listed[side] = Math.max(this.#listed[side], atLeast[side])
    this.#take(this.#conflicts.close())
    this.#flush()
    store.closeFolders()
    const spared = protectFromDeletion(store, protectedNames)
    const moves = (await pairMoves?.(signal)) ?? noMoves
    return this.#summary({ complete: true, spared, moves }, (deletes) =>
      judgeDeletes(rules, {
        sourceEntries: removal === null ? this.#listed.source : null,
        destinationEntries: this.#listed.destination,
        deletes,
      }),
    )
  }

  /** What is held back as a possible conflict is not known to be none: it is left out. */
  breakOff(why: ErrorData): PlanSummary {
    const { store, protectedNames } = this.#planning
    this.#flush()
    store.closeFolders()
    const spared = protectFromDeletion(store, protectedNames)
    return this.#summary({ complete: false, spared, moves: noMoves }, () => why)
  }

  #summary(
    { complete, spared, moves }: { complete: boolean; spared: number; moves: Tally },
    judge: (deletes: Tally) => ErrorData | null,
  ): PlanSummary {
    const deletes = this.#planning.store.tally('delete')
    const { count, bytes } = this.#transfers
    return {
      complete,
      listed: { ...this.#listed },
      same: this.#same,
      excluded: this.#excluded.toTally(),
      transfers: { count: count - moves.count, bytes: bytes - moves.bytes },
      ...(moves.count === 0 ? {} : { moves }),
      ...(this.#adjusted === 0 ? {} : { adjusted: this.#adjusted }),
      replacesNewer: this.#replacesNewer.toTally(),
      deletes,
      skipped: this.#skipped + spared,
      problems: this.#problems,
      protected: spared,
      withheld: judge(deletes),
    }
  }

  /**
   * | source          | destination     | outcome                                              |
   * |-----------------|-----------------|------------------------------------------------------|
   * | included        | included        | compare (CMP)                                        |
   * | included        | absent/excluded | transfer (MRG-1, FLT-9)                              |
   * | absent/excluded | included        | delete, if asked for (DEL-1)                         |
   * | excluded        | absent/excluded | counted as excluded                                  |
   * | absent          | excluded        | counted as excluded, and so kept (DEL-5)             |
   */
  #takePair({ key, source, destination, contents, properties }: Pair): void {
    const { filters, rules } = this.#planning
    if (source !== null) this.#listed.source++
    if (destination !== null) this.#listed.destination++
    const from = source !== null && filters.source.includes(key) ? source : null
    const onto = destination !== null && filters.destination.includes(key) ? destination : null
    // The rows this decides are in folders of the key before.
    this.#take(this.#conflicts.pass(key, from !== null || destination !== null))
    this.#planning.store.folders.pass(key, destination !== null)

    if (from !== null) this.#takeSource(from, onto, key, { contents, properties })
    else if (onto !== null && rules.delete) this.#takeExtra(onto, key)
    else if (onto === null) this.#excluded.add((source ?? destination)?.size ?? 0)
  }

  /**
   * | source  | a move has copied it         | outcome                  |
   * |---------|------------------------------|--------------------------|
   * | a place | –                            | delete: only-dest (DEL-1)|
   * | nothing | – (a person chose it)        | delete: chosen           |
   * | nothing | and it is the same still     | delete: moved            |
   * | nothing | not, or it has changed since | kept, and says which     |
   */
  #takeExtra(onto: Entry, key: string): void {
    const { removal } = this.#planning
    const kept = removal?.copied?.whyKept(key, onto) ?? null
    if (kept !== null) this.#push(key, 'skip', kept, null, onto, 'the move')
    else if (removal === null) this.#push(key, this.#deleteAction, 'only-dest', null, onto, 'DEL-1')
    else if (removal.copied === null)
      this.#push(key, this.#deleteAction, 'chosen', null, onto, 'the selection')
    else this.#push(key, this.#deleteAction, 'moved', null, onto, 'the move')
  }

  #takeSource(from: Entry, onto: Entry | null, key: string, { contents, properties }: Verdicts): void {
    const { direction, rules } = this.#planning
    if (!this.#landsSafely(from, onto)) return
    const difference = this.#differenceOf(from, onto, key, contents)
    if (difference === null) {
      this.#takeSame(from, onto, key, properties)
      return
    }
    if (difference.kept === true) {
      this.#refuse(unverifiedProblem(key, this.#planning.showSource(key), contents))
      this.#push(key, 'skip', 'unverified', from, onto, difference.rule)
      return
    }
    if (direction !== 'upload' && rules.archived !== 'transfer' && isArchived(from)) {
      if (rules.archived === 'leave') {
        this.#excluded.add(from.size)
        return
      }
      this.#refuse(archivedProblem(direction, key, this.#planning.showSource(key)))
      this.#push(key, 'skip', 'archived', from, onto, 'GLC-1')
      return
    }
    if (direction === 'download' && onto === null && this.#caseConflicts(key)) return
    if (direction === 'upload' && from.size > largestObject)
      this.#refuse(tooLargeProblem(key, this.#planning.showSource(key)))
    const { reason, rule: decidedBy } = difference
    const row = { key, action: this.#transferAction, reason, source: from, destination: onto, decidedBy }
    if (direction === 'download') this.#conflicts.hold(row)
    else this.#take([row])
  }

  /**
   * | properties               | outcome                                |
   * |--------------------------|----------------------------------------|
   * | the same, or not compared| nothing to do                          |
   * | differ                   | update-properties; properties-unknown of what is archived |
   * | could not be compared    | properties-unknown: kept, and said     |
   */
  #takeSame(from: Entry, onto: Entry | null, key: string, properties?: PropertyVerdict): void {
    if (properties?.kind === 'differ' && !(onto !== null && isArchived(onto))) {
      this.#adjusted++
      const by = changesText(properties.changes)
      this.#push(key, 'update-properties', 'properties-differ', from, onto, by)
    } else if (properties !== undefined && properties.kind !== 'same') {
      const address = this.#planning.showSource(key)
      this.#refuse(unverifiedProblem(key, address, properties, 'properties-unknown'))
      this.#push(key, 'skip', 'properties-unknown', from, onto, 'properties')
    } else this.#same++
  }

  /**
   * | destination                           | outcome                                        |
   * |---------------------------------------|------------------------------------------------|
   * | not there, or not looked at           | only-source (MRG-1)                            |
   * | a file that can't be read             | unreadable: counts as not there (SKP-4, MRG-1), unless nothing may be overwritten |
   * | any other                             | compare (CMP)                                  |
   */
  #differenceOf(
    from: Entry,
    onto: Entry | null,
    key: string,
    contents?: ContentVerdict,
  ): { reason: Reason; rule: string; kept?: true } | null {
    const { direction, rules, unreadNames } = this.#planning
    if (rules.copyAll) return { reason: 'only-source', rule: 'cp' }
    if (onto === null) return { reason: 'only-source', rule: 'MRG-1' }
    if (unreadNames.covers(key) && rules.compare !== 'no-overwrite')
      return { reason: 'unreadable', rule: 'SKP-4' }
    return comparePair(rules.compare, direction, from, onto, contents)
  }

  /** Transfers that are decided. */
  #take(decided: readonly NewRow[]): void {
    for (const row of decided) {
      this.#transfers.add(sizeOf(row))
      if (replacesNewer(row.source, row.destination)) this.#replacesNewer.add(sizeOf(row))
      this.#add(row)
    }
  }

  #add(row: NewRow): void {
    const share = { category: categoryOf(row), state: 'planned', size: sizeOf(row), sign: 1 } as const
    this.#planning.store.folders.addRow(row.key, share)
    this.#rows.push(row)
  }

  /** False when the key can't become a path below the destination: refused, by name, and its landing place kept. */
  #landsSafely(from: Entry, onto: Entry | null): boolean {
    const landing = this.#planning.land?.(from.key)
    if (landing === undefined || landing.ok) return true
    if (landing.landsOn !== null) this.#planning.protectedNames.add(landing.landsOn)
    this.#refuse({ side: 'source', key: from.key, path: from.key, kind: 'unsafe-name', message: landing.why })
    this.#push(from.key, 'skip', 'unsafe-name', from, onto, 'D-3')
    return false
  }

  /** @returns whether the download is left out. */
  #caseConflicts(key: string): boolean {
    const found = this.#cases.judge(key)
    if (found === null) return false
    this.#planning.onProblem(found.problem)
    return found.skip
  }

  #refuse(problem: ListingProblem): void {
    this.#problems++
    this.#planning.onProblem(problem)
  }

  #push(
    key: string,
    action: Action,
    reason: NewRow['reason'],
    source: Entry | null,
    destination: Entry | null,
    decidedBy: string,
  ): void {
    if (action === 'skip') this.#skipped++
    this.#add({ key, action, reason, source, destination, decidedBy })
  }

  #flush(): void {
    if (this.#rows.length === 0) return
    const added = new Sum()
    for (const row of this.#rows) if (stageOf(row.action) === 'transfer') added.add(sizeOf(row))
    this.#planning.store.add(this.#rows)
    this.#planning.store.flushFolders()
    this.#rows = []
    this.#planning.onRows(added.toTally())
  }
}
