import type { Reason, Seen } from '../../../shared/plan-row.ts'
import type { Compare } from '../../../shared/sync-rules.ts'
import type { Direction } from '../side.ts'

/** Why a key that is on both sides must be transferred, and which rule says so; null when the two count as the same. */
export interface Difference {
  readonly reason: Extract<Reason, 'size-differs' | 'source-newer' | 'dest-newer'>
  readonly rule: string
}

/**
 * Decides a key that both sides have. S and D are the two times: a file's mtime with its fraction, an object's
 * LastModified as listed.
 *
 * | compare          | direction     | sizes  | times                       | transfer                          |
 * |------------------|---------------|--------|-----------------------------|-----------------------------------|
 * | any              | any           | differ | –                           | size-differs (CMP-1; CMP-5)       |
 * | size-only        | any           | equal  | –                           | no (CMP-5)                        |
 * | any other        | upload        | equal  | S > D                       | source-newer (CMP-2)              |
 * | any other        | copy          | equal  | S > D                       | source-newer (CMP-4)              |
 * | any other        | upload, copy  | equal  | S ≤ D                       | no                                |
 * | default          | download      | equal  | D > S                       | dest-newer (CMP-3)                |
 * | default          | download      | equal  | D ≤ S                       | no                                |
 * | any-time, exact… | download      | equal  | whole seconds differ, S > D | source-newer (CMP-6, D-11)        |
 * | any-time, exact… | download      | equal  | whole seconds differ, D > S | dest-newer (CMP-6, D-11)          |
 * | any-time, exact… | download      | equal  | whole seconds equal         | no (D-11)                         |
 */
export function comparePair(
  compare: Compare,
  direction: Direction,
  source: Pick<Seen, 'size' | 'modified'>,
  destination: Pick<Seen, 'size' | 'modified'>,
): Difference | null {
  if (compare === 'no-overwrite') return null
  if (source.size !== destination.size) {
    return { reason: 'size-differs', rule: compare === 'size-only' ? 'CMP-5' : 'CMP-1' }
  }
  if (compare === 'size-only') return null
  if (direction !== 'download') {
    if (source.modified <= destination.modified) return null
    return { reason: 'source-newer', rule: direction === 'upload' ? 'CMP-2' : 'CMP-4' }
  }
  if (compare === 'default') {
    return destination.modified > source.modified ? { reason: 'dest-newer', rule: 'CMP-3' } : null
  }
  const gap = wholeSeconds(source.modified) - wholeSeconds(destination.modified)
  if (gap === 0) return null
  return { reason: gap > 0 ? 'source-newer' : 'dest-newer', rule: 'CMP-6' }
}

const wholeSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)
