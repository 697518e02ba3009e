import type { SideContent } from '../../../shared/bridge/contents.ts'
import { formatBytes, formatCounted } from '../../../shared/formats.ts'

type Cost = SideContent['cost']

/** What it took to look: `2 requests, 4.1 KiB read`; `4.1 KiB read` where no server was asked. */
export function costWords(costs: readonly Cost[]): string {
  const requests = costs.reduce((sum, cost) => sum + cost.requests, 0)
  const bytes = costs.reduce((sum, cost) => sum + cost.bytes, 0)
  return [
    ...(requests === 0 ? [] : [formatCounted(requests, 'request')]),
    ...(bytes === 0 ? [] : [`${formatBytes(bytes)} read`]),
  ].join(', ')
}

export const encodingWords: Readonly<
  Record<Extract<SideContent['content'], { kind: 'text' }>['encoding'], string>
> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big-endian)',
  'latin-1': 'no UTF-8, shown as Latin-1',
}
