import type { Phase, PlanStatus } from '../../../shared/bridge/plans.ts'
import { formatCount } from '../../../shared/formats.ts'
import type { RowState } from '../../../shared/plan-row.ts'
import { waitingWords } from '../job/waiting.ts'
import type { Part } from '../parts.ts'
import { stateWords } from './row.ts'

/** A plan under review, as it runs, and after it. */
export const reviewScreen = {
  label: 'Review',
  back: 'Back',
  searchNames: 'Search names',
  searchKeys: 'Ctrl+F',
  details: 'Details of the row',
  widthOfFolders: 'Width of the folders',
  /** Goes on where a disk is another one than before. */
  allowMount: 'It is right, go on',
  onlyState: (state: RowState) => `only ${stateWords[state]}`,
}

/** What the plan is to do, as its title. */
export function planTitle(task: PlanStatus['task'], source: string, destination: string): readonly Part[] {
  switch (task) {
    case 'undo':
      return ['Undo in ', { name: destination }]
    case 'change':
      return ['Change in ', { name: destination }]
    case 'remove':
      return ['Delete from ', { name: destination }]
    case 'move':
      return ['Move from ', { name: source }, ' to ', { name: destination }]
    case 'sync':
      return ['Make ', { name: destination }, ' match ', { name: source }]
  }
}

const phaseNames: Readonly<Record<Exclude<Phase, 'listing' | 'ready' | 'partial' | 'waiting'>, string>> = {
  running: 'running',
  paused: 'paused',
  finishing: 'finishing',
  stopping: 'stopping',
  ended: 'ended',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** Where the plan stands, and how much was listed for it. */
export function phaseWords(
  status: Pick<PlanStatus, 'phase' | 'listed' | 'expired' | 'past' | 'waiting'>,
): string {
  const { phase, listed, expired, past } = status
  const seen = formatCount(listed.source + listed.destination)
  if (expired) return 'waiting for credentials'
  switch (phase) {
    case 'listing':
      return `listing ${seen} …`
    case 'ready':
      return `listed ${seen}`
    case 'partial':
      return `listed ${seen}, not complete`
    case 'waiting':
      return waitingWords(status)
    default:
      return past ? 'past run' : phaseNames[phase]
  }
}
