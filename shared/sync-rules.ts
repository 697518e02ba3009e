import { z } from 'zod'
import { noWriteProperties, writePropertiesSchema } from './write-properties.ts'

/** One `--exclude` or `--include`, in the order given: the last that matches decides (FLT-2). */
export const filterSchema = z.object({ kind: z.enum(['exclude', 'include']), pattern: z.string() })
export type Filter = z.infer<typeof filterSchema>

/** The pattern that matches this text and no other. */
export const escapePattern = (text: string): string => text.replace(/[*?[]/g, '[$&]')

/** Read from the source's root where that is a folder of this computer (docs/filters.md). */
export const ignoreFileName = '.sluiceignore'

/** A line of an ignore file that says something; lines are counted from 1. */
export const ignoreRuleSchema = filterSchema.extend({ line: z.int().nonnegative() })
export type IgnoreRule = z.infer<typeof ignoreRuleSchema>

/** The rules of an ignore file, by which the filters of a run are preceded. */
export const ignoreFileSchema = z.object({
  /** How it is called where a rule of it is told as the reason. */
  name: z.string(),
  rules: z.array(ignoreRuleSchema),
})
export type IgnoreFile = z.infer<typeof ignoreFileSchema>

/** The most that may be deleted: a count, a share of the destination's entries, or bytes (D-21). */
export const maxDeleteSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('count'), count: z.int().nonnegative() }),
  z.object({ kind: z.literal('share'), percent: z.number().min(0).max(100) }),
  z.object({ kind: z.literal('bytes'), bytes: z.int().nonnegative() }),
])
export type MaxDelete = z.infer<typeof maxDeleteSchema>

/**
 * How two entries of one key are compared (CMP-1 to CMP-8).
 * - `default`: sizes differ, or the time rule of the direction says changed (aws's own).
 * - `any-time`: as `default`, but a download transfers on any difference in whole seconds (the window's default).
 * - `size-only`: sizes differ.
 * - `exact-timestamps`: as `any-time` (CMP-6); uploads and copies as `default`.
 * - `content`: sizes or contents differ, whatever the times say. Where contents can't be compared the times decide as by
 *   `any-time`, and what they would leave alone is said to be unverified.
 * - `no-overwrite`: what both sides have is never transferred (CMP-8).
 */
export const compareSchema = z.enum([
  'default',
  'any-time',
  'size-only',
  'exact-timestamps',
  'content',
  'no-overwrite',
])
export type Compare = z.infer<typeof compareSchema>

/**
 * What becomes of a source object in an archive class that is not restored (GLC-1 to GLC-4): left out with a warning,
 * left out in silence, or transferred, which the server may refuse.
 */
export const archivedSchema = z.enum(['warn', 'leave', 'transfer'])

/**
 * What becomes of a download whose name differs only by case from one before it in this run, or from a file that is
 * there (CAS-1 to CAS-4).
 */
export const caseConflictSchema = z.enum(['ignore', 'skip', 'warn', 'error'])
export type CaseConflict = z.infer<typeof caseConflictSchema>

/** Everything that decides what a sync will do, apart from its two sides. */
export const syncRulesSchema = z.object({
  compare: compareSchema,
  filters: z.array(filterSchema),
  /** Rules that come before the filters; null where there is no ignore file. */
  ignore: ignoreFileSchema.nullable(),
  /** Only these names directly below the roots, and what is below them; null for everything. */
  selection: z.array(z.string()).nullable(),
  delete: z.boolean(),
  /** With `delete`: what the destination has under a name that goes is moved, where a new name has the same content. */
  moves: z.boolean(),
  /** What is the same is also held to the properties that this sync would give it. */
  compareProperties: z.boolean(),
  dryRun: z.boolean(),
  maxDelete: maxDeleteSchema.nullable(),
  allowEmptySource: z.boolean(),
  followLinks: z.boolean(),
  /** Copy everything, compare nothing: `sluice cp`. */
  copyAll: z.boolean(),
  /** Bytes may go through this machine where the destination's identity can't read the source (D-23). */
  mayRelay: z.boolean(),
  archived: archivedSchema,
  caseConflict: caseConflictSchema,
  /** At most this many keys a page of a listing (PAG-1); null leaves it to the server. */
  pageSize: z.int().positive().nullable(),
  /** What new objects get besides their bytes. */
  properties: writePropertiesSchema,
})
export type SyncRules = z.infer<typeof syncRulesSchema>

export const defaultRules: SyncRules = {
  compare: 'default',
  filters: [],
  ignore: null,
  selection: null,
  delete: false,
  moves: false,
  compareProperties: false,
  dryRun: false,
  maxDelete: null,
  allowEmptySource: false,
  followLinks: true,
  copyAll: false,
  mayRelay: false,
  archived: 'warn',
  caseConflict: 'ignore',
  pageSize: null,
  properties: noWriteProperties,
}
