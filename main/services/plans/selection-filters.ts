import { escapePattern, type Filter } from '../../../shared/sync-rules.ts'

/**
 * A selection as a command line can say it: leave out everything, take the selected names and what is below them, and
 * then a person's own filters.
 */
export function selectionFilters(selection: readonly string[] | null, own: readonly Filter[]): Filter[] {
  if (selection === null) return [...own]
  return [
    { kind: 'exclude', pattern: '*' },
    ...selection.flatMap((name): Filter[] => {
      const pattern = escapePattern(name)
      return [
        { kind: 'include', pattern },
        { kind: 'include', pattern: `${pattern}/*` },
      ]
    }),
    ...own,
  ]
}
