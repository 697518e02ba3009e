import { S3Error } from './s3-error.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Decodes one percent-encoded piece of a request, once. A `+` is a space in S3, in paths as in queries and in
 * `x-amz-copy-source`, which is why clients send `%2B` for a plus.
 * @throws S3Error `InvalidURI` for a broken escape, bytes that are not UTF-8, and NUL.
 */
export function decodeUri(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  if (/%(?![\da-fA-F]{2})/.test(spaced)) throw new S3Error('InvalidURI')
  // A request line is read as Latin-1: characters above ASCII are bytes that the client did not escape.
  const bytes = Buffer.from(
    spaced.replace(/%([\da-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  )
  let decoded: string
  try {
    decoded = utf8.decode(bytes)
  } catch {
    throw new S3Error('InvalidURI')
  }
  if (decoded.includes('\0')) throw new S3Error('InvalidURI')
  return decoded
}

/** `UriEncode` of the SigV4 specification: everything but A-Z a-z 0-9 - . _ ~ as the bytes of its UTF-8. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The same, keeping `/`. */
export function encodeUriPath(path: string): string {
  return path.split('/').map(encodeUri).join('/')
}

/** Names and values of a query string in their order; a name without `=` has an empty value. */
export function parseQuery(query: string): (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      const name = equals < 0 ? pair : pair.slice(0, equals)
      return [decodeUri(name), equals < 0 ? '' : decodeUri(pair.slice(equals + 1))] as const
    })
}
