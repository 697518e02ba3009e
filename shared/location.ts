import { SluiceError } from './errors.ts'

/** A bucket and the prefix below which a side lives. `prefix` is empty or ends in `/` (PTH-4). */
export interface S3Location {
  readonly kind: 's3'
  readonly bucket: string
  readonly prefix: string
}

/** A folder on this machine, as it was typed; the host makes it absolute. */
export interface LocalLocation {
  readonly kind: 'local'
  readonly path: string
}

export type Location = S3Location | LocalLocation

/** An access point's ARN is one name although it may have slashes in it; the key comes after it (PTH-2). */
const accessPoints = [
  /^(arn:aws[^:]*:s3:[^:]*:[^:]*:accesspoint[:/][^/]+)(?:\/([\s\S]*))?$/,
  /^(arn:aws[^:]*:s3-outposts:[^:]*:[^:]*:outpost[:/][^:/]+[:/]accesspoint[:/][^:/]+)(?:[:/]([\s\S]*))?$/,
] as const

/** What has no listing to sync by (ARG-7). */
const refused = [
  [/^arn:aws[^:]*:s3-object-lambda:/, 'S3 Object Lambda resources', 's3api'],
  [
    /^arn:aws[^:]*:s3-outposts:[^:]*:[^:]*:outpost[:/][^:/]+[:/]bucket[:/]/,
    'Outpost Bucket ARNs',
    's3control',
  ],
] as const

/**
 * Reads an address as `aws s3 sync` does: `s3://bucket[/prefix]` in lower case is S3, everything else is a local path
 * (ARG-1). The prefix is literal, and gets exactly one `/` at its end if it has none (PTH-1, PTH-4). In place of a bucket
 * there may be the ARN of an access point, one on Outposts included.
 *
 * @throws SluiceError `no-such-bucket` for `s3://` without one (ERR-4), `usage` for `-`, for an empty path, and for ARNs of what can't be
 * listed.
 */
export function parseLocation(text: string): Location {
  if (!text.startsWith('s3://')) {
    if (text === '') throw malformed(text, 'The path is empty.')
    if (text === '-') throw malformed(text, 'A stream (-) is not a place to sync.')
    if (/^s3:\/?[^/]/i.test(text) || /^S3:\/\//i.test(text)) {
      throw malformed(text, `${JSON.stringify(text)} is neither an S3 address nor likely to be a folder.`)
    }
    return { kind: 'local', path: text }
  }
  const rest = text.slice('s3://'.length)
  for (const [pattern, what, instead] of refused) if (pattern.test(rest)) throw noPlace(text, what, instead)
  const arn = accessPoints.map((pattern) => pattern.exec(rest)).find((found) => found !== null)
  const slash = rest.indexOf('/')
  const bucket = arn?.[1] ?? (slash < 0 ? rest : rest.slice(0, slash))
  const key = arn ? (arn[2] ?? '') : slash < 0 ? '' : rest.slice(slash + 1)
  if (bucket === '') throw malformed(text, `${JSON.stringify(text)} names no bucket.`, 'no-such-bucket')
  return { kind: 's3', bucket, prefix: key === '' || key.endsWith('/') ? key : `${key}/` }
}

function malformed(text: string, message: string, code: 'usage' | 'no-such-bucket' = 'usage'): SluiceError {
  return new SluiceError({
    code,
    message,
    subject: text,
    advice:
      'Write a bucket as s3://bucket/prefix, and a folder as a path (./s3:… for a folder of that name).',
  })
}

const noPlace = (text: string, what: string, instead: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `s3 commands do not support ${what}.`,
    subject: text,
    advice: `Use \`aws ${instead}\` for it, or the ARN of an access point here.`,
  })

/** The address as it is typed and shown; the inverse of `parseLocation`. */
export function formatLocation(location: Location): string {
  return location.kind === 's3' ? `s3://${location.bucket}/${location.prefix}` : location.path
}
