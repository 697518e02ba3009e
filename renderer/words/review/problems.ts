import { formatCount, formatCounted } from '../../../shared/formats.ts'

/** Names that a listing could not, or would not, take. */
export const problems = {
  summary: (count: number) =>
    `${formatCounted(count, 'problem')}: names that were passed over. Nothing of these names is deleted.`,
  more: (count: number) => `and ${formatCount(count)} more`,
}
