import { z } from 'zod'
import { storageClasses } from './write-properties.ts'

/** What a header may have in it: printable ASCII, as HTTP carries it without further ado. */
const printable = /^[\x20-\x7e]*$/
const header = z.string().min(1).max(2048).regex(printable).nullable().exactOptional()

/** A name of HTTP, which those of user metadata become. */
export const metadataName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Bytes of all names and values of an object's user metadata together (Amazon S3 User Guide, "Working with object metadata"). */
export const largestMetadata = 2048

/** Tags of one object (Amazon S3 User Guide, "Categorizing your objects using tags"). */
export const mostTags = 10

/** Bytes: names and values are ASCII. */
const sizeOf = (metadata: Readonly<Record<string, string>>): number =>
  Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0)

/** What an object shall have besides its bytes: what is absent or null stays; a header that is null goes. */
export const objectEditSchema = z.strictObject({
  headers: z.strictObject({
    contentType: header,
    cacheControl: header,
    contentDisposition: header,
    contentEncoding: header,
    contentLanguage: header,
    /** An HTTP date. */
    expires: header,
    websiteRedirect: header,
  }),
  /** All of it, names without `x-amz-meta-`. */
  metadata: z
    .record(z.string().min(1).max(1024).regex(metadataName), z.string().max(2048).regex(printable))
    .refine((metadata) => sizeOf(metadata) <= largestMetadata)
    .nullable(),
  /** All of them. */
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .refine((tags) => Object.keys(tags).length <= mostTags)
    .nullable(),
  storageClass: z.enum(storageClasses).nullable(),
})
export type ObjectEdit = z.infer<typeof objectEditSchema>

export type EditedHeader = keyof ObjectEdit['headers']

/** The headers as people know them, in the order in which they are shown. */
export const editedHeaders = {
  contentType: 'Content-Type',
  cacheControl: 'Cache-Control',
  contentDisposition: 'Content-Disposition',
  contentEncoding: 'Content-Encoding',
  contentLanguage: 'Content-Language',
  expires: 'Expires',
  websiteRedirect: 'Website redirect',
} as const satisfies Record<EditedHeader, string>
