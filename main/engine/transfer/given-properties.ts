import type { WriteProperties } from '../../../shared/write-properties.ts'
import type { ObjectProperties } from '../s3/object-store.ts'
import { contentTypeOf } from './content-type.ts'

/** What a person wants new objects to have (PRP-1); what is not given is left out. */
export function givenProperties(given: WriteProperties): ObjectProperties {
  const { expires, grants } = given
  return {
    ...present(given),
    // HTTP has whole seconds.
    ...(expires === null ? {} : { expires: new Date(expires).toUTCString() }),
    ...(grants.length === 0 ? {} : { grants }),
  }
}

/**
 * | --content-type | --no-guess-mime-type | type of an upload                              |
 * |----------------|----------------------|------------------------------------------------|
 * | given          | any                  | the given one (CTY-3)                          |
 * | –              | given                | none: the server's own (CTY-2)                 |
 * | –              | –                    | by the name's extension, none where unknown    |
 */
export function propertiesOfUpload(given: WriteProperties, name: string): ObjectProperties {
  return { ...(given.guessContentType ? contentTypeOf(name) : {}), ...givenProperties(given) }
}

const asTheyAre = [
  'storageClass',
  'encryption',
  'kmsKeyId',
  'acl',
  'contentType',
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'websiteRedirect',
  'metadata',
] as const satisfies readonly (keyof WriteProperties & keyof ObjectProperties)[]

function present(given: WriteProperties): ObjectProperties {
  return Object.fromEntries(asTheyAre.flatMap((name) => (given[name] === null ? [] : [[name, given[name]]])))
}
