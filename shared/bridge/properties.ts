import { z } from 'zod'
import { placeTokenSchema } from './places.ts'
import { errorDataSchema } from './values.ts'

/** Texts of a server are cut to this before they cross: characters. */
export const longestFact = 8192

const text = z.string().max(longestFact)

/** One thing that is known of something, as people read it; several texts stand one below the other. */
export const factSchema = z.strictObject({
  name: z.string().max(300),
  texts: z.array(text).max(1000),
  /** Milliseconds since 1970, of what is a time: it is said in the zone of whoever reads it. */
  time: z.number().exactOptional(),
  /** Why it is not known; null where it is. */
  error: errorDataSchema.nullable(),
})
export type Fact = z.infer<typeof factSchema>

export const factsSchema = z.strictObject({ address: text, facts: z.array(factSchema).max(100) })
export type Facts = z.infer<typeof factsSchema>

const named = z.record(z.string(), z.string())

/** What there is to know of one object, each part by itself: what is refused takes nothing from the others. */
export const objectFactsSchema = z.strictObject({
  address: text,
  /** Its bytes' name, which an edit is held to; null where it could not be looked at. */
  etag: z.string().nullable(),
  /** What can be edited; a header that it does not have is left out. */
  headers: named,
  metadata: named,
  storageClass: z.string(),
  facts: z.array(factSchema).max(100),
  /** Why all of the above is not known; null where it is. */
  error: errorDataSchema.nullable(),
  /** Null where they are not known. */
  tags: named.nullable(),
  tagsError: errorDataSchema.nullable(),
})
export type ObjectFacts = z.infer<typeof objectFactsSchema>

const objectVersionSchema = z.strictObject({
  versionId: z.string().max(1024),
  /** Milliseconds since 1970. */
  modified: z.number(),
  /** Bytes; null for a delete marker. */
  size: z.number().nullable(),
  storageClass: z.string(),
  current: z.boolean(),
})

export const objectVersionsSchema = z.strictObject({
  /** Whether the bucket keeps what is replaced and deleted from now on. */
  versioning: z.enum(['kept', 'suspended', 'gone', 'unknown']),
  /** The newest first. */
  versions: z.array(objectVersionSchema).max(1000),
  /** There are older ones. */
  more: z.boolean(),
})
export type ObjectVersions = z.infer<typeof objectVersionsSchema>

/** An address by which anybody can read an object, and until when. */
export const linkSchema = z.strictObject({
  /** Milliseconds since 1970. */
  until: z.number(),
  endsBy: z.enum(['asked', 'credentials', 'unknown']),
})
export type Link = z.infer<typeof linkSchema>

/** The same with its address, which is a secret: it goes to the clipboard, and never to the page. */
export const madeLinkSchema = linkSchema.extend({ url: z.string().max(20_000) })
export type MadeLink = z.infer<typeof madeLinkSchema>

/** Of which object, and for how many seconds. */
export const linkParamsSchema = z.strictObject({
  token: placeTokenSchema,
  name: z.string().min(1).max(4096),
  expiresIn: z.int().min(1).max(604_800),
})
export type LinkParams = z.infer<typeof linkParamsSchema>
