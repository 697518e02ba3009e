import { SluiceError, type ErrorData } from '../../shared/errors.ts'
import { droppedFrom } from '../panes/dropped-paths.ts'
import type { AppState } from './app.svelte.ts'
import { isPlanFile } from './plan-files.ts'
import type { PaneState } from './pane.svelte.ts'
import { dropping } from '../words/panes/acts.ts'

/** Plans a copy of what is in a folder of a pane: its contents, without its name. */
export async function copyContents(app: AppState, pane: PaneState, folder: string): Promise<void> {
  await pane.attempt(async () => {
    const source = await pane.child(folder)
    const target = app.otherThan(pane)
    app.pointTo(target)
    if (app.hindrance !== null) app.say(app.hindrance)
    else if (target.place !== null) await app.planJob({ source, destination: target.place, selection: null })
  })
}

/** Rows of the other pane were dropped on a pane. */
export async function dropRows(app: AppState, target: PaneState): Promise<void> {
  const { dragged, words, contents } = app.drag
  app.drag.end()
  if (dragged?.kind !== 'rows' || words === null) return
  const folder = dragged.folder && dragged.names?.length === 1 ? dragged.names[0] : undefined
  if (contents && folder !== undefined) {
    await copyContents(app, dragged.from, folder)
    return
  }
  app.pointTo(target)
  await app.preview(dragged.names)
}

/**
 * Things from outside were dropped on a pane. One folder is opened opposite, and its contents go into the target;
 * a plan file is opened to be reviewed; anything else goes by its name, from the folder it is in.
 */
export async function dropPaths(
  app: AppState,
  target: PaneState,
  paths: readonly string[],
  oneFolder: boolean,
): Promise<void> {
  app.drag.end()
  const [only] = paths
  if (only !== undefined && paths.length === 1 && !oneFolder && isPlanFile(only)) return app.openPlan(only)
  await target.attempt(async () => {
    const from = droppedFrom(paths)
    const text = oneFolder ? paths[0] : from?.parent
    if (text === undefined) throw new SluiceError(paths.length === 0 ? nothingDropped : differentFolders)
    const other = app.otherThan(target)
    await other.openText(text, 'local')
    if (other.error !== null) return
    app.pointTo(target)
    await app.preview(oneFolder ? null : (from?.names ?? null))
  })
}

const nothingDropped: ErrorData = { code: 'usage', ...dropping.noPath }

const differentFolders: ErrorData = { code: 'usage', ...dropping.differentFolders }
