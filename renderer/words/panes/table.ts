/** A pane below its bar: its table, and what stands there where there is none. */

export const paneBody = {
  left: 'Left pane',
  right: 'Right pane',
  typeKeys: 'Type keys…',
  up: 'Go up',
  otherConnection: 'Other connection…',
  old: 'These rows are from the listing before: they may not be so any more.',
  newFolder: 'New folder',
  newFolderName: 'Name of the new folder',
  noFolders: 'A bucket has no folders: an empty object, whose key ends in a slash, will stand for it.',
}

export const paneTable = {
  source: (place: string) => `Source: ${place}`,
  destination: (place: string) => `Destination: ${place}`,
  notRead: 'Not read yet',
  menu: 'Row',
  opensNot: 'Only folders and buckets open here.',
  tooLongToDrag: 'This selection is too long to drag: press F5 to copy it.',
  notAllListed: 'Not everything was listed: press F5 to copy what was.',
  nothing: 'Nothing is here.',
  noneLike: 'No name here is like that.',
  allHidden: 'All names here are hidden ones.',
  showAll: 'Show all names',
  noBuckets: 'No buckets here, or none that these keys may list.',
  /** What to do then, around what is typed. */
  openBucket: { press: 'Press Ctrl+L and type', example: 's3://bucket', toOpen: 'to open one by name.' },
  emptySource: 'Go to the folder to copy from: Backspace goes up, Ctrl+L takes a path.',
  nothingYet: 'Nothing is here yet.',
  emptyDestination: 'Preview shows what would be copied here before anything is.',
}

/** The columns: their heads, the buttons that these are, and the edges between them. */
export const columns = {
  name: { label: 'Name', sort: 'Sort by name' },
  size: { label: 'Size', sort: 'Sort by size', width: 'Width of size' },
  modified: { label: 'Modified', sort: 'Sort by modified', width: 'Width of modified' },
  class: { label: 'Class', sort: 'Sort by class', width: 'Width of class' },
}

export const paneHead = {
  ascending: (column: string) => `${column}, sorted ascending`,
  descending: (column: string) => `${column}, sorted descending`,
}

export const paneRow = {
  bytes: (size: number) => `${size} bytes`,
  notRead: 'not read yet',
}

export const nameInput = {
  label: (name: string) => `New name of ${name}`,
}
