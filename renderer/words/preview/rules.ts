import type { RuleCounts } from '../../../shared/bridge/filters.ts'
import { formatCount, formatCounted } from '../../../shared/formats.ts'

/**
 * What a rule catches of the rows of a plan:
 *
 * | matches | decides | in force | words        |
 * |---------|---------|----------|--------------|
 * | 12      | 12      | –        | 12 rows      |
 * | 12      | 3       | –        | 3 of 12 rows |
 * | 0       | 0       | yes      | in force     |
 * | 0       | 0       | no       | no rows      |
 */
export function countWords({ matches, decides }: RuleCounts, inForce: boolean): string {
  if (matches === 0) return inForce ? 'in force' : 'no rows'
  return decides === matches
    ? formatCounted(matches, 'row')
    : `${formatCount(decides)} of ${formatCounted(matches, 'row')}`
}
