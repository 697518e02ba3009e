import type { Mark } from '../../../shared/bridge/places.ts'
import type { Compare } from '../../../shared/sync-rules.ts'
import { comparePair, type Direction } from '../../engine/index.ts'
import type { Listed } from './listed-names.ts'

/** What is known of folders that both sides have: null where no plan has looked into them. */
export type FolderMark = (name: string) => Mark | null

/**
 * Marks two listings against each other, by name.
 *
 * | source  | destination | marks                                                        |
 * |---------|-------------|--------------------------------------------------------------|
 * | there   | –           | only-here at the source                                      |
 * | –       | there       | only-there at the destination                                |
 * | a file  | a file      | differs or same on both, by the rules of the direction (CMP); nothing where contents decide |
 * | a folder| a folder    | what a plan has found, or nothing                            |
 * | a file  | a folder    | differs on both                                              |
 *
 * Where one listing has not ended, what is missing there may still come: it gets no mark.
 */
export function markNames(
  source: { readonly entries: readonly Listed[]; readonly complete: boolean },
  destination: { readonly entries: readonly Listed[]; readonly complete: boolean },
  rule: { readonly compare: Compare; readonly direction: Direction },
  folderMark: FolderMark,
): { source: (Mark | null)[]; destination: (Mark | null)[] } {
  const placeAtSource = placesOf(destination.entries.length === 0 ? [] : source.entries)
  const atSource: (Mark | null)[] = Array.from(source.entries, () =>
    destination.complete ? 'only-here' : null,
  )
  const atDestination: (Mark | null)[] = Array.from(destination.entries, () =>
    source.complete ? 'only-there' : null,
  )
  destination.entries.forEach((there, place) => {
    const other = placeAtSource(there)
    const here = other === undefined ? undefined : source.entries[other]
    if (here === undefined || other === undefined) return
    const mark = markPair(here, there, rule, folderMark)
    atSource[other] = mark
    atDestination[place] = mark
  })
  return { source: atSource, destination: atDestination }
}

/**
 * Finds the place of an entry's name. A bucket may have both a file and a folder of one name: each meets its own kind
 * first. Among a million names there are hardly any of those, and the others are held once.
 */
function placesOf(entries: readonly Listed[]): (wanted: Listed) => number | undefined {
  const places = new Map<string, number>()
  const twins = new Map<string, number>()
  entries.forEach((entry, place) => {
    const before = places.get(entry.name)
    const twin = before === undefined ? undefined : entries[before]
    if (before !== undefined && twin !== undefined) {
      twins.set(nameOfKind(twin), before)
      twins.set(nameOfKind(entry), place)
    }
    places.set(entry.name, place)
  })
  return (wanted) => (twins.size === 0 ? undefined : twins.get(nameOfKind(wanted))) ?? places.get(wanted.name)
}

/** No name has a slash in it. */
const nameOfKind = ({ name, kind }: Listed): string => `${kind}/${name}`

function markPair(
  here: Listed,
  there: Listed,
  { compare, direction }: { readonly compare: Compare; readonly direction: Direction },
  folderMark: FolderMark,
): Mark | null {
  if (here.kind === 'folder' && there.kind === 'folder') return folderMark(here.name)
  if (here.kind !== 'file' || there.kind !== 'file') return 'differs'
  if (here.size === null || there.size === null || here.modified === null || there.modified === null)
    return null
  // No pane reads contents.
  if (compare === 'content' && here.size === there.size) return null
  const difference = comparePair(
    compare,
    direction,
    { size: here.size, modified: here.modified },
    { size: there.size, modified: there.modified },
  )
  return difference === null ? 'same' : 'differs'
}
