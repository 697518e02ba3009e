import { z } from 'zod'
import { browseSortSchema } from './bridge/places.ts'
import { defaultSyncOptions, syncOptionsSchema } from './sync-options.ts'

/** An address that can be opened again after the next start. Session connections are gone by then and not kept. */
const rememberedPlaceSchema = z.strictObject({
  connectionId: z.string().max(300),
  text: z.string().max(4096),
})
export type RememberedPlace = z.infer<typeof rememberedPlaceSchema>

/** Columns of a pane besides the name, which always stands. */
export const paneColumns = ['size', 'modified', 'class'] as const
export type PaneColumn = (typeof paneColumns)[number]

/** Pixels that a column may take. */
export const columnBounds = { least: 48, most: 480 } as const
const widthSchema = z.int().min(columnBounds.least).max(columnBounds.most)

const columnsSchema = z.strictObject({
  /** Those that are left out. */
  hidden: z.array(z.enum(paneColumns)).max(paneColumns.length),
  widths: z.strictObject({ size: widthSchema, modified: widthSchema, class: widthSchema }),
  sort: browseSortSchema,
})
export type Columns = z.infer<typeof columnsSchema>

/** Pixels that the tree of a review and the details below it may take; the windows own measure where null. */
const splitSchema = z.int().min(40).max(4000).nullable()

const splitsSchema = z.strictObject({
  /** Percent of the width that the left pane has. */
  panes: z.number().min(20).max(80),
  tree: splitSchema,
  /** The height of the words about a row, and of the contents and properties of one. */
  details: splitSchema,
  contents: splitSchema,
})
export type Splits = z.infer<typeof splitsSchema>
/** Bytes a second. */
export const bandwidthSchema = z.int().min(1024).max(1_000_000_000_000)

export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** The two panes as they were left; null opens the practice pair. */
  left: rememberedPlaceSchema.nullable(),
  right: rememberedPlaceSchema.nullable(),
  /** Places that were looked at, the last one first. */
  recent: z.array(rememberedPlaceSchema).max(12),
  /** Which way things go. */
  direction: z.enum(['right', 'left']),
  options: syncOptionsSchema,
  /** How high rows are. */
  density: z.enum(['compact', 'comfortable']),
  /** Names that begin with a dot are shown in panes. */
  dotNames: z.boolean(),
  /** Of panes, by the kind of their place. */
  columns: z.strictObject({ local: columnsSchema, s3: columnsSchema }),
  splits: splitsSchema,
  /** How many runs go on at once; the others wait. */
  runsAtOnce: z.int().min(1).max(4),
  /** What all runs together may move in a second, in bytes; null for no limit. */
  bandwidth: bandwidthSchema.nullable(),
  /** What happens to runs when the window is closed: a person is asked, or what is moving finishes, or is stopped. */
  leaving: z.enum(['ask', 'finish', 'stop']),
  /** The system says when a run has ended that nobody looked at. */
  notify: z.boolean(),
  /** The practice tour was dismissed, or gone to its end: it does not come by itself again. */
  toured: z.boolean(),
})
export type Settings = z.infer<typeof settingsSchema>

const defaultColumns: Columns = {
  hidden: [],
  widths: { size: 84, modified: 96, class: 84 },
  sort: { by: 'name', descending: false },
}

export const defaultSettings: Settings = {
  theme: 'system',
  left: null,
  right: null,
  recent: [],
  direction: 'right',
  options: defaultSyncOptions,
  density: 'compact',
  dotNames: true,
  columns: { local: defaultColumns, s3: defaultColumns },
  splits: { panes: 50, tree: null, details: null, contents: null },
  runsAtOnce: 1,
  bandwidth: null,
  leaving: 'ask',
  notify: true,
  toured: false,
}
