import type { WriteProperties } from '../../../shared/write-properties.ts'
import type { ObjectHead, ObjectProperties } from '../s3/object-store.ts'
import type { PropertyChange } from '../planning/property-verdict.ts'
import { givenProperties, propertiesOfUpload } from '../transfer/given-properties.ts'
import { propertiesFrom, redirectOf } from '../transfer/copy-properties.ts'

const headers = {
  contentType: 'Content-Type',
  cacheControl: 'Cache-Control',
  contentDisposition: 'Content-Disposition',
  contentEncoding: 'Content-Encoding',
  contentLanguage: 'Content-Language',
} as const

type Header = keyof typeof headers
const headerNames = Object.keys(headers) as Header[]

/** No sync compares these; a person may want them otherwise. */
const uncompared = { expires: 'Expires', websiteRedirect: 'Website redirect' } as const
const named = { ...headers, ...uncompared }
const allNames = Object.keys(named) as (keyof typeof named)[]

/** What a sync would give an object, as far as it has a say: a header that is null would not be there. */
export interface WantedProperties {
  readonly headers: Readonly<Partial<Record<keyof typeof named, string | null>>>
  /** All of it; null where the sync has no say. */
  readonly metadata: Readonly<Record<string, string>> | null
  readonly storageClass: ObjectProperties['storageClass'] | null
}

/**
 * Of an upload: what its flags name, and the type guessed from its name. What neither names has come from elsewhere, and
 * is left as it is.
 */
export const wantedOfUpload = (given: WriteProperties, name: string): WantedProperties =>
  wantedOf(propertiesOfUpload(given, name))

/**
 * Of a copy: all that its source has, over which goes what flags name.
 *
 * | metadata directive | copy-props | of the source | of the flags |
 * |--------------------|------------|---------------|--------------|
 * | COPY               | any        | all           | storage class|
 * | REPLACE            | any        | nothing       | all          |
 * | –                  | none       | nothing       | all          |
 * | –                  | any other  | all           | all          |
 */
export function wantedOfCopy(given: WriteProperties, source: ObjectHead): WantedProperties {
  const flags = wantedOf(givenProperties(given))
  const { metadataDirective, copyProps } = given
  if (metadataDirective === 'REPLACE' || (metadataDirective === null && copyProps === 'none')) return flags
  const own = Object.fromEntries(headerNames.map((name) => [name, source[name] ?? null]))
  const { storageClass } = flags
  if (metadataDirective === 'COPY') return { headers: own, metadata: source.metadata, storageClass }
  return {
    headers: { ...own, ...flags.headers },
    metadata: flags.metadata ?? source.metadata,
    storageClass,
  }
}

function wantedOf(properties: ObjectProperties): WantedProperties {
  return {
    headers: Object.fromEntries(
      headerNames.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
    ),
    metadata: properties.metadata ?? null,
    storageClass: properties.storageClass ?? null,
  }
}

/** In what an object differs from what is wanted; names of metadata count in lower case, as HTTP has them. */
export function propertyChanges(wanted: WantedProperties, head: ObjectHead): PropertyChange[] {
  const changes: PropertyChange[] = []
  const compare = (name: string, from: string | null, to: string | null): void => {
    if (from !== to) changes.push({ name, from, to })
  }
  for (const name of allNames) {
    const to = wanted.headers[name]
    if (to === undefined) continue
    const from = head[name] ?? null
    if (name === 'contentType' && isNoType(from) && isNoType(to)) continue
    compare(named[name], from, to)
  }
  if (wanted.metadata !== null) {
    const [from, to] = [lowered(head.metadata), lowered(wanted.metadata)]
    for (const name of [...new Set([...Object.keys(from), ...Object.keys(to)])].sort(byName))
      compare(`metadata ${name}`, from[name] ?? null, to[name] ?? null)
  }
  if (wanted.storageClass != null)
    compare('storage class', head.storageClass ?? 'STANDARD', wanted.storageClass)
  return changes
}

/** What S3 says of an object that was given none. */
const isNoType = (type: string | null): boolean => type === null || type === 'binary/octet-stream'

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const lowered = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]))

/** All that an object shall have, to be given it in place of what it has: what nobody wants otherwise stays. */
export function changedProperties(
  wanted: WantedProperties,
  head: ObjectHead,
): Pick<ObjectProperties, Header | 'expires' | 'websiteRedirect' | 'metadata'> {
  const properties: Record<string, unknown> = { ...propertiesFrom(head), ...redirectOf(head) }
  for (const [name, value] of Object.entries(wanted.headers)) {
    if (value === null) Reflect.deleteProperty(properties, name)
    else properties[name] = value
  }
  if (wanted.metadata !== null) properties['metadata'] = lowered(wanted.metadata)
  return properties
}
