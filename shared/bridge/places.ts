import { z } from 'zod'
import { habitsSchema } from '../endpoint-habits.ts'
import { errorDataSchema } from './values.ts'

/**
 * A connection as the page knows it: an id and words, never a secret. `local` is this computer and `practice` the
 * practice server; a profile's id is `profile:NAME`, the environment's `environment`, that of one that is saved
 * `saved:NAME`, a session's `session:N`.
 */
export const connectionSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['local', 'practice', 'profile', 'environment', 'saved', 'session']),
  label: z.string(),
  /** Where it leads, in words: an endpoint's host, a region. */
  detail: z.string(),
  /** The last four characters of the access key id, where there is one and it is known. */
  keyTail: z.string().nullable(),
  /** What a person has to do before it works: log in by a browser, or give the code of a second factor. */
  signIn: z.enum(['sso', 'code']).nullable(),
  /** Why it can't be used now, if it can't: the practice server didn't start. */
  problem: errorDataSchema.nullable(),
})
export type Connection = z.infer<typeof connectionSchema>

/** A pair of keys, and the token of temporary ones. They go one way only. */
export const keysSchema = z.strictObject({
  accessKeyId: z.string().trim().min(1).max(200),
  secretAccessKey: z.string().trim().min(1).max(2000),
  sessionToken: z.string().trim().max(10_000),
})
export type Keys = z.infer<typeof keysSchema>

/** Keys typed in, and where they belong. */
export const typedKeysSchema = keysSchema.extend({
  label: z.string().trim().max(200),
  /** `https://host` or `http://host:port`; empty for Amazon's own. */
  endpoint: z.string().trim().max(2000),
  region: z.string().trim().max(100),
})
export type TypedKeys = z.infer<typeof typedKeysSchema>

/**
 * `keep`: saved, with its secret in the system's keychain; else for this session. `replace`: in the place of what was saved
 * under its name.
 */
export const newConnectionSchema = typedKeysSchema.extend({ keep: z.boolean(), replace: z.boolean() })
export type NewConnection = z.infer<typeof newConnectionSchema>

/** `writeTo`: a bucket into which small objects may be written for a moment, to see how its server takes them; empty for none. */
export const triedKeysSchema = typedKeysSchema.extend({ writeTo: z.string().trim().max(255) })
export type TriedKeys = z.infer<typeof triedKeysSchema>

/** What became of trying keys. */
export const triedConnectionSchema = z.strictObject({
  /** Whether a server that speaks S3 answered. */
  answers: z.boolean(),
  accepted: z.boolean(),
  /** How many they see; null where they may not ask. */
  buckets: z.number().nullable(),
  /** What is wrong, if something is. */
  error: errorDataSchema.nullable(),
  /** What is known of how the server takes requests, by what it has answered until now; null for Amazon's. */
  habits: habitsSchema.nullable(),
  /** What became of writing, where that was asked for: null where it was not. */
  writing: z.strictObject({ bucket: z.string(), error: errorDataSchema.nullable() }).nullable(),
})
export type TriedConnection = z.infer<typeof triedConnectionSchema>

/** A login that a person is to confirm in a browser. */
export const signInSchema = z.strictObject({
  /** Of the page to confirm it on. */
  url: z.string(),
  /** What that page shows, to be compared. */
  code: z.string(),
  /** Milliseconds since 1970; after that it is too late. */
  until: z.number(),
})
export type SignIn = z.infer<typeof signInSchema>

/** An unguessable name of a place that the main process knows. */
export const placeTokenSchema = z.string().max(100)

/** A place that a pane can show. `text` is its address as one types it. */
export const placeSchema = z.strictObject({
  token: placeTokenSchema,
  connectionId: z.string(),
  /** `buckets` is the list of a connection's buckets. */
  kind: z.enum(['local', 's3', 'buckets']),
  text: z.string(),
  /** From the root to the place itself, which is the last. */
  crumbs: z.array(z.strictObject({ name: z.string(), token: placeTokenSchema })),
})
export type Place = z.infer<typeof placeSchema>

/** What a row is against the other pane. Folders on both sides have one only when a plan has looked into them. */
export const marks = ['only-here', 'differs', 'same', 'only-there'] as const
export const markSchema = z.enum(marks)
export type Mark = z.infer<typeof markSchema>

/**
 * What was counted below a folder: `waiting` for others that are counted first, `stopped` by a person or `failed` part way
 * with what was found until then.
 */
export const folderCountSchema = z.strictObject({
  state: z.enum(['waiting', 'counting', 'done', 'stopped', 'failed']),
  files: z.number(),
  bytes: z.number(),
  /** Listing requests that it took; null on a disk. */
  requests: z.number().nullable(),
  /** Names that no sync could take. */
  problems: z.number(),
  error: errorDataSchema.nullable(),
})
export type FolderCount = z.infer<typeof folderCountSchema>

export const browseEntrySchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['folder', 'file', 'link', 'special', 'bucket']),
  /** Bytes; null for folders. */
  size: z.number().nullable(),
  /** Milliseconds since 1970; null where there is none. */
  modified: z.number().nullable(),
  /** As S3 names it; empty on a disk and for folders. */
  storageClass: z.string(),
  mark: markSchema.nullable(),
  /** What is in a folder, where a person has asked for that. */
  counted: folderCountSchema.nullable(),
  /** Why it can't be opened or synced, in words: unreadable, not UTF-8; null where nothing is wrong. */
  problem: z.string().nullable(),
})
export type BrowseEntry = z.infer<typeof browseEntrySchema>

export const browseSortSchema = z.strictObject({
  by: z.enum(['name', 'size', 'modified', 'class']),
  descending: z.boolean(),
})
export type BrowseSort = z.infer<typeof browseSortSchema>

/** Where a listing of a pane stands. */
export const browseStatusSchema = z.strictObject({
  viewId: z.string(),
  /** Raised whenever entries or marks have changed: what the page holds is then out of date. */
  revision: z.number(),
  count: z.number(),
  /** Bytes of the files among them. */
  bytes: z.number(),
  complete: z.boolean(),
  /** A person has stopped it before its end. */
  stopped: z.boolean(),
  /** The last listing has failed, or was stopped, before it found anything: the entries are those of the one before. */
  old: z.boolean(),
  /** The folder that is counted now, and how many wait for it. */
  counting: z.strictObject({ name: z.string(), count: folderCountSchema, waiting: z.number() }).nullable(),
  /** What ended the listing before its end, if something did. */
  error: errorDataSchema.nullable(),
})
export type BrowseStatus = z.infer<typeof browseStatusSchema>
