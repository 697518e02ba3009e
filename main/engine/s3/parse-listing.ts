import { isAscii, isUtf8 } from 'node:buffer'

/** Why a reply is no listing, or not one to rely on. The message is a sentence without its subject: "it ends …". */
export class ListingFlaw extends Error {
  /** Something that shows web pages answered, and not S3. */
  readonly isWebPage: boolean

  constructor(message: string, isWebPage = false) {
    super(message)
    this.name = 'ListingFlaw'
    this.isWebPage = isWebPage
  }
}

/** The texts of a `ListBucketResult` (ListObjectsV2), as they stand there; what is missing is undefined. */
export interface ListingDocument {
  readonly fields: ListingFields
  readonly contents: readonly ContentsFields[]
  /** The `Prefix` of each `CommonPrefixes`. */
  readonly commonPrefixes: readonly (string | undefined)[]
}

/** The fields of the document itself. */
export interface ListingFields {
  Name?: string
  Prefix?: string
  KeyCount?: string
  MaxKeys?: string
  IsTruncated?: string
  EncodingType?: string
  NextContinuationToken?: string
}

const listingNames: readonly string[] = [
  'Name',
  'Prefix',
  'KeyCount',
  'MaxKeys',
  'IsTruncated',
  'EncodingType',
  'NextContinuationToken',
] satisfies (keyof ListingFields)[]

const isListingName = (name: string): name is keyof ListingFields => listingNames.includes(name)

/** The fields of one `Contents`. */
export interface ContentsFields {
  readonly Key: string | undefined
  readonly Size: string | undefined
  readonly LastModified: string | undefined
  readonly ETag: string | undefined
  readonly StorageClass: string | undefined
  readonly RestoreStatus: RestoreFields | undefined
}

export interface RestoreFields {
  readonly IsRestoreInProgress: string | undefined
  readonly RestoreExpiryDate: string | undefined
}

/**
 * Reads one listing reply. It must be exactly a ListBucketResult document, well-formed to its end: no DTD, comments or
 * CDATA, no entities but the five of XML and character references. Elements it has no use for are skipped, and must be
 * well-formed too. Takes time in proportion to the reply.
 *
 * @throws ListingFlaw
 */
export function parseListing(body: Uint8Array): ListingDocument {
  if (body.length === 0) throw new ListingFlaw('it is empty')
  const text = decodeUtf8(Buffer.from(body.buffer, body.byteOffset, body.length))
  if (looksLikeHtml(text)) {
    throw new ListingFlaw('it is a web page, as a captive portal or the login page of a proxy sends', true)
  }
  return new ListingReader(text).read()
}

function decodeUtf8(body: Buffer): string {
  // Nearly every listing is ASCII, and a string made so is half as long.
  if (isAscii(body)) return body.toString('latin1')
  if (isUtf8(body)) return body.toString('utf8')
  throw new ListingFlaw('it is not UTF-8')
}

/** The start of a page is enough; a listing can't start so. */
const looksLikeHtml = (text: string): boolean =>
  /^\uFEFF?\s*(<!doctype\s+html|<html)\b/i.test(text.slice(0, 256))

const space = /[ \t\r\n]*/y
const declaration =
  /\uFEFF?(<\?xml\s+version=(["'])1\.[01]\2(\s+encoding=(["'])utf-8\4)?(\s+standalone=(["'])(yes|no)\6)?\s*\?>)?/iy
const plainName = /^[A-Za-z]+$/
const nameAndAttributes = /^([A-Za-z_][\w.:-]*)(?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*$/

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f

/** Nesting beyond this is no listing. */
const deepest = 16

class ListingReader {
  readonly #text: string
  #at = 0
  /** Whether the tag read last was `<name/>`. */
  #closed = false

  constructor(text: string) {
    this.#text = text
  }

  read(): ListingDocument {
    this.#match(declaration)
    this.#skipSpace()
    const root = this.#startTag()
    if (root !== 'ListBucketResult')
      throw new ListingFlaw(`it is a <${printable(root)}> document, not a listing`)
    const fields: ListingFields = {}
    const contents: ContentsFields[] = []
    const commonPrefixes: (string | undefined)[] = []
    for (let name = this.#child(root); name !== null; name = this.#child(root)) {
      if (name === 'Contents') contents.push(this.#contents())
      else if (name === 'CommonPrefixes') commonPrefixes.push(this.#commonPrefix())
      else if (isListingName(name)) fields[name] = this.#once(fields[name], name)
      else this.#skip(name)
    }
    this.#skipSpace()
    if (this.#at !== this.#text.length) throw new ListingFlaw('something follows its end')
    return { fields, contents, commonPrefixes }
  }

  #contents(): ContentsFields {
    let Key, Size, LastModified, ETag, StorageClass: string | undefined
    let RestoreStatus: RestoreFields | undefined
    for (;;) {
      Key ??= this.#plain('<Key>', '</Key>')
      LastModified ??= this.#plain('<LastModified>', '</LastModified>')
      ETag ??= this.#plain('<ETag>', '</ETag>')
      Size ??= this.#plain('<Size>', '</Size>')
      StorageClass ??= this.#plain('<StorageClass>', '</StorageClass>')
      const name = this.#child('Contents')
      if (name === null) break
      switch (name) {
        case 'Key':
          Key = this.#once(Key, name)
          break
        case 'Size':
          Size = this.#once(Size, name)
          break
        case 'LastModified':
          LastModified = this.#once(LastModified, name)
          break
        case 'ETag':
          ETag = this.#once(ETag, name)
          break
        case 'StorageClass':
          StorageClass = this.#once(StorageClass, name)
          break
        case 'RestoreStatus':
          RestoreStatus = this.#restoreStatus()
          break
        default:
          this.#skip(name)
      }
    }
    return { Key, Size, LastModified, ETag, StorageClass, RestoreStatus }
  }

  /**
   * The text of an element that comes next and stands there as servers write it, without attributes or blanks. Undefined
   * where it does not: then nothing is read, and the next `#child` says what there is. Most of a listing is read here.
   */
  #plain(startTag: string, endTag: string): string | undefined {
    const text = this.#text
    const start = this.#at + startTag.length
    if (!text.startsWith(startTag, this.#at)) return undefined
    const end = text.indexOf('<', start)
    if (end < 0 || !text.startsWith(endTag, end)) return undefined
    this.#at = end + endTag.length
    return decodeEntities(text.slice(start, end))
  }

  #restoreStatus(): RestoreFields {
    let IsRestoreInProgress, RestoreExpiryDate: string | undefined
    for (let name = this.#child('RestoreStatus'); name !== null; name = this.#child('RestoreStatus')) {
      if (name === 'IsRestoreInProgress') IsRestoreInProgress = this.#once(IsRestoreInProgress, name)
      else if (name === 'RestoreExpiryDate') RestoreExpiryDate = this.#once(RestoreExpiryDate, name)
      else this.#skip(name)
    }
    return { IsRestoreInProgress, RestoreExpiryDate }
  }

  #commonPrefix(): string | undefined {
    let Prefix: string | undefined
    for (let name = this.#child('CommonPrefixes'); name !== null; name = this.#child('CommonPrefixes')) {
      if (name === 'Prefix') Prefix = this.#once(Prefix, name)
      else this.#skip(name)
    }
    return Prefix
  }

  /** Reads the next start tag inside an element and gives its name; at the element's end reads that and gives null. */
  #child(parent: string): string | null {
    if (this.#closed) {
      this.#closed = false
      return null
    }
    this.#skipSpace()
    if (this.#text.charCodeAt(this.#at + 1) !== slash) return this.#startTag()
    this.#endTag(parent)
    return null
  }

  /** The text of the element whose start tag was just read, up to its end tag: it has no elements in it. */
  #once(already: string | undefined, name: string): string {
    if (already !== undefined) throw new ListingFlaw(`it has two <${name}> in one place`)
    if (this.#closed) {
      this.#closed = false
      return ''
    }
    const start = this.#at
    const end = this.#indexOf('<')
    this.#at = end
    this.#endTag(name)
    return decodeEntities(this.#text.slice(start, end))
  }

  /** Reads to the end of the element whose start tag was just read. */
  #skip(name: string): void {
    const open = this.#closed ? [] : [name]
    while (open.length > 0) {
      const start = this.#at
      this.#at = this.#indexOf('<')
      decodeEntities(this.#text.slice(start, this.#at))
      if (this.#text.charCodeAt(this.#at + 1) === slash) {
        this.#endTag(open.pop() ?? '')
        continue
      }
      const inner = this.#startTag()
      if (!this.#closed) open.push(inner)
      if (open.length > deepest) throw new ListingFlaw('its elements are nested too deep')
    }
    this.#closed = false
  }

  /** Reads `<name …>` or `<name …/>`. */
  #startTag(): string {
    if (this.#text.charCodeAt(this.#at) !== lessThan) {
      if (this.#at === this.#text.length) throw cutShort()
      throw new ListingFlaw('it has text where only elements can be')
    }
    const end = this.#indexOf('>')
    this.#closed = this.#text.charCodeAt(end - 1) === slash
    const tag = this.#text.slice(this.#at + 1, this.#closed ? end - 1 : end)
    this.#at = end + 1
    if (plainName.test(tag)) return tag
    const name = nameAndAttributes.exec(tag)?.[1]
    if (name === undefined) throw new ListingFlaw(`it has a tag that no listing has, <${printable(tag)}>`)
    return name
  }

  #endTag(name: string): void {
    const text = this.#text
    const end = this.#at + 2 + name.length
    const matches = text.charCodeAt(this.#at + 1) === slash && text.startsWith(name, this.#at + 2)
    if (matches && text.charCodeAt(end) === greaterThan) {
      this.#at = end + 1
      return
    }
    // Blanks before the `>` are allowed, and nobody sends them.
    const close = this.#indexOf('>')
    if (!matches || text.slice(end, close).trim() !== '')
      throw new ListingFlaw(`<${printable(name)}> is not closed`)
    this.#at = close + 1
  }

  #indexOf(mark: '<' | '>'): number {
    const found = this.#text.indexOf(mark, this.#at)
    if (found < 0) throw cutShort()
    return found
  }

  #skipSpace(): void {
    if (this.#text.charCodeAt(this.#at) !== lessThan) this.#match(space)
  }

  /** Moves past what a sticky pattern matches here. */
  #match(pattern: RegExp): void {
    pattern.lastIndex = this.#at
    if (pattern.test(this.#text)) this.#at = pattern.lastIndex
  }
}

const cutShort = (): ListingFlaw => new ListingFlaw('it ends in the middle')

/** Some text of a reply, short and without control characters. */
const printable = (text: string): string => text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])
const numbered = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/

/** The longest is `&#x10ffff;`. */
const longestReference = 10

const quote = '&quot;'
const isQuoted = (text: string): boolean => text.startsWith(quote) && text.endsWith(quote)

/** Resolves `&amp;` and its like, each once. */
function decodeEntities(text: string): string {
  let start = text.indexOf('&')
  if (start < 0) return text
  // So are most ETags written.
  if (start === 0 && text.indexOf('&', 1) === text.length - quote.length && isQuoted(text)) {
    return `"${text.slice(quote.length, -quote.length)}"`
  }
  let decoded = ''
  let done = 0
  for (; start >= 0; start = text.indexOf('&', done)) {
    const end = text.indexOf(';', start)
    const reference = end < 0 || end - start > longestReference ? '' : text.slice(start + 1, end)
    decoded += text.slice(done, start) + (named.get(reference) ?? numberedCharacter(reference))
    done = end + 1
  }
  return decoded + text.slice(done)
}

/** Also characters that XML 1.0 has no place for: keys may hold them, and S3 writes them so. */
function numberedCharacter(reference: string): string {
  const [, hex, decimal] = numbered.exec(reference) ?? []
  const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal ?? NaN)
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  if (!isCharacter) throw new ListingFlaw(`it has an entity that no listing has, &${printable(reference)}`)
  return String.fromCodePoint(code)
}
