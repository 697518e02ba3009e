import { formatCount } from '../../../shared/formats.ts'

/** The folders of a plan, with what happens in each. */
export const folderTree = {
  label: 'Folders of the plan',
  allFolders: 'All folders',
  /** What a folder loses of itself, in percent. */
  loses: (share: number) => `−${share} %`,
  losesTitle: (share: number) => `It loses ${share} % of what is there`,
  /** Read aloud after the share, and after the count. */
  ofIt: 'of it,',
  rows: (count: number) => (count === 1 ? 'row' : 'rows'),
  /** Folders for which there is no room. */
  more: (count: number) => `and ${formatCount(count)} more: search to find them`,
}
