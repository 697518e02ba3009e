import { z } from 'zod'
import { planRowSchema, planSummarySchema } from './bridge/values.ts'
import {
  filterSchema,
  ignoreFileSchema,
  ignoreRuleSchema,
  maxDeleteSchema,
  syncRulesSchema,
} from './sync-rules.ts'

/** Raised with every change of what a plan file has in it; an older one is read, a newer one is refused. */
export const planFormat = 2

/** A plan has as many rules, of an ignore file or of filters, and as many selected names. */
export const mostRules = 10_000

const text = (most: number): z.ZodString => z.string().max(most)

/** A side of a plan, as far as it may be told: where it is and who was asking, and nothing that lets anybody in. */
export const planSideSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('local'),
    /** Absolute, of the machine on which the plan was made. */
    root: text(32_000).min(1),
  }),
  z.strictObject({
    kind: z.literal('s3'),
    bucket: text(2048).min(1),
    /** Empty, or ending in `/`. */
    prefix: text(1024),
    /** As `Endpoint.label` has it. */
    endpoint: text(2048).min(1),
    /** Whose credentials they were, in words; null for nobody's. */
    identity: text(2048).nullable(),
    /** An access key's id, or the role; null where there is none that lasts. */
    identityId: text(2048).nullable(),
    /** The MD5 of the key of SSE-C that objects there are under; null for none. */
    keyMd5: text(64).nullable(),
  }),
])
export type PlanSide = z.infer<typeof planSideSchema>

/** What a plan is for, who made it, and what it comes to. All of it is under the plan's digest. */
export const planHeaderSchema = z.strictObject({
  format: z.literal(planFormat),
  /** `sluice 0.1.0` */
  madeBy: text(100),
  /** Milliseconds since 1970. */
  madeAt: z.int().nonnegative(),
  /** The machine's name. */
  madeOn: text(255),
  madeFrom: z.enum(['window', 'command line']),
  source: planSideSchema,
  destination: planSideSchema,
  rules: syncRulesSchema.strict().extend({
    dryRun: z.literal(false),
    copyAll: z.literal(false),
    filters: z.array(filterSchema.strict().extend({ pattern: text(4096) })).max(mostRules),
    ignore: ignoreFileSchema
      .strict()
      .extend({
        name: text(4096),
        rules: z.array(ignoreRuleSchema.strict().extend({ pattern: text(4096) })).max(mostRules),
      })
      .nullable(),
    selection: z.array(text(4096)).max(mostRules).nullable(),
    maxDelete: z.union(maxDeleteSchema.options.map((option) => option.strict())).nullable(),
  }),
  summary: planSummarySchema.extend({ complete: z.literal(true) }),
  rows: z.int().nonnegative(),
})
export type PlanHeader = z.infer<typeof planHeaderSchema>

const length = z.int().nonnegative()
const seen = planRowSchema.shape.source.unwrap().extend({
  size: length,
  etag: text(1024).exactOptional(),
  storageClass: text(100).exactOptional(),
})

/** A row as a plan file has it: not begun, left out, or refused by the plan itself. */
export const plannedRowSchema = planRowSchema.extend({
  seq: z.int().positive(),
  key: text(32_000).min(1),
  decidedBy: text(5000),
  source: seen.nullable(),
  destination: seen.nullable(),
  from: z.strictObject({ key: text(32_000).min(1), seen }).exactOptional(),
  state: z.enum(['planned', 'excluded-by-you', 'failed']),
})
export type PlannedRow = z.infer<typeof plannedRowSchema>
