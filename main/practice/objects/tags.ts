import { S3Error, invalidArgument } from '../s3-error.ts'
import type { Properties } from '../store/object-version.ts'
import { decodeUri } from '../uri.ts'
import { childText, childrenNamed, readXmlRoot } from '../xml/read-xml.ts'
import { element, s3Document } from '../xml/write-xml.ts'

export type Tags = Properties['tags']

/** AmazonS3/latest/userguide/object-tagging.html */
const mostTags = 10
const longestTagKey = 128
const longestTagValue = 256
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** Reads `x-amz-tagging`: `key=value&key=value`, percent-encoded. */
export function parseTagHeader(header: string): Tags {
  const tags = header
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [key = '', ...value] = pair.split('=')
      return [decodeUri(key), decodeUri(value.join('='))] as const
    })
  if (new Set(tags.map(([key]) => key)).size < tags.length) {
    throw invalidArgument(
      'x-amz-tagging',
      header,
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    )
  }
  return checkTags(tags)
}

/** Reads a `Tagging` document. */
export function parseTagDocument(document: string): Tags {
  const [set, ...more] = childrenNamed(readXmlRoot(document, 'Tagging'), 'TagSet')
  if (set === undefined || more.length > 0) throw new S3Error('MalformedXML')
  const tags = childrenNamed(set, 'Tag').map((tag) => {
    const key = childText(tag, 'Key')
    const value = childText(tag, 'Value')
    if (key === null || value === null) throw new S3Error('MalformedXML')
    return [key, value] as const
  })
  return checkTags(tags)
}

export function tagDocument(tags: Tags): string {
  const elements = tags.map(([key, value]) => element('Tag', [element('Key', key), element('Value', value)]))
  return s3Document('Tagging', [element('TagSet', elements)])
}

function checkTags(tags: Tags): Tags {
  const seen = new Set<string>()
  if (tags.length > mostTags) {
    throw new S3Error('InvalidTag', { message: `Object tags cannot be greater than ${String(mostTags)}` })
  }
  for (const [key, value] of tags) {
    if (seen.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', key)
    seen.add(key)
    if (key === '' || key.length > longestTagKey || !tagText.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', key)
    }
    if (key.startsWith('aws:')) throw invalidTag('Your TagKey cannot be prefixed with aws:', key)
    if (value.length > longestTagValue || !tagText.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', key, value)
    }
  }
  return tags
}

function invalidTag(message: string, key: string, value?: string): S3Error {
  const details = { TagKey: key, ...(value === undefined ? {} : { TagValue: value }) }
  return new S3Error('InvalidTag', { message, details })
}
