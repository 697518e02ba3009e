import { z } from 'zod'
import { errorCodes, type ErrorCode } from './errors.ts'
import { isDelete, type NewRow, type Seen } from './plan-row.ts'

export const categories = ['new', 'changed', 'newer', 'properties', 'move', 'delete', 'problem'] as const
export const categorySchema = z.enum(categories)
export type Category = z.infer<typeof categorySchema>

/**
 * What a row means to a person who reviews a plan:
 *
 * | row                                              | category  |
 * |--------------------------------------------------|-----------|
 * | a delete                                         | `delete`  |
 * | a move                                           | `move`    |
 * | other properties for what is the same            | `properties` |
 * | a transfer that replaces something newer         | `newer`   |
 * | a transfer onto something, or a former version   | `changed` |
 * | a transfer onto nothing                          | `new`     |
 * | refused, archived, in conflict, kept as unknown  | `problem` |
 */
export function categoryOf(row: Pick<NewRow, 'action' | 'reason' | 'source' | 'destination'>): Category {
  if (row.action === 'skip' || row.reason === 'conflict') return 'problem'
  if (isDelete(row.action)) return 'delete'
  if (row.action === 'move') return 'move'
  if (row.action === 'update-properties') return 'properties'
  if (row.destination === null) return 'new'
  if (row.action === 'restore') return 'changed'
  return replacesNewer(row.source, row.destination) ? 'newer' : 'changed'
}

/** Whether a transfer would put something older in the place of something newer, in whole seconds. */
export function replacesNewer(source: Seen | null, destination: Seen | null): boolean {
  if (source === null || destination === null) return false
  return Math.floor(destination.modified / 1000) > Math.floor(source.modified / 1000)
}

/** The columns a review sorts by; `key` is the order of the plan. */
export const rowSorts = ['key', 'action', 'size', 'modified', 'reason', 'state'] as const

/** Rows as they are looked at: which of them, in which order. */
export const rowsViewSchema = z.strictObject({
  /** Only these; none means none. */
  categories: z.array(categorySchema),
  /** Only rows in these states; null for all. */
  states: z
    .array(z.enum(['planned', 'excluded-by-you', 'running', 'done', 'failed', 'refused-changed', 'withheld']))
    .nullable(),
  /** Only rows whose key has this text in it, ASCII letters of either case; empty for all. */
  search: z.string().max(1024),
  /** Only rows below this folder (ending in `/`); empty for all. */
  folder: z.string().max(4096),
  sort: z.enum(rowSorts),
  descending: z.boolean(),
})
export type RowsView = z.infer<typeof rowsViewSchema>

/** All rows, in the order of the plan. */
export const everyRow: RowsView = {
  categories: [...categories],
  states: null,
  search: '',
  folder: '',
  sort: 'key',
  descending: false,
}

const tally = z.strictObject({ count: z.number(), bytes: z.number() })

/** Rows of one category: those that will be done, and those a person has taken out. Bytes are of what moves or goes. */
export const categoryTotalsSchema = z.strictObject({ included: tally, leftOut: tally })
export type CategoryTotals = z.infer<typeof categoryTotalsSchema>

/** A folder of the plan with all below it; folders without rows are left out. */
export const folderTotalsSchema = z.strictObject({
  /** The whole path, ending in `/`; empty for the root. */
  path: z.string(),
  /** Rows that will be done, by category. */
  rows: z.record(categorySchema, z.number()),
  /** Rows a person has taken out. */
  leftOut: z.number(),
  /** Bytes of the rows that will be done. */
  bytes: z.number(),
  deleteBytes: z.number(),
  /** What the destination has at and below it, whether it has rows or not: the whole that deletes are a share of. */
  destinationEntries: z.number(),
  /** Whether it has folders with rows in them. */
  hasFolders: z.boolean(),
})
export type FolderTotals = z.infer<typeof folderTotalsSchema>

/** What a folder loses, by the folders directly below it. */
export const folderLossesSchema = z.strictObject({
  /** Null where it has no rows. */
  folder: folderTotalsSchema.nullable(),
  /** Those that lose something, most deletes first, as far as there is room. */
  children: z.array(folderTotalsSchema),
  /** What the rest of them loses together. */
  others: z.strictObject({ folders: z.number(), deletes: z.number(), bytes: z.number() }),
})
export type FolderLosses = z.infer<typeof folderLossesSchema>

/** Which rows did not come off: for one reason, below one folder. */
export const failureNameSchema = z.strictObject({
  state: z.enum(['failed', 'refused-changed']),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  /** The `<Code>` of the server's answer; null where it was none of its. */
  s3Code: z.string().max(200).nullable(),
  /** Ending in `/`; empty for all of them. */
  folder: z.string().max(4096),
})
export type FailureName = z.infer<typeof failureNameSchema>

/** Rows to take out of a plan or to put back. */
export const rowChoiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rows'), seqs: z.array(z.int().positive()).max(10_000) }),
  z.strictObject({ kind: z.literal('folder'), folder: z.string().max(4096) }),
  z.strictObject({ kind: z.literal('view'), view: rowsViewSchema }),
])
export type RowChoice = z.infer<typeof rowChoiceSchema>
