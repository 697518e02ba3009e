import { escapeName } from '../../shared/formats.ts'
import type { FolderLosses } from '../../shared/review.ts'
import { lossMap } from '../words/review/loss-map.ts'

/** A part of what goes from a folder: one below it, the files right in it, or the folders there is no room for. */
export interface LossTile {
  readonly name: string
  /** The folder that it opens; null where there is nothing more to see in it. */
  readonly opens: string | null
  readonly deletes: number
  readonly bytes: number
  /** In percent of what is there; null where that is not known. */
  readonly share: number | null
  readonly words: string
}

/** Never 0 where something goes, and 100 only where nothing stays. */
export function shareOf(deletes: number, entries: number): number {
  const percent = (100 * deletes) / Math.max(deletes, entries)
  return deletes >= entries ? 100 : Math.min(99, Math.max(1, Math.round(percent)))
}

/** How much of itself a part loses, in the three steps that it is drawn in. */
export const stepOf = (share: number | null): 'all' | 'most' | 'some' =>
  share === null || share < 50 ? 'some' : share < 100 ? 'most' : 'all'

export function lossTiles({ folder, children, others }: FolderLosses): LossTile[] {
  if (folder === null) return []
  const tiles = children.map(({ path, rows, deleteBytes, destinationEntries, hasFolders }): LossTile => {
    const share = shareOf(rows.delete, destinationEntries)
    const name = escapeName(path.slice(folder.path.length))
    const words = lossMap.folder(name, share, rows.delete, Math.max(rows.delete, destinationEntries))
    return { name, opens: hasFolders ? path : null, deletes: rows.delete, bytes: deleteBytes, share, words }
  })
  const below = children.reduce((sum, { rows }) => sum + rows.delete, others.deletes)
  const bytesBelow = children.reduce((sum, { deleteBytes }) => sum + deleteBytes, others.bytes)
  const own = folder.rows.delete - below
  const part = (name: string, deletes: number, bytes: number): LossTile[] =>
    deletes <= 0
      ? []
      : [
          {
            name,
            opens: null,
            deletes,
            bytes: Math.max(0, bytes),
            share: null,
            words: lossMap.others(name, deletes),
          },
        ]
  return [
    ...tiles,
    ...part(lossMap.filesHere, own, folder.deleteBytes - bytesBelow),
    ...part(lossMap.moreFolders(others.folders), others.deletes, others.bytes),
  ].sort((a, b) => b.deletes - a.deletes)
}
