import type { SyncOptions } from '../../shared/sync-options.ts'
import type { Bridge } from './bridge.ts'
import type { PaneState } from './pane.svelte.ts'

/** Asks for the marks of two panes against each other; lists of buckets have none. */
export function compareViews(
  bridge: Bridge,
  source: PaneState,
  destination: PaneState,
  options: SyncOptions,
): void {
  const [from, to] = [source.view?.id, destination.view?.id]
  const comparable = source.place?.kind !== 'buckets' && destination.place?.kind !== 'buckets'
  if (from === undefined || to === undefined || !comparable) return
  // Marks are an extra: where they can't be had, the listing itself says why.
  bridge.ask('browse.compare', { source: from, destination: to, options }).catch(() => undefined)
}
