import { formatCounted } from '../../../shared/formats.ts'
import type { Part } from '../parts.ts'

/** The rules that leave names out, and take them in. */
export const filterEditor = {
  about: [
    'Everything is taken in, unless a rule leaves it out. Of several that match, the ',
    { strong: 'last' },
    ' one wins.',
  ] satisfies Part[],
  patterns: [
    'Patterns are of whole paths below the source: ',
    { code: '*' },
    ' is any text, slashes too, ',
    { code: '?' },
    ' one character, ',
    { code: '[ab]' },
    ' one of these. ',
    { code: 'node_modules/*' },
    ', ',
    { code: '*.psd' },
  ] satisfies Part[],
  label: 'Filters of this sync',
  /** Each of a rule by its place, from 1. */
  kindOf: (place: number) => `Kind of filter ${place}`,
  patternOf: (place: number) => `Pattern of filter ${place}`,
  keepOf: (place: number) => `Keep filter ${place} in .sluiceignore`,
  removeOf: (place: number) => `Remove filter ${place}`,
  kinds: { exclude: 'leave out', include: 'take in' },
  example: '*.tmp',
  keepTitle: (line: string) => `Keep it in .sluiceignore, as ${line}`,
  noLine: 'No line of .sluiceignore says the same: there * stays within a name',
  earlier: 'Earlier',
  earlierTitle: 'Earlier (Alt+↑)',
  later: 'Later',
  laterTitle: 'Later (Alt+↓)',
  removeTitle: 'Remove (Alt+Delete)',
  leaveOut: 'Leave out …',
  takeIn: 'Take in …',
  /** What all rules together leave out of the rows of a plan. */
  sum: (rows: number) =>
    rows === 0
      ? 'They leave out none of the rows below'
      : `They leave out ${formatCounted(rows, 'row')} that ${rows === 1 ? 'is' : 'are'} in the plan`,
  /** Read aloud when it was done. */
  moved: (place: number, rules: number) => `Now rule ${place} of ${rules}`,
  removed: 'Removed',
  kept: (line: string) => `${line} is in the ignore file now`,
}
