/** A request of the data plane, before it is addressed and signed: what S3's REST API has of one call. */
export interface DataRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST'
  readonly bucket: string
  /** The bucket itself if absent. */
  readonly key?: string
  /** Decoded; a value that is empty stands for a parameter without one. */
  readonly query?: Readonly<Record<string, string>>
  /** Names in lower case. `undefined` for one that is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Held in memory, so that each attempt has it whole. */
  readonly body?: Uint8Array
  /** Gives the body's SHA-256 in hex. */
  readonly sha256?: () => Promise<string>
}

/** A path or a query as it goes over the wire, and into the signature. */
export interface WireTarget {
  /** Encoded. */
  readonly path: string
  /** Encoded, in the order of its names' bytes, without the question mark. */
  readonly query: string
}

const reserved = /[^A-Za-z0-9\-._~/]/
const reservedOrSlash = /[^A-Za-z0-9\-._~]/

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export const uriEncode = (text: string): string =>
  reservedOrSlash.test(text)
    ? encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    : text

/** The same, with slashes as they are: a key in a path (AWS SigV4, "UriEncode"). */
export const encodePath = (key: string): string =>
  reserved.test(key) ? key.split('/').map(uriEncode).join('/') : key

/** @param folder what goes before the key: empty, or `/bucket` */
export function wireTarget(folder: string, { key, query }: DataRequest): WireTarget {
  return {
    path: `${folder}/${key === undefined ? '' : encodePath(key)}`,
    query: query === undefined ? '' : encodeQuery(query),
  }
}

/** A query in the order in which it is signed. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
  return parts.length > 1 ? parts.sort(byCodeUnit).join('&') : (parts[0] ?? '')
}

/** Of ASCII, which encoded text and the names of headers are, this is the order of the bytes. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
