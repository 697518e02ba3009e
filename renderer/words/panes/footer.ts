import type { BrowseStatus } from '../../../shared/bridge/places.ts'
import { escapeName, formatBytes, formatCount, formatCounted } from '../../../shared/formats.ts'
import { countWords } from './count.ts'
import type { PaneState } from '../../state/pane.svelte.ts'

export const paneFooter = {
  stopCounting: 'Stop counting',
  stopCountingTitle: 'Count no further',
  stop: 'Stop',
  stopTitle: 'List no further',
  /** Letters typed to find a name. */
  find: (typed: string) => `Find: ${typed}`,
}

/** What is below a pane: `37 of 1,204 items · 3 hidden names not shown · 2 selected · 4.2 MiB`. */
export function footerWords(pane: PaneState): string {
  const { view } = pane
  if (view === null) return ''
  const noun = pane.place?.kind === 'buckets' ? 'bucket' : 'item'
  const { hidden } = view.shown
  return [
    view.filter.text !== '' && view.ended
      ? `${formatCount(pane.total)} of ${foundWords(view.status, noun)}`
      : foundWords(view.status, noun),
    hidden === 0 ? '' : `${formatCounted(hidden, 'hidden name')} not shown`,
    markedWords(pane),
    countingWords(view.status.counting),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/**
 * | the listing                          | says                              |
 * |--------------------------------------|-----------------------------------|
 * | goes on                              | `listing 41,200 …`                |
 * | has come to its end                  | `41,200 items`                    |
 * | was stopped                          | `stopped after 41,200`            |
 * | has failed                           | `41,200 items found before it failed` |
 * | has ended before it found anything   | `41,200 items of the listing before` |
 */
function foundWords({ count, complete, stopped, old, error }: BrowseStatus, noun: string): string {
  const items = formatCounted(count, noun)
  if (old) return `${items} of the listing before`
  if (stopped) return `stopped after ${formatCount(count)}`
  if (error !== null) return `${items} found before it failed`
  return complete ? items : `listing ${formatCount(count)} …`
}

function countingWords(counting: BrowseStatus['counting']): string {
  if (counting === null) return ''
  const { name, count, waiting } = counting
  const others = waiting === 0 ? '' : `, then ${formatCount(waiting)} more`
  return `counting ${escapeName(name)}: ${countWords(count)}${others}`
}

function markedWords(pane: PaneState): string {
  const { marked, view } = pane
  if (marked === 0) return ''
  const bytes = pane.selection.bytes(view?.status.bytes ?? 0)
  const unseen = pane.markedUnseen
  return [
    `${formatCount(marked)} selected${unseen === 0 ? '' : `, ${formatCount(unseen)} of them not shown`}`,
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
  ].join(' · ')
}
