import { formatBytes, parseBytes } from '../../shared/formats.ts'
import type { MaxDelete } from '../../shared/sync-rules.ts'

export type BudgetKind = MaxDelete['kind']

/** A budget as it is typed: `25`, `10` or `10%`, `500MB`; null for what is none. */
export function readBudget(kind: BudgetKind, text: string): MaxDelete | null {
  const typed = text.trim()
  if (kind === 'bytes') {
    const bytes = parseBytes(typed)
    return bytes === null ? null : { kind, bytes }
  }
  const number = /^\d+(\.\d+)?$/.test(typed.replace(/ ?%$/, '')) ? Number.parseFloat(typed) : Number.NaN
  if (kind === 'share') return number >= 0 && number <= 100 ? { kind, percent: number } : null
  return Number.isSafeInteger(number) && !typed.endsWith('%') ? { kind, count: number } : null
}

/** As it is typed. */
export function budgetText(most: MaxDelete): string {
  if (most.kind === 'count') return String(most.count)
  return most.kind === 'share' ? `${most.percent} %` : formatBytes(most.bytes).replace(/ Bytes?$/, 'B')
}

/** What a kind begins with. */
export const firstBudget: Readonly<Record<BudgetKind, MaxDelete>> = {
  count: { kind: 'count', count: 100 },
  share: { kind: 'share', percent: 10 },
  bytes: { kind: 'bytes', bytes: 1024 ** 3 },
}
