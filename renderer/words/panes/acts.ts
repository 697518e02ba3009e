/** What is said of what a person does in the panes: that it was done, or why it was not. */
import { formatCount } from '../../../shared/formats.ts'

/** Why nothing can be planned between the two places. */
export const hindrance = {
  noPlace: 'Open a folder or a bucket on each side first.',
  fromBuckets: 'Open a bucket to copy from first.',
  intoBuckets: 'Open a bucket to copy into first.',
  samePlace: 'Both sides are the same place.',
}

export const opening = {
  noPlace: { message: 'No place is open here.' },
}

export const choosing = {
  nothing: {
    message: 'Nothing is selected.',
    advice: 'Choose a row first, or use Preview for everything that is here.',
  },
  tooMany: (most: number) => ({
    message: `More than ${formatCount(most)} names are selected.`,
    advice: 'Select fewer, or everything with Ctrl+A: that needs no names.',
  }),
  tooManyShown: (count: number, most: number) => ({
    message: `${formatCount(count)} names are too many to select by name: ${formatCount(most)} is the most.`,
    advice: 'Narrow them down, or show all names, list to the end and select everything with Ctrl+A.',
  }),
  notAllListed: {
    message: 'Everything is selected, but not everything was listed.',
    advice: 'Refresh, and let the listing come to its end.',
  },
}

export const counting = {
  noFolder: { message: 'No folder is here.' },
}

export const deleting = {
  bucket: {
    message: 'A bucket is not deleted here.',
    advice: 'Open it to delete what is in it; delete the bucket itself where it was made.',
  },
}

export const dropping = {
  noPath: {
    message: 'What was dropped has no path on this computer.',
    advice:
      'Drop files and folders of this computer: something out of a web page or an archive must be saved first.',
  },
  differentFolders: {
    message: 'These come from different folders.',
    advice: 'Drop things of one folder at a time.',
  },
}

export const makingFolders = {
  made: (name: string) => `Made the folder ${name}.`,
  bucket: {
    message: 'A bucket is not made here.',
    advice: 'Make it with the tools of the store; then open it with Ctrl+L.',
  },
}

export const renaming = {
  renamed: (from: string, to: string) => `Renamed ${from} to ${to}.`,
  bucket: (name: string) => ({
    message: `S3 has no way to rename the bucket ${name}.`,
    advice:
      'Make the new bucket, open it in the other pane, and sync the one to the other; then delete what is in the old one with F8.',
  }),
  folder: (name: string) => ({
    message: `S3 has no way to rename the folder ${name}.`,
    advice:
      'Open it here and its new name in the other pane, and sync the one to the other; then delete the old one with F8.',
  }),
}
