import { z } from 'zod'

/** Where a run puts what it would lose: the files, or the objects, that it replaces or deletes. */
export const asidePlaceSchema = z.discriminatedUnion('kind', [
  /** The system's trash, on the disk that a file is on. */
  z.strictObject({ kind: z.literal('trash') }),
  /** A folder of this computer, absolute: `<path>/<run id>/<key>`. */
  z.strictObject({ kind: z.literal('folder'), path: z.string() }),
  /** A prefix, empty or ending in `/`, at the destination's server: `<prefix><run id>/<key>`. */
  z.strictObject({ kind: z.literal('prefix'), bucket: z.string(), prefix: z.string() }),
])
export type AsidePlace = z.infer<typeof asidePlaceSchema>

/** Where one file or object is that was put aside, and what it was then: another one there is not it. */
export const keptAsideSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['trash', 'folder']),
    /** Absolute. */
    path: z.string(),
    size: z.number(),
    /** Milliseconds since 1970, with a fraction; of a link its own. */
    modified: z.number(),
  }),
  z.strictObject({
    kind: z.literal('object'),
    bucket: z.string(),
    key: z.string(),
    etag: z.string(),
    size: z.number(),
    modified: z.number(),
    /** What the server refused to give the copy. */
    lost: z.literal('object-lock').exactOptional(),
  }),
])
export type KeptAside = z.infer<typeof keptAsideSchema>
export type KeptFile = Exclude<KeptAside, { kind: 'object' }>
export type KeptObject = Extract<KeptAside, { kind: 'object' }>

/** Where it is, for people. */
export const keptAt = (kept: KeptAside): string =>
  kept.kind === 'object' ? `s3://${kept.bucket}/${kept.key}` : kept.path

/** What a run has put aside. */
export const asideReportSchema = z.strictObject({
  kind: z.enum(['trash', 'folder', 'prefix']),
  /** A path or an address; of the trash its name. */
  where: z.string(),
  count: z.number(),
  bytes: z.number(),
  /** What it took at the server, in requests; absent where none was asked. */
  requests: z.number().exactOptional(),
})
export type AsideReport = z.infer<typeof asideReportSchema>
