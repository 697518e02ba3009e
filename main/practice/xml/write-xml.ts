/** Markup that is already escaped. */
export class Xml {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

export type XmlContent = string | number | boolean | Xml | readonly Xml[]

/** `<name>content</name>`; text is escaped, markup is not. */
export function element(name: string, content: XmlContent = ''): Xml {
  return new Xml(`<${name}>${render(content)}</${name}>`)
}

/** The element, or nothing where there is no content for it. */
export function optional(name: string, content: XmlContent | null | undefined): Xml[] {
  return content === null || content === undefined ? [] : [element(name, content)]
}

/** A whole reply in the namespace of the S3 API. */
export function s3Document(root: string, content: XmlContent): string {
  return `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${render(content)}</${root}>`
}

/** A document without a namespace, as S3's errors are. */
export function plainDocument(root: string, children: readonly Xml[]): string {
  return `${declaration}<${root}>${render(children)}</${root}>`
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

function render(content: XmlContent): string {
  if (content instanceof Xml) return content.markup
  if (typeof content === 'object') return content.map((child) => child.markup).join('')
  return escapeText(String(content))
}

const named = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

/**
 * Text as S3 writes it. Control characters, U+FFFE and U+FFFF become character references, though XML 1.0 allows
 * those no more than the characters themselves: a client that wants to read such keys asks for `encoding-type=url`.
 */
function escapeText(text: string): string {
  // eslint-disable-next-line no-control-regex -- keys may hold control characters
  return text.replace(/[&<>"\u0000-\u001f\ufffe\uffff]/g, (character) => {
    return named.get(character) ?? `&#x${character.charCodeAt(0).toString(16)};`
  })
}
