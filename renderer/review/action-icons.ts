import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line'
import ArrowUpFromLine from '@lucide/svelte/icons/arrow-up-from-line'
import Ban from '@lucide/svelte/icons/ban'
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left'
import Copy from '@lucide/svelte/icons/copy'
import History from '@lucide/svelte/icons/history'
import RefreshCw from '@lucide/svelte/icons/refresh-cw'
import Tag from '@lucide/svelte/icons/tag'
import ShieldCheck from '@lucide/svelte/icons/shield-check'
import Trash2 from '@lucide/svelte/icons/trash-2'
import Undo2 from '@lucide/svelte/icons/undo-2'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import type { PlanRow } from '../../shared/plan-row.ts'
import { categoryOf, type Category } from '../../shared/review.ts'
import { keptReasons } from './kept-reasons.ts'

type Icon = typeof Copy

const transfers: Readonly<Record<PlanStatus['direction'], Icon>> = {
  upload: ArrowUpFromLine,
  download: ArrowDownToLine,
  copy: Copy,
  restore: Undo2,
}

/** The sign of a category: each has one of its own, beside its word and its colour. */
export function categoryIcon(category: Category, direction: PlanStatus['direction']): Icon {
  switch (category) {
    case 'new':
      return transfers[direction]
    case 'changed':
      return RefreshCw
    case 'newer':
      return History
    case 'properties':
      return Tag
    case 'move':
      return ArrowRightLeft
    case 'delete':
      return Trash2
    case 'problem':
      return Ban
  }
}

export const rowIcon = (row: PlanRow, direction: PlanStatus['direction']): Icon =>
  keptReasons.has(row.reason) ? ShieldCheck : categoryIcon(categoryOf(row), direction)
