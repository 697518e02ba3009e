import ArrowRight from '@lucide/svelte/icons/arrow-right'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import CircleX from '@lucide/svelte/icons/circle-x'
import Clock from '@lucide/svelte/icons/clock'
import Hand from '@lucide/svelte/icons/hand'
import ShieldX from '@lucide/svelte/icons/shield-x'
import SquareMinus from '@lucide/svelte/icons/square-minus'
import type { RowState } from '../../shared/plan-row.ts'

/** The sign of what became of a row: each has one of its own, beside its word and its colour. */
export const stateIcons: Readonly<Record<RowState, typeof Clock>> = {
  planned: Clock,
  'excluded-by-you': SquareMinus,
  running: ArrowRight,
  done: CircleCheck,
  failed: CircleX,
  'refused-changed': ShieldX,
  withheld: Hand,
}
