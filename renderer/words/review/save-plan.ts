/** Keeps a plan in a file. */
export const savePlan = {
  label: 'Save plan',
  button: 'Save plan…',
  path: 'Plan file',
  about: 'It has no keys in it. A file of that name is replaced only if it is a plan.',
  save: 'Save',
  saved: (path: string) => `Saved to ${path}`,
}
