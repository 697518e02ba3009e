import { storageClasses } from '../../../shared/write-properties.ts'
import type { CopyQuery, ObjectHead, ObjectProperties, Tags } from '../s3/object-store.ts'
import type { CopyJob } from './copy-job.ts'
import type { TransferTools } from './transfer.ts'
import { sourceChanged } from './write-guard.ts'

/** What a copy is given, and what it is told to take from its source. */
export interface PropertiesOfCopy extends Pick<CopyQuery, 'metadataDirective' | 'taggingDirective'> {
  readonly properties: ObjectProperties
  /** To be given to an object made of parts, and with a tagging directive to any. */
  readonly tags: Tags
}

/**
 * Works out what a copy gets (META-2, META-5, META-6). Given are the properties of the command line; `filled` are those
 * and, for each that was not given, the source's, which a HEAD tells.
 *
 * | metadata directive | copy-props         | copied whole: properties, directives           | in parts: properties, tags |
 * |--------------------|--------------------|------------------------------------------------|----------------------------|
 * | given              | any                | given, that directive; the job's tags, REPLACE | given, the job's           |
 * | –                  | none               | given, REPLACE both                            | given, none                |
 * | –                  | metadata-directive | given; filled and REPLACE where some were given; tags REPLACE | filled, none |
 * | –                  | default, all       | given; filled and REPLACE where some were given | filled, the source's      |
 */
export async function propertiesOfCopy(
  job: Pick<CopyJob, 'sourceStore' | 'source' | 'sourceEtag' | 'properties' | 'keeping' | 'tags'>,
  inParts: boolean,
  tools: Pick<TransferTools, 'retry'>,
  signal: AbortSignal,
): Promise<PropertiesOfCopy> {
  const { properties, keeping, sourceStore, source } = job
  const { copyProps, metadataDirective } = keeping
  const readTags = (): Promise<Tags> => tools.retry('tags', (s) => sourceStore.tags(source, s), signal)
  if (metadataDirective !== null) {
    const directive = inParts || job.tags === undefined ? {} : ({ taggingDirective: 'REPLACE' } as const)
    return { properties, tags: job.tags ?? {}, metadataDirective, ...directive }
  }
  if (copyProps === 'none') {
    return { properties, tags: {}, metadataDirective: 'REPLACE', taggingDirective: 'REPLACE' }
  }
  const keepsTags = copyProps !== 'metadata-directive'
  const directives = keepsTags ? {} : ({ taggingDirective: 'REPLACE' } as const)
  if (!inParts && !changesSome(properties)) return { properties, tags: {}, ...directives }
  const head = await tools.retry('head', (s) => sourceStore.head(source, s), signal)
  if (head?.etag !== job.sourceEtag) throw sourceChanged(source)
  const tags = inParts && keepsTags ? await readTags() : {}
  return {
    properties: { ...propertiesFrom(head), ...properties },
    tags,
    ...(inParts ? {} : { metadataDirective: 'REPLACE', ...directives }),
  }
}

const kept = [
  'contentType',
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'expires',
  'metadata',
] as const satisfies readonly (keyof ObjectProperties & keyof ObjectHead)[]

/** S3 replaces all of these or none. */
const changesSome = (properties: ObjectProperties): boolean =>
  kept.some((name) => properties[name] !== undefined)

/** What CopyObject keeps of an object, as it can be given to another. */
export function propertiesFrom(head: ObjectHead): ObjectProperties {
  return Object.fromEntries(kept.flatMap((name) => (head[name] === undefined ? [] : [[name, head[name]]])))
}

/** No directive copies it: a copy that shall have it is given it anew (AWS, CopyObject). */
export const redirectOf = ({ websiteRedirect }: ObjectHead): Pick<ObjectProperties, 'websiteRedirect'> =>
  websiteRedirect === undefined ? {} : { websiteRedirect }

/** What a copy does not take from its source by itself. */
export function keptOf({
  storageClass,
  encryption,
  kmsKeyId,
  bucketKey,
}: {
  readonly [Field in 'storageClass' | 'encryption' | 'kmsKeyId' | 'bucketKey']?: ObjectHead[Field] | undefined
}): ObjectProperties {
  const known = storageClasses.find((name) => name === storageClass)
  const way = (['AES256', 'aws:kms', 'aws:kms:dsse'] as const).find((name) => name === encryption)
  return {
    ...(known === undefined ? {} : { storageClass: known }),
    ...(way === undefined ? {} : { encryption: way }),
    ...(way !== 'AES256' && way !== undefined && kmsKeyId !== undefined ? { kmsKeyId } : {}),
    ...(way === 'aws:kms' && bucketKey !== undefined ? { bucketKey } : {}),
  }
}

/**
 * Object Lock as it can be given to a copy, which takes none from its source (AWS, CopyObject). A retention that is over
 * holds nothing, and no server takes it.
 * @param now milliseconds since 1970
 */
export function lockOf({ lockMode, lockUntil, legalHold }: ObjectHead, now: number): ObjectProperties {
  const lasts = lockUntil !== undefined && Date.parse(lockUntil) > now
  return {
    ...(lockMode !== undefined && lasts ? { lockMode, lockUntil } : {}),
    ...(legalHold === 'ON' ? { legalHold } : {}),
  }
}

/** Whether an object has all that a copy was given which replaces whatever its source has. */
export function isAsGiven(head: ObjectHead, given: ObjectProperties): boolean {
  const { contentType = head.contentType, metadata = {}, storageClass = 'STANDARD' } = given
  const wanted = { ...given, contentType }
  const names = Object.keys({ ...metadata, ...head.metadata })
  return (
    [...kept, 'websiteRedirect' as const].every(
      (name) => name === 'metadata' || head[name] === wanted[name],
    ) &&
    names.every((name) => head.metadata[name] === metadata[name]) &&
    (head.storageClass ?? 'STANDARD') === storageClass
  )
}
