import { formatCounted } from '../../../shared/formats.ts'

/** The menus of a pane: its connections, what can be done with it, and with its rows. */

/** Said when an address has been copied. */
export const copied = (address: string): string => `Copied ${address}`

export const connectionMenu = {
  /** Above the connections of a kind. */
  groups: { profile: 'AWS profiles', environment: 'Environment', saved: 'Saved', session: 'This session' },
  recent: 'Recent places',
  connect: 'Connect to another S3…',
  forget: (connection: string) => `Forget ${connection}`,
  forgetKeys: (connection: string) => `Forget the keys of ${connection}`,
}

export const paneMenu = {
  path: 'Type a path',
  up: 'Up',
  newFolder: 'New folder…',
  copyAddress: 'Copy address',
  aboutBucket: 'About this bucket',
  refresh: 'Refresh',
  stop: 'Stop listing',
  all: 'Select everything',
  like: 'Select by pattern…',
  notLike: 'Take out by pattern…',
  invert: 'Invert the selection',
  none: 'Select nothing',
  filter: 'Filter names…',
  dotNames: 'Show hidden names',
  columns: 'Columns',
  widths: 'Set column widths',
  sortBy: 'Sort by',
  sorts: { name: 'Name', size: 'Size', modified: 'Modified', class: 'Storage class' },
  descending: 'descending',
  ascending: 'ascending',
}

export const rowMenu = {
  items: (count: number) => formatCounted(count, 'item'),
  /** Where the other side is at no place. */
  otherSide: 'the other side',
  open: 'Open',
  copy: (what: string, to: string) => `Copy ${what} to ${to}…`,
  move: (what: string, to: string) => `Move ${what} to ${to}…`,
  copyContents: (to: string) => `Copy its contents to ${to}…`,
  countSelected: 'Count what is in the selected folders',
  count: 'Count what is in it',
  newFolder: 'New folder…',
  rename: 'Rename…',
  delete: (what: string) => `Delete ${what}…`,
  aboutBucket: 'About this bucket',
  properties: 'Properties',
  copyAddress: 'Copy address',
  all: 'Select everything',
  refresh: 'Refresh',
}
