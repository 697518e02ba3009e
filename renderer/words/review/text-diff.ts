import { formatCounted } from '../../../shared/formats.ts'

/** Two texts side by side. */
export const textDiff = {
  allLines: 'All lines',
  changes: (count: number) =>
    count === 0
      ? 'The two texts are the same'
      : `${formatCounted(count, 'place')} differ${count === 1 ? 's' : ''}`,
}
