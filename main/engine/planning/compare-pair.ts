import type { Reason, Seen } from '../../../shared/plan-row.ts'
import type { Compare } from '../../../shared/sync-rules.ts'
import type { Direction } from '../side.ts'

/** Why a key that is on both sides must be transferred, and which rule says so; null when the two count as the same. */
export interface Difference {
  readonly reason: Extract<
    Reason,
    'size-differs' | 'source-newer' | 'dest-newer' | 'content-differs' | 'unverified'
  >
  readonly rule: string
  /** It is said, and not transferred. */
  readonly kept?: true
}

/** What came of comparing the contents of two entries of one size. */
export type ContentVerdict =
  | { readonly kind: 'same' }
  /** `by` names what was compared: `MD5`, `CRC64NVME`. */
  | { readonly kind: 'differs'; readonly by: string }
  /** `why` is a sentence. */
  | {
      readonly kind: 'unverified'
      readonly why: string
      /** The ETag is a digest, and fits no likely size of parts; the server does not tell the real one. */
      readonly partsUntold?: true
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
 *
 * By `content`, where sizes are equal:
 *
 * | contents                 | direction | times, as by any-time | outcome                                           |
 * |--------------------------|-----------|-----------------------|---------------------------------------------------|
 * | same                     | any       | –                     | no                                                |
 * | differ                   | any       | –                     | content-differs                                   |
 * | unverified               | any       | say transfer          | source-newer, dest-newer                          |
 * | unverified, parts untold | upload    | say no                | unverified: transferred, in parts of a known size |
 * | unverified               | any other | say no                | unverified: kept, and said                        |
 *
 * Why so: docs/decisions/0009.
 *
 * @param contents only by `content`; unverified where absent.
 */
export function comparePair(
  compare: Compare,
  direction: Direction,
  source: Pick<Seen, 'size' | 'modified'>,
  destination: Pick<Seen, 'size' | 'modified'>,
  contents?: ContentVerdict,
): Difference | null {
  if (compare === 'no-overwrite') return null
  if (source.size !== destination.size) {
    return { reason: 'size-differs', rule: compare === 'size-only' ? 'CMP-5' : 'CMP-1' }
  }
  if (compare === 'size-only') return null
  if (compare === 'content') {
    if (contents?.kind === 'same') return null
    if (contents?.kind === 'differs') return { reason: 'content-differs', rule: `content: ${contents.by}` }
    const byTime = comparePair('any-time', direction, source, destination)
    if (byTime !== null) return byTime
    const settles = contents?.partsUntold === true && direction === 'upload'
    return { reason: 'unverified', rule: 'content', ...(settles ? {} : { kept: true }) }
  }
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
