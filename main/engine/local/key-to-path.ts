export type Platform = 'posix' | 'darwin' | 'win32'

/** Where a key lands on this machine, or why it is refused. */
export type Landing =
  | { readonly ok: true; readonly path: string }
  | {
      readonly ok: false
      /** A sentence for people. */
      readonly why: string
      /**
       * The key, relative and normalised, whose path other tools would have written for it: that path must not be deleted
       * (D-3). Null where that is no name below the root.
       */
      readonly landsOn: string | null
    }

/**
 * The one way from a key to a path below `root`: refuses every key that isn't one plain relative path (D-3, KEY-1 to
 * KEY-7). Nothing is repaired: a key that passes is below the root under its very own name.
 *
 * | key                                             | posix, darwin | win32                          |
 * |-------------------------------------------------|---------------|--------------------------------|
 * | empty, `/` at its start or end, `//`            | refused       | refused                        |
 * | a segment `.` or `..`                           | refused       | refused                        |
 * | NUL, or not Unicode                             | refused       | refused                        |
 * | a segment longer than the system takes          | 255 bytes     | 255 UTF-16 units               |
 * | a path longer than the system takes             | 4,095 / 1,023 | 32,000 UTF-16 units            |
 * | `< > : " | ? * \` or a control character        | fine          | refused                        |
 * | a segment that ends in a dot or space           | fine          | refused                        |
 * | CON, nul.txt, COM1.x, COM¹ and their like       | fine          | refused                        |
 *
 * Windows' rules: "Naming Files, Paths, and Namespaces" (Microsoft Learn). Node takes long paths there.
 *
 * @param root absolute, without a separator at its end (except `/` and `C:\`).
 */
export function keyToPath(root: string, key: string, platform: Platform): Landing {
  const why = whatIsWrong(key, platform)
  if (why !== null) return { ok: false, why, landsOn: landsOn(key, platform) }
  const separator = platform === 'win32' ? '\\' : '/'
  const start = root.endsWith(separator) ? root : `${root}${separator}`
  const path = `${start}${platform === 'win32' ? key.replaceAll('/', '\\') : key}`
  if (isTooLong(path, platform)) return { ok: false, why: 'Its path would be too long here.', landsOn: key }
  return { ok: true, path }
}

function whatIsWrong(key: string, platform: Platform): string | null {
  if (key === '') return 'Its name is the folder itself.'
  const segments = key.split('/')
  // aws's own words (KEY-1).
  if (segments.includes('..')) return 'File references a parent directory.'
  if (key.startsWith('/')) return 'Its name starts with a slash.'
  if (key.endsWith('/')) return 'Its name ends in a slash, as only a folder does.'
  if (segments.includes('')) return 'Its name has two slashes in a row.'
  if (segments.includes('.')) return 'Its name has a part that is a single dot.'
  if (key.includes('\0')) return 'Its name has a NUL character.'
  if (!key.isWellFormed()) return 'Its name is not Unicode text.'
  if (platform === 'win32') {
    return find(segments, wrongOnWindows)
  }
  // A segment of 85 units is at most 255 bytes.
  const long = segments.some((segment) => segment.length > 85 && Buffer.byteLength(segment) > 255)
  return long ? 'A part of its name is longer than 255 bytes.' : null
}

const reservedName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)/i
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const reservedCharacter = /[<>:"|?*\\\u0000-\u001f]/

function wrongOnWindows(segment: string): string | null {
  const character = reservedCharacter.exec(segment)?.[0]
  if (character !== undefined) return `Windows allows no ${JSON.stringify(character)} in a name.`
  if (/[. ]$/.test(segment)) return 'Windows drops a dot or space at the end of a name.'
  if (reservedName.test(segment)) return `Windows keeps the name ${JSON.stringify(segment)} for a device.`
  if (segment.length > 255) return 'A part of its name is longer than 255 characters.'
  return null
}

function find(segments: readonly string[], rule: (segment: string) => string | null): string | null {
  for (const segment of segments) {
    const why = rule(segment)
    if (why !== null) return why
  }
  return null
}

function isTooLong(path: string, platform: Platform): boolean {
  if (platform === 'win32') return path.length > 32_000
  const most = platform === 'darwin' ? 1023 : 4095
  return path.length * 3 > most && Buffer.byteLength(path) > most
}

/** What the system would have made of a refused key. */
function landsOn(key: string, platform: Platform): string | null {
  if (key.includes('\0')) return null
  const parts: string[] = []
  for (const segment of segmentsAsOpened(key, platform)) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') parts.push(segment)
    else if (parts.pop() === undefined) return null
  }
  return parts.length === 0 ? null : parts.join('/')
}

/** On Windows `\` separates too, what follows a `:` is a stream of the file, and dots and spaces at the end are dropped. */
function segmentsAsOpened(key: string, platform: Platform): string[] {
  if (platform !== 'win32') return key.toWellFormed().split('/')
  return key
    .toWellFormed()
    .split(/[/\\]/)
    .map((segment) => (segment === '..' ? segment : segment.replace(/:.*$/s, '').replace(/[. ]+$/, '')))
}
