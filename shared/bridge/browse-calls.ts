import { z } from 'zod'
import { nameFilterSchema } from '../name-filter.ts'
import { syncOptionsSchema } from '../sync-options.ts'
import { browseEntrySchema, browseSortSchema, browseStatusSchema, placeTokenSchema } from './places.ts'

const nothing = z.strictObject({})
const viewId = z.string().max(100)
const offset = z.int().nonnegative()

/** A view, and how it is looked at. */
const lookSchema = z.strictObject({ viewId, sort: browseSortSchema, filter: nameFilterSchema })

/** What panes ask about their listings. */
export const browseCalls = {
  /** Begins to list a place; `browse.changed` tells how it goes on. A view is held until it is closed. */
  'browse.start': {
    params: z.strictObject({ token: placeTokenSchema }),
    reply: browseStatusSchema,
  },
  'browse.refresh': { params: z.strictObject({ viewId }), reply: browseStatusSchema },
  /** Lists no further; what was found stays. */
  'browse.stop': { params: z.strictObject({ viewId }), reply: browseStatusSchema },
  'browse.close': { params: z.strictObject({ viewId }), reply: nothing },
  /** Folders come before files. No page has more rows than a window shows a few times over. */
  'browse.page': {
    params: lookSchema.extend({ offset, limit: z.int().positive().max(500) }),
    reply: z.strictObject({
      revision: z.number(),
      /** Of what the filter shows. */
      total: z.number(),
      /** Of the files that it shows. */
      bytes: z.number(),
      /** Names that are not shown only because they begin with a dot. */
      hidden: z.number(),
      entries: z.array(browseEntrySchema),
    }),
  },
  /** The place of the first entry at or after `from` (and then from the start) whose name begins with `text`. */
  'browse.find': {
    params: lookSchema.extend({ text: z.string().min(1).max(200), from: offset }),
    reply: z.strictObject({ index: z.number().nullable() }),
  },
  /** The shown names that match a pattern, all where it is empty: how many, and the first of them, in no order. */
  'browse.names': {
    params: z.strictObject({
      viewId,
      filter: nameFilterSchema,
      pattern: z.string().max(200),
      limit: z.int().positive().max(10_000),
    }),
    reply: z.strictObject({
      total: z.number(),
      names: z.array(z.strictObject({ name: z.string(), size: z.number() })),
    }),
  },
  /** Counts what is in folders, one after the other; the rows and `browse.changed` tell how it goes on. */
  'browse.count': {
    params: z.strictObject({ viewId, names: z.array(z.string().max(4096)).min(1).max(10_000) }),
    reply: nothing,
  },
  /** Counts no further in this view. */
  'browse.stopCounting': { params: z.strictObject({ viewId }), reply: nothing },
  /** Marks the two views against each other, and again whenever one of them changes. */
  'browse.compare': {
    params: z.strictObject({ source: viewId, destination: viewId, options: syncOptionsSchema }),
    reply: nothing,
  },
} as const
