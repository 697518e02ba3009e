/** What bytes are, as far as their first ones tell. */
export type ContentKind =
  | { readonly kind: 'image'; readonly type: string }
  | { readonly kind: 'text'; readonly encoding: TextEncoding }
  | { readonly kind: 'binary' }

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1'

/** Pictures that a page shows, by their first bytes as Latin-1. */
const images: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n[^]\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[\s\S]{4}WEBP/, 'image/webp'],
  [/^BM[\s\S]{4}\0\0\0\0/, 'image/bmp'],
]

/** More of these than one in so many is no text in any encoding of single bytes. */
const controlsAllowed = 1 / 100

/**
 * | first bytes                                   | kind                                 |
 * |-----------------------------------------------|--------------------------------------|
 * | those of a PNG, JPEG, GIF, WebP or BMP        | image                                |
 * | the mark of UTF-16                            | text in it                           |
 * | with a NUL among them                         | binary                               |
 * | UTF-8, with or without a mark, cut anywhere   | text in it                           |
 * | others, with hardly a control character       | text, taken for Latin-1 (Windows-1252) |
 * | others                                        | binary                               |
 *
 * @param isWhole there is nothing after them
 */
export function kindOf(bytes: Uint8Array, isWhole: boolean): ContentKind {
  const start = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  const image = images.find(([magic]) => magic.test(start))
  if (image !== undefined) return { kind: 'image', type: image[1] }
  if (start.startsWith('\xff\xfe')) return { kind: 'text', encoding: 'utf-16le' }
  if (start.startsWith('\xfe\xff')) return { kind: 'text', encoding: 'utf-16be' }
  if (bytes.includes(0)) return { kind: 'binary' }
  if (isUtf8(bytes, isWhole)) return { kind: 'text', encoding: 'utf-8' }
  const controls = bytes.reduce((sum, byte) => sum + (isControl(byte) ? 1 : 0), 0)
  return controls > bytes.length * controlsAllowed
    ? { kind: 'binary' }
    : { kind: 'text', encoding: 'latin-1' }
}

/** Everything but tab, line feed, form feed, carriage return and escape. */
const isControl = (byte: number): boolean =>
  byte === 127 || (byte < 32 && ![9, 10, 12, 13, 27].includes(byte))

function isUtf8(bytes: Uint8Array, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
    return true
  } catch {
    return false
  }
}

/** The text, without the mark at its start; what does not fit the encoding is a replacement character. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  return new TextDecoder(encoding === 'latin-1' ? 'windows-1252' : encoding).decode(bytes)
}
