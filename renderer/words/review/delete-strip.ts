import { formatBytes, formatCount, formatCounted } from '../../../shared/formats.ts'
import type { MaxDelete } from '../../../shared/sync-rules.ts'
import type { Part } from '../parts.ts'
import { describeMaxDelete } from '../preview/max-delete.ts'

/** What goes, before anything goes. */
export const deleteStrip = {
  label: 'Deletes',
  /** @param share in percent of the entries that are there */
  summary: (
    deletes: number,
    bytes: number,
    place: string,
    share: number,
    entries: number,
  ): readonly Part[] => [
    { strong: formatCounted(deletes, 'delete') },
    `, ${formatBytes(bytes)}, from `,
    { name: place },
    `: ${share} % of the ${formatCounted(entries, 'entry', 'entries')} there.`,
  ],
  emptyFolders: 'Folders that are left empty go too.',
  shares: 'Share of each folder',
  shareOf: (folder: string) => `share of ${folder}`,
  ofEntries: (deletes: number, entries: number) => `${formatCount(deletes)} of ${formatCount(entries)}`,
  /** @param budget what a person has set; null where it is what a delete strip begins to ask at by itself */
  typeIt: (deletes: number, budget: MaxDelete | null): readonly Part[] => [
    budget === null ? 'More than half goes.' : `More goes than your ${describeMaxDelete(budget)}.`,
    ' Type ',
    { strong: formatCount(deletes) },
    ' to go on:',
  ],
  typed: 'Number of deletes',
  cancel: 'Cancel',
  keepAll: 'Leave all deletes out',
}
