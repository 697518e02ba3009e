import { z } from 'zod'
import { compareSchema, filterSchema } from './sync-rules.ts'
import { noWriteProperties, writePropertiesSchema } from './write-properties.ts'

/** The sentence of the sync bar: what a person chooses for one sync. */
export const syncOptionsSchema = z.strictObject({
  deleteExtras: z.boolean(),
  compare: compareSchema,
  filters: z.array(filterSchema).max(200),
  followLinks: z.boolean(),
  properties: writePropertiesSchema,
})
export type SyncOptions = z.infer<typeof syncOptionsSchema>

export const defaultSyncOptions: SyncOptions = {
  deleteExtras: false,
  compare: 'any-time',
  filters: [],
  followLinks: true,
  properties: noWriteProperties,
}
