import { formatCount, formatCounted } from '../../../shared/formats.ts'

/** Where deletes fall, as a picture or as a table. */
export const lossMap = {
  label: 'Where deletes fall',
  up: 'Up',
  upTitle: 'Up (Backspace)',
  allFolders: 'All folders',
  asTable: 'As a table',
  /** How much of itself a part loses. */
  steps: { some: 'some', most: 'half and more', all: 'all' },
  columns: ['Folder', 'Share', 'Deletes', 'Size'],
  filesHere: 'files right here',
  moreFolders: (count: number) => formatCounted(count, 'more folder'),
  /** @param share in percent */
  folder: (name: string, share: number, deletes: number, entries: number) =>
    `${name} ${share} %, ${formatCount(deletes)} of ${formatCounted(entries, 'entry', 'entries')}`,
  others: (name: string, deletes: number) => `${name}, ${formatCounted(deletes, 'delete')}`,
  /** Of a part that can be opened, after what it is. */
  opens: (words: string) => `${words}, opens`,
}
