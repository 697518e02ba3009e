import { storageClasses } from '../../../shared/write-properties.ts'
import type { CopyQuery, ObjectHead, ObjectProperties, Tags } from '../s3/object-store.ts'
import type { CopyJob } from './copy-job.ts'
import type { TransferTools } from './transfer.ts'
import { sourceChanged } from './write-guard.ts'

/** What a copy is given, and what it is told to take from its source. */
export interface PropertiesOfCopy extends Pick<CopyQuery, 'metadataDirective' | 'taggingDirective'> {
  readonly properties: ObjectProperties
  /** To be given to an object made of parts. */
  readonly tags: Tags
}

/**
 * Works out what a copy gets (META-2, META-5, META-6). Given are the properties of the command line; `filled` are those
 * and, for each that was not given, the source's, which a HEAD tells.
 *
 * | metadata directive | copy-props         | copied whole: properties, directives           | in parts: properties, tags |
 * |--------------------|--------------------|------------------------------------------------|----------------------------|
 * | given              | any                | given, that directive                          | given, none                |
 * | –                  | none               | given, REPLACE both                            | given, none                |
 * | –                  | metadata-directive | given; filled and REPLACE where some were given; tags REPLACE | filled, none |
 * | –                  | default, all       | given; filled and REPLACE where some were given | filled, the source's      |
 */
export async function propertiesOfCopy(
  job: Pick<CopyJob, 'sourceStore' | 'source' | 'sourceEtag' | 'properties' | 'keeping'>,
  inParts: boolean,
  tools: Pick<TransferTools, 'retry'>,
  signal: AbortSignal,
): Promise<PropertiesOfCopy> {
  const { properties, keeping, sourceStore, source } = job
  const { copyProps, metadataDirective } = keeping
  const readTags = (): Promise<Tags> => tools.retry('tags', (s) => sourceStore.tags(source, s), signal)
  if (metadataDirective !== null) {
    const tags = inParts && keeping.keepsTags === true ? await readTags() : {}
    return { properties, tags, metadataDirective }
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
}: {
  readonly [Field in 'storageClass' | 'encryption' | 'kmsKeyId']?: ObjectHead[Field] | undefined
}): ObjectProperties {
  const known = storageClasses.find((name) => name === storageClass)
  const way = (['AES256', 'aws:kms'] as const).find((name) => name === encryption)
  return {
    ...(known === undefined ? {} : { storageClass: known }),
    ...(way === undefined ? {} : { encryption: way }),
    ...(way === 'aws:kms' && kmsKeyId !== undefined ? { kmsKeyId } : {}),
  }
}
