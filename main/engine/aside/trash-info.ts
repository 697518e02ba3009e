import { extname, relative } from 'node:path'

/** Bytes of a name, less those of its note's suffix. */
const longestName = 255 - '.trashinfo'.length

/** A longer one is none. */
const longestExtension = 32

export const infoName = (name: string): string => `${name}.trashinfo`

/**
 * What a file may be called in a trash: its own name, or one that no other row of any run has. A name too long for its
 * note is cut.
 */
export function trashNames(name: string, runId: string, seq: number): string[] {
  const own = Buffer.byteLength(name) <= longestName ? [name] : []
  const extension = Buffer.byteLength(extname(name)) > longestExtension ? '' : extname(name)
  const stem = name.slice(0, name.length - extension.length)
  const mark = ` ${runId}-${seq}`
  return [...own, cut(stem, longestName - Buffer.byteLength(mark + extension)) + mark + extension]
}

/** The beginning of a text, in so many bytes at most. */
function cut(text: string, bytes: number): string {
  let end = ''
  let length = 0
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > bytes) return end
    end += character
  }
  return end
}

/**
 * The note of a file in a trash, by the Trash specification of freedesktop.org (1.0, "Contents of a trash directory"):
 * where it was, percent-encoded, and when it went, in local time.
 *
 * @param top what the path is relative to; null for absolute. @param now milliseconds since 1970.
 */
export function infoText(path: string, top: string | null, now: number): string {
  const shown = top === null ? path : relative(top, path)
  const encoded = shown.split('/').map((part) => encodeURIComponent(part.toWellFormed()))
  return `[Trash Info]\nPath=${encoded.join('/')}\nDeletionDate=${localTime(new Date(now))}\n`
}

function localTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())]
  return `${day.join('-')}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
