import { S3Error } from '../s3-error.ts'

/** An element of a request document: its local name, its child elements and the text right below it. */
export interface XmlElement {
  readonly name: string
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** How deep elements may nest; the deepest S3 request uses five. */
const deepest = 16

/**
 * Reads a request document. Strict: one root, tags that match, no DTD, no processing instruction, no entities beyond
 * the five of XML and character references, no character that XML 1.0 forbids. Attributes are checked and forgotten.
 * @throws S3Error `MalformedXML` for anything else.
 */
export function readXml(document: string): XmlElement {
  return new XmlReader(document).document()
}

/** The document's root, which must have this name. */
export function readXmlRoot(document: string, name: string): XmlElement {
  const root = readXml(document)
  if (root.name !== name) throw new S3Error('MalformedXML')
  return root
}

/** Text of the only child of that name; null where there is none. */
export function childText(parent: XmlElement, name: string): string | null {
  const found = parent.children.filter((child) => child.name === name)
  const [only] = found
  if (only === undefined) return null
  if (found.length > 1 || only.children.length > 0) throw new S3Error('MalformedXML')
  return only.text
}

export function childrenNamed(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((child) => child.name === name)
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

class XmlReader {
  readonly #source: string
  #position = 0

  constructor(document: string) {
    // XML 1.0, 2.11: line ends are one character before anything else is read.
    this.#source = document.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
    if (!isXmlText(this.#source)) this.#fail()
  }

  document(): XmlElement {
    this.#take(/<\?xml\s[^?<]*\?>/y)
    this.#skipBetween()
    const root = this.#element(0)
    this.#skipBetween()
    if (this.#position < this.#source.length) this.#fail()
    return root
  }

  #element(depth: number): XmlElement {
    if (depth > deepest) this.#fail()
    const [, name = '', empty] =
      this.#take(/<([\w.:-]+)(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y) ?? this.#fail()
    const children: XmlElement[] = []
    let text = ''
    while (empty !== '/') {
      if (this.#take(/<!--(?:(?!--)[^])*-->/y)) continue
      const literal =
        this.#take(/<!\[CDATA\[([^]*?)\]\]>/y)?.[1] ?? this.#take(/[^<&]+/y)?.[0] ?? this.#reference()
      if (literal !== null) text += literal
      else if (this.#startsWith('</')) break
      else children.push(this.#element(depth + 1))
    }
    if (empty !== '/' && this.#take(/<\/([\w.:-]+)\s*>/y)?.[1] !== name) this.#fail()
    return { name: name.slice(name.indexOf(':') + 1), children, text }
  }

  #reference(): string | null {
    if (!this.#startsWith('&')) return null
    const [, decimal, hex, entity] = this.#take(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/y) ?? this.#fail()
    if (entity !== undefined) return entities.get(entity) ?? this.#fail()
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : parseInt(decimal, 10)
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) this.#fail()
    const character = String.fromCodePoint(code)
    return isXmlText(character) ? character : this.#fail()
  }

  #skipBetween(): void {
    while (this.#take(/\s+/y) ?? this.#take(/<!--(?:(?!--)[^])*-->/y));
  }

  #startsWith(text: string): boolean {
    return this.#source.startsWith(text, this.#position)
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position
    const match = pattern.exec(this.#source)
    if (match !== null) this.#position = pattern.lastIndex
    return match
  }

  #fail(): never {
    throw new S3Error('MalformedXML')
  }
}

/** Whether XML 1.0 allows all of these characters (production 2). */
function isXmlText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the point of it
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)
}
