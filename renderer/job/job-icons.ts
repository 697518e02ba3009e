import CircleAlert from '@lucide/svelte/icons/circle-alert'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import Eye from '@lucide/svelte/icons/eye'
import Hourglass from '@lucide/svelte/icons/hourglass'
import Pause from '@lucide/svelte/icons/pause'
import Play from '@lucide/svelte/icons/play'
import Square from '@lucide/svelte/icons/square'
import type { PlanStatus } from '../../shared/bridge/plans.ts'

/** The sign of where a plan stands, beside its word. */
export function jobIcon({ phase, report }: PlanStatus): typeof Play {
  switch (phase) {
    case 'running':
      return Play
    case 'paused':
      return Pause
    case 'waiting':
      return Hourglass
    case 'finishing':
    case 'stopping':
    case 'cancelled':
      return Square
    case 'listing':
    case 'ready':
    case 'partial':
      return Eye
    case 'failed':
      return CircleAlert
    case 'ended':
      return report?.exit === 0 ? CircleCheck : CircleAlert
  }
}
