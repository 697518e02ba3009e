import { z } from 'zod'
import { errorDataSchema } from './values.ts'

/** Texts up to this size are shown whole, side by side: bytes. */
export const largestText = 1024 * 1024
/** So are pictures of the kinds that a page shows. */
export const largestImage = 4 * 1024 * 1024

export const contentSideSchema = z.enum(['source', 'destination'])

const costSchema = z.strictObject({
  /** To the server, those that were made again included; none for a file of this computer. */
  requests: z.number(),
  bytes: z.number(),
})

/** What is in one side of a row. */
export const sideContentSchema = z.strictObject({
  cost: costSchema,
  content: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('text'),
      text: z.string(),
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'latin-1']),
    }),
    z.strictObject({ kind: z.literal('image'), type: z.string(), base64: z.string() }),
    z.strictObject({
      kind: z.literal('bytes'),
      /** No text and no picture, or more of it than is shown. */
      why: z.enum(['binary', 'large-text', 'large-image']),
      /** The first 256 bytes at most, in hex. */
      start: z.string(),
      /** Of all bytes, where all of them were read. */
      sha256: z.string().nullable(),
    }),
    z.strictObject({ kind: z.literal('failed'), error: errorDataSchema }),
  ]),
})
export type SideContent = z.infer<typeof sideContentSchema>

/** What one side of a row has besides its bytes; of a file of this computer, what an upload would give its object. */
export const sidePropertiesSchema = z.strictObject({
  cost: costSchema,
  /** Names as people read them, with their values. */
  values: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** It is not there yet: this is what it will get. */
  toBe: z.boolean(),
  /** What could not be asked. */
  errors: z.array(errorDataSchema),
})
export type SideProperties = z.infer<typeof sidePropertiesSchema>
