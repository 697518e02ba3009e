/** What is above a pane, and between the two. */

export const panes = {
  toRight: 'Copies go to the right: turn around',
  toRightTitle: 'Copies go to the right. Click to turn around.',
  toLeft: 'Copies go to the left: turn around',
  toLeftTitle: 'Copies go to the left. Click to turn around.',
  swap: 'Swap the sides',
  width: 'Width of the left side',
}

export const paneBar = {
  left: 'Left place',
  right: 'Right place',
  connection: (label: string) => `Connection: ${label}`,
  noConnection: 'Connection: none',
  /** Stands where the name of a connection would. */
  unnamed: 'Connection',
  chooseConnection: 'Choose a connection',
  leftPath: 'Left path',
  rightPath: 'Right path',
  chooseFolder: 'Choose a folder',
  refresh: 'Refresh',
  refreshTitle: 'Refresh (Ctrl+R)',
  more: 'More',
}

export const crumbs = {
  between: 'Folders between',
  type: 'Type a path',
  typeTitle: 'Type a path (Ctrl+L)',
}

export const pathInput = {
  path: 'Path',
  places: 'Places',
}
