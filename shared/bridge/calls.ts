import { z } from 'zod'
import { exportFormatSchema } from '../export-format.ts'
import { failureNameSchema, folderLossesSchema, rowChoiceSchema, rowsViewSchema } from '../review.ts'
import { hintSchema } from '../hints.ts'
import { bandwidthSchema, settingsSchema } from '../settings.ts'
import { syncOptionsSchema } from '../sync-options.ts'
import { linkParamsSchema, madeLinkSchema } from './properties.ts'
import { windowCalls } from './window-calls.ts'
import { browseCalls } from './browse-calls.ts'
import {
  connectionSchema,
  keysSchema,
  signInSchema,
  newConnectionSchema,
  triedConnectionSchema,
  triedKeysSchema,
  placeSchema,
  placeTokenSchema,
} from './places.ts'
import {
  deletesSchema,
  foldersPageSchema,
  historyEntrySchema,
  planStatusSchema,
  rowsPageSchema,
} from './plans.ts'
import { contentSideSchema, sideContentSchema, sidePropertiesSchema } from './contents.ts'
import { propertyCalls } from './property-calls.ts'
import { filterTrialSchema, ignoreTextSchema, triedFiltersSchema } from './filters.ts'
import { failureGroupSchema, planRowSchema } from './values.ts'

const nothing = z.strictObject({})
const planId = z.string().max(100)
const offset = z.int().nonnegative()
/** No call carries more rows than a window shows a few times over. */
const limit = z.int().positive().max(500)

/** Names directly below a place; null for everything. */
const selectionSchema = z.array(z.string().max(4096)).min(1).max(10_000).nullable()

const pairSchema = z.strictObject({
  source: placeTokenSchema,
  destination: placeTokenSchema,
  selection: selectionSchema,
  options: syncOptionsSchema,
})

/** The places the two panes open with, and a plan that is still open: after a reload, everything is where it was. */
export const openingSchema = z.strictObject({
  left: placeSchema,
  right: placeSchema,
  /** The practice pair is open for the first time. */
  firstStart: z.boolean(),
  plan: planStatusSchema.nullable(),
  /** All plans that are open, that one too, in the order they were made. */
  jobs: z.array(planStatusSchema),
})
export type Opening = z.infer<typeof openingSchema>

/** Calls that the engine's process answers: it has the credentials, the listings, the plans and the runs. */
export const engineCalls = {
  'app.open': {
    params: z.strictObject({
      left: settingsSchema.shape.left,
      right: settingsSchema.shape.right,
    }),
    reply: openingSchema,
  },

  /** The sample site and its place in the practice bucket, made unless they are there. */
  'app.practicePair': {
    params: nothing,
    reply: z.strictObject({ left: placeSchema, right: placeSchema }),
  },

  /** What helps to answer a question, as text, without names and keys. `window` is what shows the window. */
  'app.diagnostics': {
    params: z.strictObject({ window: z.string().max(200) }),
    reply: z.strictObject({ text: z.string() }),
  },
  'connections.list': { params: nothing, reply: z.strictObject({ connections: z.array(connectionSchema) }) },
  'connections.add': { params: newConnectionSchema, reply: connectionSchema },
  /** Asks a server whether it takes these keys; changes nothing. */
  'connections.try': { params: triedKeysSchema, reply: triedConnectionSchema },
  /** Why no connection can be saved here, as a sentence; null where they can. */
  'connections.keychain': { params: nothing, reply: z.strictObject({ problem: z.string().nullable() }) },
  /** Begins a login to the SSO of a connection; `connections.signedIn` waits for its end. One at a time for each. */
  'connections.signIn': {
    params: z.strictObject({ connectionId: z.string().max(300) }),
    reply: signInSchema,
  },
  /** Resolves when the login that was begun has been confirmed. Cancelled, that login is left. */
  'connections.signedIn': { params: z.strictObject({ connectionId: z.string().max(300) }), reply: nothing },
  /** Tries a connection with the code that its second factor shows now. */
  'connections.giveCode': {
    params: z.strictObject({
      connectionId: z.string().max(300),
      code: z
        .string()
        .max(20)
        .trim()
        .regex(/^\d{6,8}$/),
    }),
    reply: triedConnectionSchema,
  },
  'connections.remove': { params: z.strictObject({ connectionId: z.string().max(300) }), reply: nothing },

  /**
   * The one way from typed text to a place: a path (absolute, `~/…`, or relative to `base`), or `s3://bucket/prefix`,
   * or `s3://` for the buckets of a connection. A `file:` address is taken as its path.
   */
  'places.open': {
    params: z.strictObject({
      connectionId: z.string().max(300),
      text: z.string().max(4096),
      base: placeTokenSchema.nullable(),
    }),
    reply: placeSchema,
  },
  /** The place that a token stands for: that of a crumb. */
  'places.at': { params: z.strictObject({ token: placeTokenSchema }), reply: placeSchema },
  /** A folder or bucket that a listing of the place has shown. */
  'places.child': {
    params: z.strictObject({ token: placeTokenSchema, name: z.string().max(4096) }),
    reply: placeSchema,
  },
  /** Gives a file or folder of a disk, or an object, another name where it is. Nothing is replaced. */
  'places.rename': {
    params: z.strictObject({
      token: placeTokenSchema,
      from: z.string().max(4096),
      to: z.string().max(4096),
    }),
    reply: nothing,
  },
  /** What `text` could go on as, for the path bar: whole addresses, at most twenty. */
  'places.complete': {
    params: z.strictObject({
      connectionId: z.string().max(300),
      text: z.string().max(4096),
      base: placeTokenSchema.nullable(),
    }),
    reply: z.strictObject({ texts: z.array(z.string()) }),
  },

  ...browseCalls,

  /** Begins to plan; `plan.changed` tells how it goes on. */
  'plan.start': { params: pairSchema, reply: planStatusSchema },
  /** The same for a move: it deletes nothing by itself, whatever the options say. */
  'plan.move': { params: pairSchema, reply: planStatusSchema },
  /** Begins to plan the removal of what a move that has ended has copied, at its source. */
  'plan.finishMove': { params: z.strictObject({ planId }), reply: planStatusSchema },
  /** Begins to plan the removal of names of a place, and of what is below them; of everything in it where null. */
  'plan.remove': {
    params: z.strictObject({ place: placeTokenSchema, selection: selectionSchema }),
    reply: planStatusSchema,
  },
  /** Keeps a plan that is ready, as it stands, in a file; the path is typed. It replaces nothing but another plan. */
  'plan.save': {
    params: z.strictObject({ planId, path: z.string().min(1).max(4096) }),
    reply: z.strictObject({ path: z.string() }),
  },
  /** Opens a plan file, to be reviewed; it is anybody's until it was checked. */
  'plan.open': { params: z.strictObject({ path: z.string().min(1).max(4096) }), reply: planStatusSchema },
  /** Begins to plan to put back what a run has done, one of this window or of the history. */
  'plan.undo': { params: z.strictObject({ planId }), reply: planStatusSchema },
  /** Begins to plan rows again that a run of this window has refused, as both sides are now; all of them where null. */
  'plan.again': {
    params: z.strictObject({ planId, seqs: z.array(z.int().positive()).min(1).max(10_000).nullable() }),
    reply: planStatusSchema,
  },
  /** Plans the same anew, although a folder is on another disk than in the last run: a person says that it is right. */
  'plan.allowMount': { params: z.strictObject({ planId }), reply: planStatusSchema },
  'plan.status': { params: z.strictObject({ planId }), reply: planStatusSchema },
  'plan.rows': {
    params: z.strictObject({ planId, view: rowsViewSchema, offset, limit }),
    reply: rowsPageSchema,
  },
  'plan.row': { params: z.strictObject({ planId, seq: z.int().positive() }), reply: planRowSchema },
  /** Reads what one side of a row has in it, as far as it is shown. It is made only where a person asks: it may cost. */
  'plan.content': {
    params: z.strictObject({ planId, seq: z.int().positive(), side: contentSideSchema }),
    reply: sideContentSchema,
  },
  /** Asks for the properties and tags of one side of a row. */
  'plan.properties': {
    params: z.strictObject({ planId, seq: z.int().positive(), side: contentSideSchema }),
    reply: sidePropertiesSchema,
  },
  /** The folders directly below `parent` that have rows, by path. */
  'plan.folders': {
    params: z.strictObject({ planId, parent: z.string().max(4096), offset, limit }),
    reply: foldersPageSchema,
  },
  /** What there is to say of a whole plan that has been listed. */
  'plan.hints': {
    params: z.strictObject({ planId }),
    reply: z.strictObject({ hints: z.array(hintSchema) }),
  },
  /** Where the deletes below a folder fall: at most a hundred folders. */
  'plan.losses': {
    params: z.strictObject({ planId, parent: z.string().max(4096) }),
    reply: folderLossesSchema,
  },
  /** Takes rows out, or puts them back. Only before a plan is applied. */
  'plan.choose': {
    params: z.strictObject({ planId, choice: rowChoiceSchema, included: z.boolean() }),
    reply: planStatusSchema,
  },
  /** What filters would do to the rows as they are: counts of all of them. */
  'plan.tryFilters': {
    params: z.strictObject({ planId, trial: filterTrialSchema }),
    reply: triedFiltersSchema,
  },
  /** Which of some rows the filters would leave out. */
  'plan.caught': {
    params: z.strictObject({
      planId,
      trial: filterTrialSchema,
      seqs: z.array(z.int().positive()).max(500),
    }),
    reply: z.strictObject({ seqs: z.array(z.number()) }),
  },
  'plan.ignoreFile': { params: z.strictObject({ planId }), reply: ignoreTextSchema },
  /** Writes the ignore file of the source's folder. `was` is what was in it; refused (`changed`) where it is not now. */
  'plan.saveIgnoreFile': {
    params: z.strictObject({
      planId,
      text: z.string().max(1_048_576),
      was: z.string().max(1_048_576).nullable(),
    }),
    reply: nothing,
  },
  'plan.deletes': { params: z.strictObject({ planId }), reply: deletesSchema },
  /** The command line that does the same, to paste into a shell. Without secrets. */
  'plan.command': { params: z.strictObject({ planId }), reply: z.strictObject({ text: z.string() }) },
  /**
   * Applies what was reviewed, and nothing else: refused (`changed`) where digest, deletes or bytes are not those of the
   * plan as it is now, and (`too-many-deletes`) where the number had to be typed and was not.
   */
  'plan.apply': {
    params: z.strictObject({
      planId,
      digest: z.string().max(200),
      deletes: z.int().nonnegative(),
      deleteBytes: z.number().nonnegative(),
      /** The number of deletes, and moves that count with them, as a person typed it; null where none was asked for. */
      typed: z.string().max(20).nullable(),
    }),
    reply: planStatusSchema,
  },
  'plan.pause': { params: z.strictObject({ planId, paused: z.boolean() }), reply: planStatusSchema },
  /** Goes on after credentials have expired: they are there again, or are these keys of this session. */
  'plan.goOn': { params: z.strictObject({ planId, keys: keysSchema.nullable() }), reply: planStatusSchema },
  /** `finish` lets what is moving finish; `stop` stops it too. While listing both end the planning. */
  'plan.cancel': {
    params: z.strictObject({ planId, step: z.enum(['finish', 'stop']) }),
    reply: planStatusSchema,
  },
  /** Tries the failed rows of an ended run again, or some of them, and then the deletes that were withheld because of them. */
  'plan.retry': {
    params: z.strictObject({ planId, only: failureNameSchema.exactOptional() }),
    reply: planStatusSchema,
  },
  /** How many runs go on at once at most, and how fast all of them together, in bytes a second; null for no limit. */
  'runs.arrange': {
    params: z.strictObject({ atOnce: z.int().min(1).max(4), bandwidth: bandwidthSchema.nullable() }),
    reply: nothing,
  },
  /** Puts a run that waits to another place among those that wait, from 0. */
  'runs.move': { params: z.strictObject({ planId, place: offset.max(10_000) }), reply: planStatusSchema },
  /** Begins a run that waits, however many go on. */
  'runs.beginNow': { params: z.strictObject({ planId }), reply: planStatusSchema },
  /** What did not come off, by reason and folder, the most first. */
  'plan.failures': {
    params: z.strictObject({ planId }),
    reply: z.strictObject({ groups: z.array(failureGroupSchema).max(500) }),
  },
  /** Writes all rows of a plan or run, with what became of them, to a new file; the path is typed. */
  'plan.export': {
    params: z.strictObject({ planId, path: z.string().min(1).max(4096), format: exportFormatSchema }),
    reply: z.strictObject({ path: z.string() }),
  },
  /** Ends the review of a plan that isn't running; a run stays in the history. */
  'plan.close': { params: z.strictObject({ planId }), reply: nothing },

  ...propertyCalls,

  'history.list': {
    params: z.strictObject({ offset, limit }),
    reply: z.strictObject({ total: z.number(), runs: z.array(historyEntrySchema) }),
  },
  /** Opens a past run to look at, as a plan with `past`. */
  'history.open': { params: z.strictObject({ runId: z.string().max(100) }), reply: planStatusSchema },
} as const

/** Calls of the window's process to the engine's, which no page may make. */
export const processCalls = {
  /** Ends all runs, as `step` says, and closes what is open; the reply comes when that is done. */
  /** An address by which anybody can read an object for a while: a secret, and kept nowhere. */
  'engine.link': { params: linkParamsSchema, reply: madeLinkSchema },
  'engine.leave': { params: z.strictObject({ step: z.enum(['finish', 'stop']) }), reply: nothing },
} as const

export const calls = { ...windowCalls, ...engineCalls, ...processCalls }

export type CallName = keyof typeof calls
export type EngineCallName = keyof typeof engineCalls
export type WindowCallName = keyof typeof windowCalls
export type ProcessCallName = keyof typeof processCalls
/** What is sent, and what comes back. */
export type Params<Name extends CallName> = z.input<(typeof calls)[Name]['params']>
export type ReplyOf<Name extends CallName> = z.output<(typeof calls)[Name]['reply']>
