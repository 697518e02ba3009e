import type { BrowseEntry, Place } from '../../shared/bridge/places.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { escapeName } from '../../shared/formats.ts'
import { checkNewName } from '../../shared/new-name.ts'
import type { AppState } from './app.svelte.ts'
import { errorOf } from './bridge.ts'
import type { PaneState } from './pane.svelte.ts'
import { renaming as words } from '../words/panes/acts.ts'

/** Begins to type another name for the row with the cursor; where there is no renaming, the pane says the way out. */
export function beginRename(pane: PaneState): void {
  const { place } = pane
  const entry = pane.at(pane.cursor)
  if (entry === undefined || place === null) return
  pane.error = refusal(place, entry)
  if (pane.error === null) pane.renaming = { name: entry.name, kind: entry.kind }
}

/**
 * Gives what is being renamed its new name; the pane then lists anew, and the cursor goes to it.
 * @returns why it was not renamed; null where it was, or has the name already.
 */
export async function renameTo(app: AppState, pane: PaneState, to: string): Promise<ErrorData | null> {
  const { place, renaming } = pane
  if (place === null || renaming === null || renaming.name === to) return null
  const from = renaming.name
  try {
    checkNewName(to)
    await app.bridge.ask('places.rename', { token: place.token, from, to })
  } catch (error) {
    return errorOf(error)
  }
  app.say(words.renamed(escapeName(from), escapeName(to)))
  for (const each of [app.left, app.right]) {
    if (each.place?.token === place.token) void each.refresh(each === pane ? to : null)
  }
  return null
}

/**
 * | place   | row             | renaming                                          |
 * |---------|-----------------|---------------------------------------------------|
 * | a disk  | anything        | yes                                               |
 * | S3      | an object       | yes                                               |
 * | S3      | a folder        | no: each key below it would be another            |
 * | S3      | a bucket        | no: S3 has no call for it                         |
 */
function refusal(place: Place, { kind, name }: BrowseEntry): ErrorData | null {
  if (place.kind === 'local' || kind === 'file') return null
  return { code: 'usage', ...words[kind === 'bucket' ? 'bucket' : 'folder'](escapeName(name)) }
}
