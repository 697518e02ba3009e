/** Numbers and names as people read them. The same words in the window and on the command line, without locales. */

const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/**
 * A size as `aws s3` prints it (FMT-2): `1 Byte`, `n Bytes`, then one decimal of KiB to EiB, rolling over to the next
 * unit when rounding reaches 1024. Ties round to even, as Python's formatting does: 1280 is `1.2 KiB`.
 */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return '1 Byte'
  if (bytes < 1024) return `${Math.trunc(bytes)} Bytes`
  let value = bytes
  for (const unit of units) {
    value /= 1024
    if (Math.round(value) < 1024) return `${oneDecimal(value)} ${unit}`
  }
  return `${oneDecimal(value / 1024)} EiB`
}

const oneDecimal = (value: number): string => (roundHalfEven(value * 10) / 10).toFixed(1)

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** Bytes a second. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`
}

/** A whole number with commas between the thousands. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A count with its noun: `1 file`, `1,200 files`. */
export function formatCounted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

/** A length of time in its two largest units: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return pair(minutes, 'min', seconds % 60, 's')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'min')
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`

const size = /^(\d+(?:\.\d+)?)\s*(?:([KMGTPE])i?)?B$/i

/**
 * A size as it is typed: a number and a unit, `500B`, `10MB`, `1.5GiB`. Units are steps of 1024 with or without the
 * `i`, as in the AWS tools' configuration (CFG-1).
 *
 * @returns whole bytes, or null for anything else, a bare number included.
 */
export function parseBytes(text: string): number | null {
  const match = size.exec(text.trim())
  if (!match) return null
  const power = match[2] === undefined ? 0 : 'KMGTPE'.indexOf(match[2].toUpperCase()) + 1
  const bytes = Math.round(Number(match[1]) * 1024 ** power)
  return Number.isSafeInteger(bytes) ? bytes : null
}

/**
 * What a terminal or a page must not get raw from a name (D-19): C0, DEL and C1 controls, line and paragraph
 * separators, the marks that turn text around (bidi embeddings, overrides, isolates), and half surrogate pairs.
 */
const dangerous =
  // eslint-disable-next-line no-control-regex -- these are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A name made safe to show: each dangerous character as `\n`, `\x1b` or `\u202e`; everything else as it is. */
export function escapeName(name: string): string {
  return name.replace(dangerous, (character) => short[character] ?? escapeCode(character.charCodeAt(0)))
}

const escapeCode = (code: number): string =>
  code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`

/** A value as one line of JSON, with what `escapeName` escapes as `\uXXXX`, so that it is harmless on a terminal too. */
export function formatJsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    dangerous,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
