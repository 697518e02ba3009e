/** What many parts of the window say: errors, and lines that are dragged. */

export const errorNote = {
  /** The id that a server has given a request. */
  request: (id: string) => `Request ${id}`,
  dismiss: 'Dismiss',
  again: 'Try again',
}

export const splitter = {
  title: (label: string) => `${label}: drag it; a double click gives the usual size`,
}
