import type { PlanRow, Seen } from '../../../shared/plan-row.ts'
import { compareKeys } from '../listing/key-order.ts'
import type { Copied } from '../side.ts'

/**
 * What a run has copied, asked key by key in their order, so that no more than a row of it is in memory.
 *
 * | its row                      | the source's entry now      | may it go           |
 * |------------------------------|-----------------------------|---------------------|
 * | none                         | any                         | no: not-copied      |
 * | not done, or without a proof | any                         | no: not-copied      |
 * | done, by hash or size        | not what was copied         | no: changed-since   |
 * | done, by hash or size        | what was copied             | yes                 |
 */
export class CopiedRows implements Copied {
  readonly #rows: Iterator<PlanRow>
  #row: PlanRow | undefined

  /** @param rows the transfers of the run, in the order of their keys. */
  constructor(rows: Iterable<PlanRow>) {
    this.#rows = rows[Symbol.iterator]()
    this.#next()
  }

  whyKept(key: string, now: Seen): 'not-copied' | 'changed-since' | null {
    while (this.#row !== undefined && compareKeys(this.#row.key, key) < 0) this.#next()
    const row = this.#row?.key === key ? this.#row : undefined
    const proof = row?.outcome?.proof ?? 'none'
    if (row?.state !== 'done' || row.source === null || proof === 'none') return 'not-copied'
    return isTheSame(row.source, now) ? null : 'changed-since'
  }

  #next(): void {
    const step = this.#rows.next()
    this.#row = step.done === true ? undefined : step.value
  }
}

/** All that a listing sees; of a file its change time too, which no program can set back. */
const isTheSame = (then: Seen, now: Seen): boolean =>
  then.size === now.size &&
  then.modified === now.modified &&
  then.etag === now.etag &&
  then.file?.dev === now.file?.dev &&
  then.file?.ino === now.file?.ino &&
  then.file?.changed === now.file?.changed
