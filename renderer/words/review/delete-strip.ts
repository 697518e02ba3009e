import type { Deletes } from '../../../shared/bridge/plans.ts'
import { deletesAndMoves } from '../../../shared/counted-moves.ts'
import { formatBytes, formatCount, formatCounted } from '../../../shared/formats.ts'
import type { MaxDelete } from '../../../shared/sync-rules.ts'
import type { Part } from '../parts.ts'
import { describeMaxDelete } from '../preview/max-delete.ts'

/** What goes, before anything goes. */
export const deleteStrip = {
  label: 'Deletes',
  /** @param share in percent of the entries that are there */
  summary: (
    { count, moves, bytes, destinationEntries }: Deletes,
    place: string,
    share: number,
  ): readonly Part[] => [
    { strong: deletesAndMoves(count, moves) },
    count === 0 ? ', from ' : `, ${formatBytes(bytes)}, from `,
    { name: place },
    `: ${share} % of the ${formatCounted(destinationEntries, 'entry', 'entries')} there.`,
  ],
  movesCount:
    'Each move takes its old name away, and that it loses nothing is only what a file made elsewhere says: ' +
    'moves count with the deletes.',
  emptyFolders: 'Folders that are left empty go too.',
  shares: 'Share of each folder',
  shareOf: (folder: string) => `share of ${folder}`,
  ofEntries: (deletes: number, entries: number) => `${formatCount(deletes)} of ${formatCount(entries)}`,
  /**
   * @param names that go
   * @param budget what a person has set; null where it is what a delete strip begins to ask at by itself
   */
  typeIt: (names: number, budget: MaxDelete | null, madeElsewhere: boolean): readonly Part[] => [
    madeElsewhere
      ? 'The plan was made elsewhere.'
      : budget === null
        ? 'More than half goes.'
        : `More goes than your ${describeMaxDelete(budget)}.`,
    ' Type ',
    { strong: formatCount(names) },
    ' to go on:',
  ],
  typed: (moves: number) => (moves === 0 ? 'Number of deletes' : 'Number of deletes and moves'),
  cancel: 'Cancel',
  keepAll: (moves: number) => (moves === 0 ? 'Leave all deletes out' : 'Leave all deletes and moves out'),
}
