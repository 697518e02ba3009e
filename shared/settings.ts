import { z } from 'zod'
import { defaultSyncOptions, syncOptionsSchema } from './sync-options.ts'

/** An address that can be opened again after the next start. Session connections are gone by then and not kept. */
const rememberedPlaceSchema = z.strictObject({
  connectionId: z.string().max(300),
  text: z.string().max(4096),
})
export type RememberedPlace = z.infer<typeof rememberedPlaceSchema>

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
  /** How many runs go on at once; the others wait. */
  runsAtOnce: z.int().min(1).max(4),
  /** What all runs together may move in a second, in bytes; null for no limit. */
  bandwidth: bandwidthSchema.nullable(),
  /** What happens to runs when the window is closed: a person is asked, or what is moving finishes, or is stopped. */
  leaving: z.enum(['ask', 'finish', 'stop']),
  /** The system says when a run has ended that nobody looked at. */
  notify: z.boolean(),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  theme: 'system',
  left: null,
  right: null,
  recent: [],
  direction: 'right',
  options: defaultSyncOptions,
  runsAtOnce: 1,
  bandwidth: null,
  leaving: 'ask',
  notify: true,
}
