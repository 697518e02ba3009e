/**
 * Media types with their extensions: /etc/mime.types of Debian 12 (package media-types 10.0.0, public domain) over the
 * table of Python 3.11's `mimetypes`, which is what `aws` reads there. Where two types claim an extension it stands
 * under the one that Python takes.
 */
import table from './content-types.json' with { type: 'json' }

const types: ReadonlyMap<string, string> = new Map(
  Object.entries(table).flatMap(([type, extensions]) =>
    extensions.split(' ').map((extension) => [extension, type]),
  ),
)

/** Extensions that stand for two: what it is, and how it is compressed. */
const shorthands: ReadonlyMap<string, string> = new Map([
  ['tgz', 'tar'],
  ['taz', 'tar'],
  ['tz', 'tar'],
  ['tbz2', 'tar'],
  ['txz', 'tar'],
  ['svgz', 'svg'],
])

/** They say how a file is compressed, not what it is, and count as they are written. Nothing is said of it as Content-Encoding. */
const compressions: ReadonlySet<string> = new Set(['gz', 'Z', 'bz2', 'xz', 'br'])

/**
 * The content type by a name's extension, from a table that is the same on every machine; none where the extension is
 * not known or the name has none (CTY-1).
 */
export function contentTypeOf(key: string): { contentType?: string } {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const { stem, extension } = splitExtension(name)
  const known =
    shorthands.get(extension.toLowerCase()) ??
    (compressions.has(extension) ? splitExtension(stem).extension : extension)
  const type = types.get(known.toLowerCase())
  return type === undefined ? {} : { contentType: type }
}

/** Dots at the start make a hidden file, not an extension. */
function splitExtension(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.')
  return /[^.]/.test(name.slice(0, Math.max(dot, 0)))
    ? { stem: name.slice(0, dot), extension: name.slice(dot + 1) }
    : { stem: name, extension: '' }
}
