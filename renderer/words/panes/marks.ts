import type { BrowseEntry, Mark } from '../../../shared/bridge/places.ts'
import { escapeName, formatBytes } from '../../../shared/formats.ts'
import { countWords } from './count.ts'
import { timeWords } from '../rows/time.ts'

/** How a row stands to the other side: a sign, a word to hear, and a sentence for the mouse. */
export const markWords: Readonly<
  Record<Mark, { readonly sign: string; readonly word: string; readonly title: string }>
> = {
  'only-here': { sign: '+', word: 'only here', title: 'Only here: the other side does not have it' },
  differs: { sign: '≠', word: 'differs', title: 'Differs from the other side' },
  same: { sign: '=', word: 'same', title: 'The same on both sides' },
  'only-there': {
    sign: '?',
    word: 'only there',
    title: 'Only at the destination: the source does not have it',
  },
}

const kindWords = {
  folder: 'folder',
  file: 'file',
  link: 'link',
  special: 'special file',
  bucket: 'bucket',
} as const

const shortClasses: Readonly<Record<string, string>> = {
  STANDARD: 'Std',
  STANDARD_IA: 'IA',
  ONEZONE_IA: 'IA 1 zone',
  INTELLIGENT_TIERING: 'Tiering',
  GLACIER_IR: 'Glacier IR',
  GLACIER: 'Glacier',
  DEEP_ARCHIVE: 'Deep arch.',
  REDUCED_REDUNDANCY: 'Reduced',
}

/** A storage class in few letters; one that is not known, as S3 has it. */
export const shortClass = (storageClass: string): string => shortClasses[storageClass] ?? storageClass

/** A row as it is heard: `index.html, file, 4.1 KiB, yesterday, differs`. */
export function entryWords(entry: BrowseEntry, now: number): string {
  return [
    escapeName(entry.name),
    kindWords[entry.kind],
    entry.size === null ? null : formatBytes(entry.size),
    entry.counted === null ? null : countWords(entry.counted),
    entry.modified === null ? null : timeWords(entry.modified, now),
    entry.mark === null ? null : markWords[entry.mark].word,
    entry.problem === null ? null : `problem: ${escapeName(entry.problem)}`,
  ]
    .filter((word) => word !== null)
    .join(', ')
}
