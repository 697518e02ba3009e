import { z } from 'zod'
import { defaultSyncOptions, syncOptionsSchema } from './sync-options.ts'

/** An address that is opened again at the next start. Session connections are gone by then and not kept. */
const rememberedPlaceSchema = z.strictObject({ connectionId: z.string(), text: z.string() })

export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** The two panes as they were left; null opens the practice pair. */
  left: rememberedPlaceSchema.nullable(),
  right: rememberedPlaceSchema.nullable(),
  /** Which way things go. */
  direction: z.enum(['right', 'left']),
  options: syncOptionsSchema,
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  theme: 'system',
  left: null,
  right: null,
  direction: 'right',
  options: defaultSyncOptions,
}
