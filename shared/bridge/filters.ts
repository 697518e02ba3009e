import { z } from 'zod'
import { filterSchema, ignoreRuleSchema } from '../sync-rules.ts'

/** Filters as they are being written, and the text of an ignore file before them; null for none. */
export const filterTrialSchema = z.strictObject({
  filters: z.array(filterSchema).max(200),
  ignore: z.string().max(1_048_576).nullable(),
})
export type FilterTrial = z.infer<typeof filterTrialSchema>

const countsSchema = z.strictObject({
  /** Rows of the plan that it matches. */
  matches: z.number(),
  /** Those of them that no later rule matches. */
  decides: z.number(),
})
export type RuleCounts = z.infer<typeof countsSchema>

/** What filters would do to the rows of a plan. Names that its own filters have left out are not among them. */
export const triedFiltersSchema = z.strictObject({
  /** How many would be left out. */
  rows: z.number(),
  ignore: z.array(ignoreRuleSchema.extend(countsSchema.shape)),
  /** Of each filter, in its order. */
  filters: z.array(countsSchema),
})
export type TriedFilters = z.infer<typeof triedFiltersSchema>

/** The ignore file of a plan's source. */
export const ignoreTextSchema = z.strictObject({
  /** Null where the source is no folder of this computer. */
  path: z.string().nullable(),
  /** Null where there is none. */
  text: z.string().nullable(),
})
