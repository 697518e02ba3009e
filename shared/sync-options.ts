import { z } from 'zod'
import { compareSchema, filterSchema, maxDeleteSchema } from './sync-rules.ts'
import { noWriteProperties, writePropertiesSchema } from './write-properties.ts'

/** The sentence of the sync bar: what a person chooses for one sync. */
export const syncOptionsSchema = z.strictObject({
  deleteExtras: z.boolean(),
  /** With `deleteExtras`: move what only has another name. */
  moves: z.boolean().default(false),
  compare: compareSchema,
  /** Hold what is the same to its properties too. */
  compareProperties: z.boolean().default(false),
  filters: z.array(filterSchema).max(200),
  /** Take what the `.sluiceignore` of a source folder says. */
  ignoreFile: z.boolean().default(true),
  /** Above it the number of deletes has to be typed; null for the usual: ten of them, and half of the side. */
  maxDelete: maxDeleteSchema.nullable().default(null),
  followLinks: z.boolean(),
  /** Put local files that are deleted or replaced into the trash, where their disk has one. */
  trash: z.boolean().default(true),
  properties: writePropertiesSchema,
})
export type SyncOptions = z.infer<typeof syncOptionsSchema>

export const defaultSyncOptions: SyncOptions = {
  deleteExtras: false,
  moves: false,
  compare: 'any-time',
  compareProperties: false,
  filters: [],
  ignoreFile: true,
  maxDelete: null,
  followLinks: true,
  trash: true,
  properties: noWriteProperties,
}
