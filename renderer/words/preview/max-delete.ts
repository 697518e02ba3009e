import { formatBytes, formatCounted } from '../../../shared/formats.ts'
import type { MaxDelete } from '../../../shared/sync-rules.ts'

/** `budget of 25 entries`, `budget of 10 % of the side`, `budget of 1.0 GiB`. */
export function describeMaxDelete(most: MaxDelete): string {
  if (most.kind === 'count') return `budget of ${formatCounted(most.count, 'entry', 'entries')}`
  if (most.kind === 'share') return `budget of ${most.percent} % of the side`
  return `budget of ${formatBytes(most.bytes)}`
}
