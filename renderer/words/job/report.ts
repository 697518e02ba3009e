import { formatCount, formatCounted } from '../../../shared/formats.ts'

/** How a run ended, and what there is to do about it. */
export const report = {
  label: 'Report',
  retry: (count: number) => `Retry ${formatCount(count)}`,
  lookAgain: (count: number) => `Look again at ${formatCount(count)}`,
  lookAgainTitle: 'Plans what was refused, as both sides are now, to be reviewed',
  undo: 'Undo\u00A0…',
  notDone: (count: number) =>
    `${formatCounted(count, 'row was', 'rows were')} not done: still in the list, waiting.`,
}
