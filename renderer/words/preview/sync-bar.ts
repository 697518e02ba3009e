import { formatCount, formatCounted } from '../../../shared/formats.ts'
import type { Part } from '../parts.ts'

/** A sync as a sentence. */
export const syncBar = {
  label: 'What a sync does',
  presets: 'What a sync is for',
  preset: (label: string, explanation: string) => `${label}: ${explanation}`,
  fromTo: (source: string, destination: string) => `from ${source} to ${destination}`,
  /** Between the verb and the way of comparing. */
  compareBy: ', compare by',
  deleteExtras: 'delete extras',
  deleteExtrasFrom: (place: string): readonly Part[] => ['delete extras from ', { name: place }],
  deleteExtrasTitle: (place: string) =>
    `What is only in ${place} is deleted. The review shows each before anything happens.`,
  filters: 'Filters',
  /** @param ignoreFile one of the source holds too */
  filtersSet: (count: number, ignoreFile: boolean) =>
    `${count === 0 ? 'no filters' : formatCounted(count, 'filter')}${ignoreFile ? ', ignore file' : ''}`,
  more: 'More options',
  noMore: 'more',
  lands: (place: string): readonly Part[] => ['to ', { name: place }],
  landsTitle: 'Where what is copied will be',
  onlySelected: (count: number) => `Only ${formatCount(count)} selected`,
  onlySelectedTitle: 'Preview only what is selected (F5)',
  preview: 'Preview',
  previewTitle: 'Shows what would be done. Nothing is changed by it. (Ctrl+Enter)',
}
