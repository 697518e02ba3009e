import { hash } from 'node:crypto'

/** One of a few kinds of object: keys take turns, so that sizes and ETags vary and yet every piece is rendered once. */
interface Kind {
  readonly content: string
  readonly etag: string
  /** All that follows a key in its `<Contents>`. */
  readonly tail: string
}

/** When every object was last modified, in milliseconds since 1970. */
export const lastModified = Date.UTC(2024, 0, 2, 3, 4, 5)
const kinds: readonly Kind[] = Array.from({ length: 16 }, (_, n) => kindOf('sluice '.repeat(n)))
const longerKinds: readonly Kind[] = kinds.map(({ content }) => kindOf(`${content}!`))

function kindOf(content: string): Kind {
  const etag = hash('md5', content)
  const tail =
    `</Key><LastModified>${new Date(lastModified).toISOString()}</LastModified><ETag>&quot;${etag}&quot;</ETag>` +
    `<Size>${String(content.length)}</Size><StorageClass>STANDARD</StorageClass></Contents>`
  return { content, etag, tail }
}

/** The key at a position: ten thousand to a folder, names of one width, so that byte order is the order of positions. */
export function keyAt(position: number): string {
  const digits = String(position).padStart(9, '0')
  return `data/${digits.slice(0, 5)}/file-${digits}.bin`
}

/** The first position in [0, keys] whose key is not below `text`. */
function positionOf(text: string, keys: number): number {
  let low = 0
  let high = keys
  while (low < high) {
    const middle = (low + high) >>> 1
    if (Buffer.compare(Buffer.from(keyAt(middle)), Buffer.from(text)) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The position after the last key that starts with `prefix`, given the first that does. */
function endOf(prefix: string, from: number, keys: number): number {
  let low = from
  let high = keys
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyAt(middle).startsWith(prefix)) low = middle + 1
    else high = middle
  }
  return low
}

const urlEncoded = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/')
const xmlEscaped = (text: string): string =>
  text.replace(/[&<>]|[^ -~]/gu, (c) => `&#${String(c.codePointAt(0))};`)

const tokenTail = '-'.padEnd(80, 'Xk9')

/** The keys of a synthetic lister, and pages of ListObjectsV2 over them. */
export class SyntheticListing {
  readonly #keys: number
  readonly #differ: number

  constructor(keys: number, differ: number) {
    this.#keys = keys
    this.#differ = Math.min(differ, keys)
  }

  /** The object at a position of a bucket. */
  kind(bucket: string, position: number): Kind {
    return (this.#differs(bucket, position) ? longerKinds : kinds)[position % kinds.length] ?? kindOf('')
  }

  /** True of exactly `differ` positions, as evenly spread as they can be. */
  #differs(bucket: string, position: number): boolean {
    const before = (count: number) => Math.floor((count * this.#differ) / this.#keys)
    return bucket === 'other' && before(position + 1) > before(position)
  }

  /** The position of a key, or null where there is no such key. */
  find(key: string): number | null {
    const position = positionOf(key, this.#keys)
    return position < this.#keys && keyAt(position) === key ? position : null
  }

  /** One page. A token is the position to go on from, and as long as those of S3. */
  page(bucket: string, query: URLSearchParams): string {
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter') ?? ''
    const encoded = query.get('encoding-type') === 'url' ? urlEncoded : xmlEscaped
    const after = query.get('start-after')
    const token = query.get('continuation-token')
    const first = positionOf(prefix, this.#keys)
    const end = endOf(prefix, first, this.#keys)
    let position = Math.max(first, token === null ? 0 : Number.parseInt(token.slice(1), 10))
    if (token === null && after !== null) position = Math.max(position, positionOf(`${after}\0`, this.#keys))
    const most = Math.min(1000, Number(query.get('max-keys') ?? 1000))
    let contents = ''
    let folders = ''
    let count = 0
    for (; position < end && count < most; count++) {
      const key = keyAt(position)
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      if (cut < 0) {
        contents += `<Contents><Key>${key}${this.kind(bucket, position).tail}`
        position++
      } else {
        const folder = key.slice(0, cut + delimiter.length)
        folders += `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`
        position = endOf(folder, position, this.#keys)
      }
    }
    const more = position < end
    return (
      '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
      `<Name>${xmlEscaped(bucket)}</Name><Prefix>${encoded(prefix)}</Prefix>` +
      (after === null ? '' : `<StartAfter>${encoded(after)}</StartAfter>`) +
      (token === null ? '' : `<ContinuationToken>${token}</ContinuationToken>`) +
      (more ? `<NextContinuationToken>p${String(position)}${tokenTail}</NextContinuationToken>` : '') +
      `<KeyCount>${String(count)}</KeyCount><MaxKeys>${String(most)}</MaxKeys>` +
      (delimiter === '' ? '' : `<Delimiter>${encoded(delimiter)}</Delimiter>`) +
      (query.has('encoding-type') ? '<EncodingType>url</EncodingType>' : '') +
      `<IsTruncated>${String(more)}</IsTruncated>${contents}${folders}</ListBucketResult>`
    )
  }
}
