import { parseBytes } from '../../shared/formats.ts'
import type { MaxDelete } from '../../shared/sync-rules.ts'
import { badValue, syncs, type Flag } from './flag.ts'

/** Flags for what is deleted, and for what holds deletes back. */
export const deleteFlags: readonly Flag[] = [
  {
    name: 'delete',
    verbs: syncs,
    group: 'What is deleted',
    help: 'Delete from the destination what the source does not have. See "Deletes" below.',
    set: ({ rules }) => (rules.delete = true),
  },
  {
    name: 'moves',
    verbs: syncs,
    group: 'What is deleted',
    help: 'With --delete: what only has another name is moved there by the server, or renamed, and not sent again. See "Moves" below.',
    set: ({ rules }) => (rules.moves = true),
  },
  {
    name: 'max-delete',
    value: 'N|N%|SIZE',
    verbs: syncs,
    group: 'What is deleted',
    help: 'When more would be deleted (entries, a share of the destination, or bytes as in 10GB), transfer but delete nothing, exit 5.',
    set: ({ rules }, text) => (rules.maxDelete = readMaxDelete(text)),
  },
  {
    name: 'allow-empty-source',
    verbs: syncs,
    group: 'What is deleted',
    help: 'Let --delete empty the destination when the source has nothing in it.',
    set: ({ rules }) => (rules.allowEmptySource = true),
  },
  {
    name: 'allow-changed-mount',
    verbs: [...syncs, 'apply'],
    group: 'What is deleted',
    help: 'Go on where a folder is on another disk than in the last run of the same two places. See "Deletes" below.',
    set: (options) => (options.allowChangedMount = true),
  },
]

/**
 * `--max-delete` (D-21):
 *
 * | text    | means                                                |
 * |---------|------------------------------------------------------|
 * | `25`    | 25 entries                                           |
 * | `10%`   | a tenth of the entries of the destination            |
 * | `500MB` | bytes, in steps of 1024                              |
 */
export function readMaxDelete(text: string): MaxDelete {
  if (/^\d+$/.test(text)) {
    const count = Number(text)
    if (Number.isSafeInteger(count)) return { kind: 'count', count }
  }
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1]
  if (percent !== undefined && Number(percent) <= 100) return { kind: 'share', percent: Number(percent) }
  const bytes = parseBytes(text)
  if (bytes !== null) return { kind: 'bytes', bytes }
  throw badValue('--max-delete', text, 'Give a count (25), a share of at most 100% (10%), or a size (500MB).')
}
