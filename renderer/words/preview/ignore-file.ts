import { formatCounted } from '../../../shared/formats.ts'

/** The ignore file of a source folder. */
export const ignoreFile = {
  name: '.sluiceignore',
  none: 'there is none yet',
  notRead: 'not read',
  inForce: 'comes first; what stands below has the last word',
  read: 'Leave out what it says',
  textOf: (path: string) => `Text of ${path}`,
  example: '# one pattern a line, as in .gitignore\nnode_modules/\n*.tmp\n!keep.tmp',
  lines: 'What its lines catch',
  write: 'Write it',
  save: 'Save it',
  notSaved: (characters: number) => `${formatCounted(characters, 'character')}, not saved:`,
}
