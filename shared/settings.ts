import { z } from 'zod'
import { defaultSyncOptions, syncOptionsSchema } from './sync-options.ts'

/** An address that can be opened again after the next start. Session connections are gone by then and not kept. */
const rememberedPlaceSchema = z.strictObject({
  connectionId: z.string().max(300),
  text: z.string().max(4096),
})
export type RememberedPlace = z.infer<typeof rememberedPlaceSchema>

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
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  theme: 'system',
  left: null,
  right: null,
  recent: [],
  direction: 'right',
  options: defaultSyncOptions,
}
