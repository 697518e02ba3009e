/** The lines below a table in which names are typed: what is shown, what is marked. */
import { escapeName, formatCount, formatCounted } from '../../../shared/formats.ts'

export const filterBar = {
  label: 'Filter of the names',
  show: 'Show',
  example: 'part of a name, or *.jpg',
  pattern: 'Show only names with',
  shown: (count: number, of: number) => `${formatCount(count)} of ${formatCount(of)}`,
  all: 'Show all names',
  allTitle: 'Show all names (Escape)',
}

export const patternBar = {
  add: {
    label: 'Select by pattern',
    pattern: 'Select names like',
    verb: 'Select',
    done: (count: number, pattern: string) =>
      `Selected ${formatCounted(count, 'item')} like ${escapeName(pattern)}.`,
  },
  remove: {
    label: 'Take out by pattern',
    pattern: 'Take out names like',
    verb: 'Take out',
    done: (count: number, pattern: string) =>
      `Took out ${formatCounted(count, 'item')} like ${escapeName(pattern)}.`,
  },
  none: (pattern: string) => `No name that is shown is like ${escapeName(pattern)}.`,
  leave: 'Leave',
  leaveTitle: 'Leave (Escape)',
}
