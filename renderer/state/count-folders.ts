import { SluiceError } from '../../shared/errors.ts'
import type { Bridge } from './bridge.ts'
import { allNames } from './choose-names.ts'
import type { PaneState } from './pane.svelte.ts'
import { counting } from '../words/panes/acts.ts'

/** Counts what is in the marked folders of a pane, or in the one with the cursor. */
export async function countFolders(bridge: Bridge, pane: PaneState): Promise<void> {
  const { view } = pane
  if (view === null) return
  await pane.attempt(async () => {
    const names = (await pane.chosen()) ?? (await allNames(view))
    if (names.length === 0) throw new SluiceError({ code: 'usage', ...counting.noFolder })
    await bridge.ask('browse.count', { viewId: view.id, names })
  })
}

export async function stopCounting(bridge: Bridge, pane: PaneState): Promise<void> {
  const { view } = pane
  if (view === null) return
  await pane.attempt(async () => {
    await bridge.ask('browse.stopCounting', { viewId: view.id })
  })
}
