/** A small document of a reply: its root's name, and the texts of the elements that have no elements in them. */
export interface ReplyDocument {
  readonly root: string
  /** The first of each name. */
  readonly fields: Readonly<Record<string, string | undefined>>
}

const declaration = /^\uFEFF?<\?xml[^<>]*\?>/
const rootStart = /^<([A-Za-z]+)(?:\s[^<>]*)?>/
const rootEnd = /<\/([A-Za-z]+)\s*>$/
const element = /<([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?>([^<]*)<\/([A-Za-z][A-Za-z0-9]*)\s*>/g

/** Characters of the end tag of a root. */
const longestEndTag = 256

/** Longer than any error document or result of a write. */
const longest = 64 * 1024

/**
 * Reads an error document, or the result of a copy or of a begun upload. Neither DTDs nor entities of a document's own
 * are known.
 *
 * @returns null for what is no such document, or ends early.
 */
export function readReplyDocument(body: Uint8Array): ReplyDocument | null {
  // S3 sends blanks while a long copy goes on: they are no part of the document.
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString().trim()
  const document = text.replace(declaration, '').trimStart()
  if (document.length > longest) return null
  const start = rootStart.exec(document)
  const end = rootEnd.exec(document.slice(-longestEndTag))
  const root = start?.[1]
  if (start === null || end === null || root === undefined || root !== end[1]) return null
  const inner = document.slice(start[0].length, document.length - end[0].length)
  const fields: Record<string, string | undefined> = {}
  for (const [, name = '', text = '', close] of inner.matchAll(element)) {
    if (name === close) fields[name] ??= decodeReferences(text)
  }
  return { root, fields }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** What is no reference of XML's own stays as it is. */
const decodeReferences = (text: string): string =>
  text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (all, name, decimal, hex) => {
    if (typeof name === 'string') return named[name] ?? all
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
