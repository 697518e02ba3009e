import type { ErrorData } from '../../shared/errors.ts'
import { escapeName } from '../../shared/formats.ts'
import { checkNewName } from '../../shared/new-name.ts'
import type { AppState } from './app.svelte.ts'
import { errorOf } from './bridge.ts'
import type { PaneState } from './pane.svelte.ts'
import { makingFolders as words } from '../words/panes/acts.ts'

/** Begins to type the name of a new folder; where none can be made, the pane says the way out. */
export function beginFolder(pane: PaneState): void {
  const { place } = pane
  if (place === null) return
  pane.error = place.kind === 'buckets' ? { code: 'usage', ...words.bucket } : null
  pane.making = pane.error === null
}

/** Makes it, and the cursor goes to it. @returns why it was not made; null where it was. */
export async function makeFolder(app: AppState, pane: PaneState, name: string): Promise<ErrorData | null> {
  const { place } = pane
  if (place === null) return null
  try {
    checkNewName(name)
    await app.bridge.ask('places.makeFolder', { token: place.token, name })
  } catch (error) {
    return errorOf(error)
  }
  app.say(words.made(escapeName(name)))
  for (const each of [app.left, app.right]) {
    if (each.place?.token === place.token) void each.refresh(each === pane ? name : null)
  }
  return null
}
