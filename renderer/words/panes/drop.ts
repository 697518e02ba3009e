import type { Place } from '../../../shared/bridge/places.ts'
import { formatCounted, escapeName } from '../../../shared/formats.ts'

/** What is being dragged, as far as the words need it. */
export type Dragged =
  | {
      readonly kind: 'rows'
      /** Where the rows are. */
      readonly place: Place | null
      /** Null for everything there. */
      readonly names: readonly string[] | null
      /** The one row is a folder. */
      readonly folder: boolean
    }
  | { readonly kind: 'files' }

/**
 * What a drop on a place will do, in words; null where it can't be dropped.
 *
 * | dragged            | onto                   | words                                             |
 * |--------------------|------------------------|---------------------------------------------------|
 * | anything           | the list of buckets    | (can't)                                           |
 * | rows               | the place they are in  | (can't)                                           |
 * | one folder         | a place                | `Copy assets → s3://acme-www/site/`               |
 * | the same, with Alt | a place                | `Copy the contents of assets → s3://acme-www/…`   |
 * | several rows       | a place                | `Copy 3 items → …`                                |
 * | everything         | a place                | `Copy everything in site → …`                     |
 * | from outside       | a place                | `Copy what you drop → …`                          |
 *
 * @param contents Alt is held: of a folder, what is in it.
 */
export function dropWords(dragged: Dragged, onto: Place | null, contents: boolean): string | null {
  if (onto === null || onto.kind === 'buckets') return null
  const to = ` → ${escapeName(onto.text)}`
  if (dragged.kind === 'files') return `Copy what you drop${to}`
  const { place, names, folder } = dragged
  if (place === null || place.kind === 'buckets' || place.token === onto.token) return null
  if (names === null) return `Copy everything in ${escapeName(place.crumbs.at(-1)?.name ?? place.text)}${to}`
  const [name, ...others] = names
  if (name === undefined) return null
  if (others.length > 0) return `Copy ${formatCounted(names.length, 'item')}${to}`
  return contents && folder
    ? `Copy the contents of ${escapeName(name)}${to}`
    : `Copy ${escapeName(name)}${to}`
}
