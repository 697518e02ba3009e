import mime from 'mime'

/** Suffixes that say how a file is compressed, not what it is; nothing is said of it as Content-Encoding (CTY-1). */
const compressed = /\.(gz|z|bz2|xz|br)$/i
const tarBalls: Readonly<Record<string, string>> = {
  tgz: '.tar',
  taz: '.tar',
  tz: '.tar',
  tbz2: '.tar',
  txz: '.tar',
  svgz: '.svg',
}

/**
 * The content type by a name's extension, from a table that is the same on every machine; none where the extension is
 * not known or the name has none (CTY-1).
 */
export function contentTypeOf(key: string): { contentType?: string } {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const shortened = name.replace(
    /\.([a-z0-9]+)$/i,
    (whole, extension: string) => tarBalls[extension.toLowerCase()] ?? whole,
  )
  const plain = shortened.replace(compressed, '')
  // A dot at the start makes a hidden file, not an extension.
  const extension = /[^.].*\.([^.]+)$/.exec(plain)?.[1]
  const type = extension === undefined ? null : mime.getType(extension)
  return type === null ? {} : { contentType: type }
}
