import { z } from 'zod'
import type { Moving } from '../job.ts'
import { categorySchema, categoryTotalsSchema, folderTotalsSchema } from '../review.ts'
import { rowStates } from '../plan-row.ts'
import { syncOptionsSchema } from '../sync-options.ts'
import { placeSchema } from './places.ts'
import {
  errorDataSchema,
  listingProblemSchema,
  planRowSchema,
  progressSchema,
  runReportSchema,
  tallySchema,
} from './values.ts'

/**
 * Where a plan stands:
 *
 * | phase       | means                                                                                     |
 * |-------------|-------------------------------------------------------------------------------------------|
 * | `listing`   | both sides are being read; rows come in; counts are "so far"                                |
 * | `ready`     | both listings are proved; it can be applied                                                 |
 * | `partial`   | a listing failed part way: what was found can be applied, deletes are withheld for `error`  |
 * | `failed`    | there is nothing to apply: `error` says why                                                 |
 * | `cancelled` | planning was stopped by a person                                                            |
 * | `waiting`   | it was applied, and begins when its turn has come                                         |
 * | `running`   | it is being applied                                                                         |
 * | `paused`    | nothing new is begun until it is resumed                                                    |
 * | `finishing` | cancelled once: what is moving is let finish                                                |
 * | `stopping`  | cancelled twice: what is moving is stopped too                                              |
 * | `ended`     | it ran; `report` says how                                                                   |
 */
export const phases = [
  'listing',
  'ready',
  'partial',
  'failed',
  'cancelled',
  'waiting',
  'running',
  'paused',
  'finishing',
  'stopping',
  'ended',
] as const
export const phaseSchema = z.enum(phases)
export type Phase = z.infer<typeof phaseSchema>

/**
 * Whether what is deleted or replaced at a destination can be brought back. Of a bucket, by its versions: `kept`,
 * `suspended`, `gone` or `unknown`. Of a folder of this computer: it goes to the `trash`, or to a `folder`; `no-trash`
 * where its disk has none, `local` where it was not to.  `prefix` is a copy elsewhere in a bucket.
 */
export const recoverySchema = z.enum([
  'kept',
  'suspended',
  'gone',
  'unknown',
  'trash',
  'folder',
  'prefix',
  'no-trash',
  'local',
])
export type Recovery = z.infer<typeof recoverySchema>

/** A row that is moving now. */
export const movingSchema = z.strictObject({
  seq: z.number(),
  key: z.string(),
  done: z.number(),
  total: z.number(),
  /** Bytes a second. */
  rate: z.number(),
  attempt: z.number(),
  /** Milliseconds until it is tried again, and why. */
  again: z.strictObject({ in: z.number(), code: errorDataSchema.shape.code }).nullable(),
}) satisfies z.ZodType<Moving>

/** The way things go; `restore` for an undo. */
export const directionSchema = z.enum(['upload', 'download', 'copy', 'restore'])

/**
 * What a plan is for:
 *
 * | task     | does                                                                                          |
 * |----------|-----------------------------------------------------------------------------------------------|
 * | `sync`   | makes the destination match the source, as far as it was chosen                               |
 * | `move`   | copies as `sync` does; what it has copied can then be removed at its source, by a `remove`    |
 * | `remove` | removes what was chosen of one place, which stands for both sides; or what a move has copied  |
 * | `change` | gives one object other properties, or an earlier version; its place stands for both sides      |
 * | `undo`   | puts back what a run has replaced or deleted at a place, which stands for both sides          |
 */
export const taskSchema = z.enum(['sync', 'move', 'remove', 'change', 'undo'])
export type Task = z.infer<typeof taskSchema>

/** What a plan waits for, listing or running: its credentials have expired, and there are no new ones where they come from. */
export const expiredSchema = z.strictObject({
  error: errorDataSchema,
  /** What brings new ones; null where it is not known. */
  renewal: z.string().nullable(),
  connectionId: z.string(),
  /** The connection's keys were typed, so new ones can be. */
  takesKeys: z.boolean(),
  /** How often this plan has asked, this question among them: 2 and above where an answer did not hold. */
  asked: z.int().positive(),
})
export type ExpiredStatus = z.infer<typeof expiredSchema>

/** Where a plan came from that was not made here and now. */
export const planOriginSchema = z.strictObject({
  path: z.string(),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
  /** The machine's name. */
  madeOn: z.string(),
  madeBy: z.string(),
  madeFrom: z.enum(['window', 'command line']),
  /** By this user of this computer. */
  madeHere: z.boolean(),
  /** By Sluice itself: it waited for its turn when the window was left. */
  kept: z.boolean(),
})
export type PlanOrigin = z.infer<typeof planOriginSchema>

/** Where a run waits for its turn. */
const waitingSchema = z.strictObject({
  /** From 1. */
  place: z.int().positive(),
  /** How many runs go on before it. */
  runs: z.int().nonnegative(),
  /** What keeps it out although its turn had come. */
  blocked: errorDataSchema.nullable(),
  /** The next start offers it, where the window is left before its turn comes. */
  kept: z.boolean(),
})

export const planStatusSchema = z.strictObject({
  planId: z.string(),
  /** Counts the statuses of a plan as they are made: a reply may come after an event that was made later. */
  serial: z.number(),
  task: taskSchema,
  phase: phaseSchema,
  direction: directionSchema,
  source: placeSchema,
  destination: placeSchema,
  options: syncOptionsSchema,
  /** Only these names directly below the source, and what is below them; null for everything. */
  selection: z.array(z.string()).nullable(),
  /** How many names a run had refused are all that is planned; null for everything. */
  only: z.number().nullable(),
  /** The ignore file that was read, as how many rules; null for none. */
  ignore: z.strictObject({ rules: z.number() }).nullable(),
  listed: z.strictObject({ source: z.number(), destination: z.number() }),
  totals: z.record(categorySchema, categoryTotalsSchema),
  same: z.number(),
  /** Left out by filters. */
  excluded: tallySchema,
  /** Rows by state, in numbers that hold while it runs. */
  states: z.record(z.enum(rowStates), tallySchema),
  /** How many rows failed that can be tried again: what planning refused can't. */
  retryable: z.number(),
  /** How many names could not be taken, and the first hundred of them. */
  problemCount: z.number(),
  problems: z.array(listingProblemSchema).max(100),
  /** Why the deletes will not be done, if they will not. */
  withheld: errorDataSchema.nullable(),
  error: errorDataSchema.nullable(),
  /** It waits for new credentials until it is told to go on, or cancelled. */
  expired: expiredSchema.nullable(),
  /** Null for one that does not wait for its turn. */
  waiting: waitingSchema.nullable(),
  recovery: recoverySchema,
  /** Stands for the rows that will be done as they are now; `apply` must name it. */
  digest: z.string(),
  /** Raised whenever rows have changed: pages that the window holds are then out of date. */
  revision: z.number(),
  progress: progressSchema.nullable(),
  moving: z.array(movingSchema),
  /** Milliseconds since 1970 of the beginning of planning. */
  started: z.number(),
  /** The file it was opened from; null for one that was planned here. */
  file: planOriginSchema.nullable(),
  report: runReportSchema.nullable(),
  /** It is read from the history: nothing can be done with it but look. */
  past: z.boolean(),
})
export type PlanStatus = z.infer<typeof planStatusSchema>

export const rowsPageSchema = z.strictObject({ total: z.number(), rows: z.array(planRowSchema) })
export type RowsPage = z.infer<typeof rowsPageSchema>

export const foldersPageSchema = z.strictObject({ total: z.number(), folders: z.array(folderTotalsSchema) })

/** What the strip over the button says before deletes are done. */
export const deletesSchema = z.strictObject({
  count: z.number(),
  bytes: z.number(),
  /** How many moves count with them: those of a plan made elsewhere (`countedMoves`). */
  moves: z.number(),
  /** Of how many entries at the destination. */
  destinationEntries: z.number(),
  /** Above 10 of both and half of the side, or above 10 of a plan made elsewhere, their number has to be typed. */
  mustType: z.boolean(),
  /** The folders that lose most, largest share first; at most 50. */
  folders: z.array(folderTotalsSchema),
})
export type Deletes = z.infer<typeof deletesSchema>

/** A past or present run in the history, newest first. */
export const historyEntrySchema = z.strictObject({
  runId: z.string(),
  task: taskSchema,
  started: z.number(),
  /** As they are typed. */
  source: z.string(),
  destination: z.string(),
  direction: directionSchema,
  /** Null for a run that was killed, or is running still. */
  report: runReportSchema.nullable(),
  /** `window` or `command line`. */
  from: z.enum(['window', 'command line']),
})
export type HistoryEntry = z.infer<typeof historyEntrySchema>
