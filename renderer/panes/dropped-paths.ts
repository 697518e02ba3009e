/** Where dropped things come from: their folder, and their names in it. */
export interface Dropped {
  readonly parent: string
  readonly names: readonly string[]
}

/**
 * The folder that all paths are in; null where they are in different ones, or where there is none: `/` is in no folder.
 * Windows paths (`C:\…`, `\\server\…`) part at backslashes too.
 */
export function droppedFrom(paths: readonly string[]): Dropped | null {
  const names: string[] = []
  let parent: string | null = null
  for (const path of paths) {
    const windows = /^(?:[a-z]:|\\\\)/i.test(path)
    const trimmed = path.replace(windows ? /(?<=[^:])[\\/]+$/ : /(?<=.)\/+$/, '')
    const cut = Math.max(trimmed.lastIndexOf('/'), windows ? trimmed.lastIndexOf('\\') : -1)
    const name = trimmed.slice(cut + 1)
    // `/` itself and `C:` keep their separator: without it they mean something else.
    const folder =
      cut <= 0 || /^[a-z]:$/i.test(trimmed.slice(0, cut)) ? trimmed.slice(0, cut + 1) : trimmed.slice(0, cut)
    if (cut < 0 || name === '' || (parent !== null && parent !== folder)) return null
    parent = folder
    names.push(name)
  }
  return parent === null ? null : { parent, names }
}
