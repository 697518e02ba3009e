import { formatBytes, formatCounted } from '../../../shared/formats.ts'
import type { ErrorData } from '../../../shared/errors.ts'
import type { Tally } from '../../../shared/job.ts'
import type { MaxDelete, SyncRules } from '../../../shared/sync-rules.ts'

/** What the guard judges by, once both listings are proved complete. */
export interface DeleteCase {
  /** Entries of the source before filters, folder markers aside; null where it is nothing by definition: a removal. */
  readonly sourceEntries: number | null
  /** Entries of the destination before filters, folder markers aside. */
  readonly destinationEntries: number
  /** What the plan would delete, protected names already taken out. */
  readonly deletes: Tally
}

/**
 * Whether a plan's deletes may be done. Null means yes; otherwise all of them are withheld, for this reason. A dry run
 * gets the same answer.
 *
 * | delete | source     | allowEmptySource | deletes against maxDelete | verdict                  |
 * |--------|------------|------------------|---------------------------|--------------------------|
 * | off    | any        | any              | –                         | nothing to judge         |
 * | on     | empty      | off              | any, if there are any     | empty-source (D-2)       |
 * | on     | empty      | on               | over                      | too-many-deletes (D-21)  |
 * | on     | has entries| any              | over                      | too-many-deletes (D-21)  |
 * | on     | nothing    | –                | over                      | too-many-deletes (D-21)  |
 * | on     | any        | any              | at or under, or no cap    | do them                  |
 */
export function judgeDeletes(rules: SyncRules, found: DeleteCase): ErrorData | null {
  if (!rules.delete || found.deletes.count === 0) return null
  if (found.sourceEntries === 0 && !rules.allowEmptySource) {
    return {
      code: 'empty-source',
      message: `The source has no entries at all; deleting would remove ${things(found.deletes.count)} from the destination.`,
      advice: `Nothing was deleted: ${things(found.deletes.count)} spared. Check the source's address; if it is meant to be empty, add --allow-empty-source.`,
    }
  }
  const over = overTheCap(rules, found)
  if (over === null) return null
  return {
    code: 'too-many-deletes',
    message: `The plan would delete ${things(found.deletes.count)} (${formatBytes(found.deletes.bytes)}), which is more than ${over}.`,
    advice: `Nothing was deleted: ${things(found.deletes.count)} spared. Look at them with --dryrun, then raise --max-delete if they should go.`,
  }
}

/** Whether deletes are more than a cap allows. */
export const exceeds = (
  maxDelete: MaxDelete,
  found: Pick<DeleteCase, 'destinationEntries' | 'deletes'>,
): boolean => overTheCap({ maxDelete }, found) !== null

/** The cap in words when the deletes exceed it. */
function overTheCap(
  { maxDelete }: Pick<SyncRules, 'maxDelete'>,
  found: Pick<DeleteCase, 'destinationEntries' | 'deletes'>,
): string | null {
  if (maxDelete === null) return null
  switch (maxDelete.kind) {
    case 'count':
      return found.deletes.count > maxDelete.count ? `--max-delete ${maxDelete.count}` : null
    case 'share':
      return found.deletes.count * 100 > maxDelete.percent * found.destinationEntries
        ? `--max-delete ${maxDelete.percent}% of ${things(found.destinationEntries)}`
        : null
    case 'bytes':
      return found.deletes.bytes > maxDelete.bytes ? `--max-delete ${formatBytes(maxDelete.bytes)}` : null
  }
}

const things = (count: number): string => formatCounted(count, 'entry', 'entries')
