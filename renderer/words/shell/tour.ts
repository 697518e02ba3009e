import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { isRunning } from '../../state/jobs.svelte.ts'
import type { TourStep } from '../../state/tour.svelte.ts'

/** The steps of the practice tour, in their order. */
export const tourSteps = ['Drop', 'Review', 'Apply', 'Undo'] as const

export const practiceTour = {
  label: 'Practice tour',
  steps: 'Steps',
  /** Said before the name of a step. */
  done: 'done:',
  at: (step: number, steps: number) => `${step} of ${steps}.`,
  undo: 'Undo\u00a0…',
  finish: 'Finish',
  end: 'End the tour',
  endTitle: 'End the tour; it is in the Help menu',
}

/** What to do now, in a sentence or two. @param plan what is on the screen, if it is a plan */
export function tourWords(step: TourStep, plan: PlanStatus | null): string {
  switch (step) {
    case 1:
      return plan?.phase === 'ended'
        ? 'This run has changed nothing that could be undone. Go back, and preview again.'
        : 'This is for practice. Drag a name to the right, or press Preview for all of them; nothing is changed until you say so.'
    case 2:
      return reviewWords(plan)
    case 3:
      return plan?.phase === 'waiting'
        ? 'It waits for its turn.'
        : 'It runs now, and checks each file that has arrived. It can be held or stopped at any time.'
    case 4:
      return undoWords(plan)
    case 5:
      return 'All four are done. Your own folders and buckets go the same way: choose them above the two sides.'
  }
}

function reviewWords(plan: PlanStatus | null): string {
  if (plan === null || plan.phase === 'listing') return 'Both sides are being read.'
  const rows = Object.values(plan.totals).reduce(
    (sum, { included, leftOut }) => sum + included.count + leftOut.count,
    0,
  )
  return rows === 0
    ? 'Both sides match already. Go back, change, add or delete something, and preview again.'
    : 'Each row is a file that would change, and why. Space leaves out the row with the cursor; the button at the bottom applies the others.'
}

function undoWords(plan: PlanStatus | null): string {
  if (plan?.task !== 'undo')
    return plan?.phase === 'ended'
      ? 'It is done, and each row says how. Now press Undo … to take it back.'
      : 'The run is done. It can be taken back from here, or from the history at any time.'
  if (isRunning(plan)) return 'It is being undone.'
  return plan.phase === 'ended'
    ? 'Not all of it was undone: the report says why.'
    : 'An undo is a plan too, and changes nothing before its review. Apply it as you did the first one.'
}
