/** All rows, and what became of them, as a file. */
export const exportRows = {
  label: 'Export report',
  button: 'Export\u00A0…',
  kind: 'Kind of file',
  kinds: { csv: 'CSV, a table', json: 'JSON, a line for each row' },
  path: 'File',
  about: 'Every row, with what became of it and its error. It replaces no file.',
  save: 'Save',
  saved: (path: string) => `Saved to ${path}`,
}
