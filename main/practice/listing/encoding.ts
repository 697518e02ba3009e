import { invalidArgument } from '../s3-error.ts'
import { encodeUri } from '../uri.ts'

/** How the names in a listing are written. */
export type NameEncoder = (name: string) => string

/** Reads `encoding-type`. */
export function readEncoding(query: ReadonlyMap<string, string>): { url: boolean; encode: NameEncoder } {
  const type = query.get('encoding-type')
  if (type !== undefined && type !== 'url') {
    throw invalidArgument('encoding-type', type, 'Invalid Encoding Method specified in Request')
  }
  return type === 'url' ? { url: true, encode: encodeName } : { url: false, encode: (name) => name }
}

/** Names as S3 encodes them (measured): as in a form, with a space as `+`, but `/` kept. */
export function encodeName(name: string): string {
  return encodeUri(name)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replaceAll('%2A', '*')
    .replaceAll('~', '%7E')
}
