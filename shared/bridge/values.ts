import { z } from 'zod'
import { asideReportSchema, keptAsideSchema } from '../aside.ts'
import { errorCodes, type ErrorData } from '../errors.ts'
import type { ListingProblem, PlanSummary, Progress, RunReport } from '../job.ts'
import { failureNameSchema } from '../review.ts'
import { actions, heldBys, proofs, reasons, rowStates, type PlanRow } from '../plan-row.ts'

/** Schemas of the plain values that also live outside the bridge. What crosses has exactly these fields. */

export const errorDataSchema = z.strictObject({
  code: z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes, ...(keyof typeof errorCodes)[]]),
  message: z.string(),
  subject: z.string().exactOptional(),
  advice: z.string().exactOptional(),
  s3: z
    .strictObject({
      operation: z.string(),
      bucket: z.string().exactOptional(),
      key: z.string().exactOptional(),
      s3Code: z.string().exactOptional(),
      s3Message: z.string().exactOptional(),
      status: z.number().exactOptional(),
      requestId: z.string().exactOptional(),
      extendedRequestId: z.string().exactOptional(),
    })
    .exactOptional(),
}) satisfies z.ZodType<ErrorData>

/** Rows that did not come off, for one reason, below one folder. */
export const failureGroupSchema = failureNameSchema.extend({
  count: z.number(),
  /** What planning refused: another try changes nothing of it. */
  isFixed: z.boolean(),
  example: errorDataSchema,
})
export type FailureGroup = z.infer<typeof failureGroupSchema>

export const tallySchema = z.strictObject({ count: z.number(), bytes: z.number() })

const sidesSchema = z.strictObject({ source: z.number(), destination: z.number() })

const seenSchema = z.strictObject({
  size: z.number(),
  modified: z.number(),
  etag: z.string().exactOptional(),
  storageClass: z.string().exactOptional(),
  file: z.strictObject({ dev: z.number(), ino: z.number(), changed: z.number() }).exactOptional(),
})

export const planRowSchema = z.strictObject({
  seq: z.number(),
  key: z.string(),
  action: z.enum(actions),
  reason: z.enum(reasons),
  source: seenSchema.nullable(),
  destination: seenSchema.nullable(),
  decidedBy: z.string(),
  from: z.strictObject({ key: z.string(), seen: seenSchema }).exactOptional(),
  state: z.enum(rowStates),
  outcome: z
    .strictObject({
      proof: z.enum(proofs).exactOptional(),
      kept: z.number().exactOptional(),
      bytes: z.number().exactOptional(),
      etag: z.string().exactOptional(),
      versionId: z.string().exactOptional(),
      replaced: z.string().exactOptional(),
      lost: z.literal('object-lock').exactOptional(),
      deleteMarker: z.string().exactOptional(),
      aside: keptAsideSchema.exactOptional(),
      written: seenSchema.exactOptional(),
      untouched: z.literal(true).exactOptional(),
      heldBy: z.enum(heldBys).exactOptional(),
      from: z
        .strictObject({
          aside: keptAsideSchema.exactOptional(),
          untouched: z.literal(true).exactOptional(),
          renamed: z.literal(true).exactOptional(),
        })
        .exactOptional(),
      undo: z
        .union([
          z.strictObject({
            current: z.string(),
            version: z.string().nullable(),
            how: z.enum(['uncover', 'copy', 'remove']),
          }),
          z.strictObject({ how: z.literal('aside'), kept: keptAsideSchema.nullable() }),
        ])
        .exactOptional(),
      tags: z.record(z.string(), z.string()).exactOptional(),
      error: errorDataSchema.exactOptional(),
      now: z
        .strictObject({
          source: seenSchema.nullable().exactOptional(),
          destination: seenSchema.nullable().exactOptional(),
          from: seenSchema.nullable().exactOptional(),
        })
        .exactOptional(),
    })
    .nullable(),
}) satisfies z.ZodType<PlanRow>

export const listingProblemSchema = z.strictObject({
  side: z.enum(['source', 'destination']),
  key: z.string(),
  path: z.string(),
  kind: z.enum([
    'missing',
    'special',
    'unreadable',
    'replaced',
    'link-loop',
    'through-link',
    'bad-time',
    'not-utf8',
    'unsafe-name',
    'archived',
    'too-large',
    'unverified',
    'properties-unknown',
    'case-conflict',
  ]),
  message: z.string(),
}) satisfies z.ZodType<ListingProblem>

export const progressSchema = z.strictObject({
  listed: sidesSchema,
  planned: z.boolean(),
  transfers: z.strictObject({ done: z.number(), failed: z.number(), total: z.number() }),
  deletes: z.strictObject({ done: z.number(), failed: z.number(), total: z.number() }),
  bytes: z.strictObject({ done: z.number(), total: z.number() }),
  rate: z.number(),
  secondsLeft: z.number().nullable(),
}) satisfies z.ZodType<Progress>

export const planSummarySchema = z.strictObject({
  complete: z.boolean(),
  listed: sidesSchema,
  same: z.number(),
  excluded: tallySchema,
  transfers: tallySchema,
  replacesNewer: tallySchema,
  moves: tallySchema.exactOptional(),
  adjusted: z.number().exactOptional(),
  deletes: tallySchema,
  skipped: z.number(),
  problems: z.number(),
  protected: z.number(),
  withheld: errorDataSchema.nullable(),
}) satisfies z.ZodType<PlanSummary>

export const runReportSchema = z.strictObject({
  runId: z.string(),
  exit: z.union(
    [0, 1, 2, 3, 4, 5, 6, 7, 130, 252].map((code) =>
      z.literal(code as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 130 | 252),
    ),
  ),
  dryRun: z.boolean(),
  summary: planSummarySchema,
  transferred: tallySchema,
  kept: z.number(),
  deleted: tallySchema,
  moved: tallySchema.exactOptional(),
  adjusted: z.number().exactOptional(),
  failed: z.number(),
  refused: z.number(),
  withheld: z.number(),
  warnings: z.number(),
  proof: z.strictObject({ hash: z.number(), size: z.number(), none: z.number() }),
  failures: z
    .array(z.strictObject({ code: errorDataSchema.shape.code, count: z.number(), example: errorDataSchema }))
    .readonly(),
  endedBy: errorDataSchema.nullable(),
  took: z.number(),
  askedForLess: z.number().exactOptional(),
  lookedAt: z.number().exactOptional(),
  onTrust: z.number().exactOptional(),
  requests: z.record(z.string(), z.number()).exactOptional(),
  aside: asideReportSchema.exactOptional(),
}) satisfies z.ZodType<RunReport>
