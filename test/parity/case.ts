import { readFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * One file, folder, link or object of a tree, `path` relative to `src/`, `dst/` or the bucket. Fields with a capital
 * are S3's own names, and apply to objects only.
 */
const entrySchema = z.strictObject({
  path: z.string(),
  kind: z.enum(['file', 'dir', 'symlink', 'fifo', 'socket', 'sparse']).default('file'),
  /** Bytes; the contents come from `text`, or else from `seed` (see contents.ts). */
  size: z.int().nonnegative().default(10),
  text: z.string().optional(),
  seed: z.string().optional(),
  /** Of a symlink, relative to the folder it stands in. */
  target: z.string().optional(),
  /** Octal permission bits. */
  mode: z
    .string()
    .regex(/^[0-7]{3}$/)
    .optional(),
  /** A local file: seconds after the listed time of the object of the same key, or after now. An object: the order of the PUTs. */
  mtimeOffsetSeconds: z.number().optional(),
  /** Seconds since 1970. */
  mtimeAbsolute: z.number().optional(),
  /** The bytes of the name, where they are not UTF-8. */
  rawPathHex: z.string().optional(),
  ContentType: z.string().optional(),
  CacheControl: z.string().optional(),
  Metadata: z.record(z.string(), z.string()).optional(),
  Tagging: z.string().optional(),
  StorageClass: z.enum(['GLACIER', 'DEEP_ARCHIVE', 'GLACIER_IR', 'INTELLIGENT_TIERING']).optional(),
  restored: z.boolean().optional(),
})
export type Entry = z.infer<typeof entrySchema>

export const propertySchema = z.enum([
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'ExpiresString',
  'Metadata',
  'ServerSideEncryption',
  'StorageClass',
  'WebsiteRedirectLocation',
  /** Who may do what beside the owner, sorted. */
  'Grants',
  /** How many parts the object was written in, by its ETag; 0 for a single PUT. */
  'Parts',
  'Tags',
])
/** Something of an object that a case may look at: a field of HeadObject's reply, its part count, its tags, or its grants. */
export type Property = z.infer<typeof propertySchema>

/** What one path of the destination is in the end. `type` and `mode` are for local trees, `head` for objects. */
const finalEntrySchema = z.strictObject({
  type: z.enum(['file', 'dir', 'symlink', 'special']).optional(),
  size: z.int().optional(),
  md5: z.string().optional(),
  mode: z.string().optional(),
  target: z.string().optional(),
  head: z.partialRecord(propertySchema, z.unknown()).optional(),
})
export type FinalEntry = z.infer<typeof finalEntrySchema>

const paths = z.array(z.string())

/** What must be seen after the last run; paths are relative to the destination's tree, folders end in `/`. */
const expectedSchema = z.strictObject({
  /** By what was said on stdout: … */
  copied: paths,
  deleted: paths,
  dryrunCopied: paths.optional(),
  dryrunDeleted: paths.optional(),
  stdout: paths.optional(),
  /** … and on stderr. `warnings` are regular expressions. */
  failed: paths.optional(),
  warnings: paths.optional(),
  warningCount: z.int().optional(),
  exitCode: z.union([z.int(), z.array(z.int())]),
  /** By looking at the trees before and after. */
  untouched: paths,
  stateChanged: paths.optional(),
  stateRemoved: paths.optional(),
  sourceUnchanged: z.boolean().optional(),
  mtimeIsWholeSecondLastModified: z.boolean().optional(),
  finalDestination: z.record(z.string(), finalEntrySchema).optional(),
})
export type Expected = z.infer<typeof expectedSchema>

const sceneSchema = z.strictObject({
  direction: z.enum(['upload', 'download', 'copy']),
  /** As typed; `{A}` and `{B}` are the two buckets. */
  sourcePath: z.string(),
  destinationPath: z.string(),
  /** The folder `sourceTree` stands in, where `sourcePath` does not tell. */
  sourceBase: z.string().optional(),
  sourceTree: z.array(entrySchema),
  destinationTree: z.array(entrySchema),
  /** `{CWD}` is the scratch folder. */
  args: z.array(z.string()),
  /** Text added to the `[default]` profile. */
  config: z.string().optional(),
  /** Run without the right to read what the mode forbids. */
  dropDac: z.boolean().default(false),
  /** [link, target], both in the scratch folder. */
  rootSymlink: z.tuple([z.string(), z.string()]).optional(),
  /** The folder to run in, below the scratch folder. */
  cwd: z.string().optional(),
})
/** Two trees, and a command to run on them. */
export type Scene = z.infer<typeof sceneSchema>

const caseSchema = z.strictObject({
  ...sceneSchema.shape,
  id: z.string(),
  rules: z.array(z.string()),
  title: z.string(),
  /** Properties of every destination object that `head` lists. */
  checkHead: z.array(propertySchema).default([]),
  /** The command is run so often; what is expected is said of the last run. */
  repeat: z.int().positive().default(1),
  /** Where the case was recorded, if not on every server. */
  backends: z.array(z.enum(['rgw', 'moto', 'aws'])).optional(),
  realAwsOnly: z.boolean().default(false),
  nondeterministic: z.boolean().default(false),
  /** Fields of `expected` that depend on chance. */
  ignoreFields: z.array(z.string()).default([]),
  note: z.string().optional(),
  /** The departure (D-1 to D-24) that makes Sluice's behaviour, expected here, differ from aws's. */
  departure: z.string().optional(),
  expected: expectedSchema,
})
/** A recorded case: a scene, and what must be seen afterwards. */
export type Case = z.infer<typeof caseSchema>

/**
 * All cases, in their order: those that were recorded, and our own for corners which those leave out. What our own
 * expect was seen of `aws` 2.9.19 too, but for the departures.
 */
export function loadCases(): Case[] {
  return ['cases.json', 'own-cases.json'].flatMap((name) => {
    const text = readFileSync(new URL(name, import.meta.url), 'utf8')
    return z.array(caseSchema).parse(JSON.parse(text))
  })
}
