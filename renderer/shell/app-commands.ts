import type { AppState } from '../state/app.svelte.ts'
import { invertMarks, markShown } from '../state/choose-names.ts'
import { countFolders } from '../state/count-folders.ts'
import { deleteFrom, moveFrom } from '../state/delete-and-move.ts'
import { beginFolder } from '../state/make-folder.ts'
import { showProperties } from '../state/properties.svelte.ts'
import { beginRename } from '../state/rename.ts'
import type { Command } from './commands.ts'
import { runCommands } from './run-commands.ts'
import { commands as words, viewCommands as viewWords } from '../words/shell/commands.ts'

/** What the help offers. */
export type HelpTopic = 'shortcuts' | 'tour' | 'about'

/** Everything the palette offers now. @param help shows a topic @param showJobs shows the list of jobs */
export function appCommands(
  app: AppState,
  help: (topic: HelpTopic) => void,
  showJobs: () => void,
): Command[] {
  const { active, screen } = app
  const browsing = screen === 'browse'
  const theme = (theme: 'system' | 'light' | 'dark'): Command => ({
    id: `theme-${theme}`,
    ...words.themes[theme],
    run: () => void app.changeTheme(theme),
  })
  const density = (density: 'compact' | 'comfortable'): Command => ({
    id: `density-${density}`,
    ...words.densities[density],
    run: () => app.look.setDensity(density),
  })
  const inPanes: Command[] = [
    { id: 'preview', ...words.preview, keys: 'Ctrl+Enter', run: () => void app.preview() },
    { id: 'copy', ...words.copy, keys: 'F5', run: () => void app.copyFrom(active) },
    { id: 'move', ...words.move, keys: 'F6', run: () => void moveFrom(app, active) },
    { id: 'rename', ...words.rename, keys: 'F2', run: () => beginRename(active) },
    { id: 'new-folder', ...words.newFolder, keys: 'F7', run: () => beginFolder(active) },
    {
      id: 'properties',
      ...words.properties,
      keys: 'Alt+Enter',
      run: () => showProperties(app.properties, active),
    },
    { id: 'delete', ...words.delete, keys: 'F8', run: () => void deleteFrom(app, active) },
    { id: 'path', ...words.path, keys: 'Ctrl+L', run: () => (active.editing = true) },
    { id: 'up', ...words.up, keys: 'Backspace', run: () => void active.up() },
    { id: 'swap', ...words.swap, run: () => app.swap() },
    { id: 'flip', ...words.flip, run: () => app.flip() },
    { id: 'refresh', ...words.refresh, keys: 'Ctrl+R', run: () => void app.refresh() },
    ...viewCommands(app),
    { id: 'connect', ...words.connect, run: () => (active.connecting = true) },
    ...app.connections.list.map((connection) => ({
      id: `open-${connection.id}`,
      ...words.open(connection.label, connection.detail),
      run: () => void active.attempt(async () => active.open(await app.connections.root(connection))),
    })),
    ...app.recentElsewhere.map(({ connectionId, text }) => ({
      id: `recent-${connectionId}-${text}`,
      ...words.recent(text),
      run: () => void active.attempt(() => active.openText(text, connectionId)),
    })),
  ]
  return [
    ...(browsing ? inPanes : [{ id: 'back', ...words.back, keys: 'Alt+←', run: () => void app.back() }]),
    ...(screen === 'history' ? [] : [{ id: 'history', ...words.history, run: () => app.showHistory() }]),
    { id: 'open-plan', ...words.openPlan, run: () => (app.openingPlan = true) },
    ...runCommands(app, showJobs),
    { id: 'shortcuts', ...words.shortcuts, keys: 'F1', run: () => help('shortcuts') },
    { id: 'tour', ...words.tour, run: () => help('tour') },
    { id: 'about', ...words.about, run: () => help('about') },
    theme('system'),
    theme('light'),
    theme('dark'),
    density('compact'),
    density('comfortable'),
  ]
}

/** What the active pane shows, and what is marked in it. */
function viewCommands(app: AppState): Command[] {
  const { active, look } = app
  return [
    { id: 'filter', ...viewWords.filter, keys: 'Ctrl+F', run: () => active.openFilter() },
    {
      id: 'dot-names',
      ...(look.dotNames ? viewWords.hideDotNames : viewWords.showDotNames),
      keys: 'Ctrl+H',
      run: () => void app.toggleDotNames(),
    },
    { id: 'mark-all', ...viewWords.markAll, keys: 'Ctrl+A', run: () => void markShown(active) },
    { id: 'mark-like', ...viewWords.markLike, keys: '+', run: () => (active.marking = 'add') },
    { id: 'unmark-like', ...viewWords.unmarkLike, keys: '-', run: () => (active.marking = 'remove') },
    { id: 'invert', ...viewWords.invert, keys: '*', run: () => void invertMarks(active) },
    { id: 'count-folders', ...viewWords.countFolders, run: () => void countFolders(app.bridge, active) },
    ...(look.shownColumns(active.place?.kind ?? 'local').length === 0
      ? []
      : [{ id: 'column-widths', ...viewWords.columnWidths, run: () => (active.sizing = true) }]),
    ...(active.isListing
      ? [{ id: 'stop-listing', ...viewWords.stopListing, run: () => void active.stop() }]
      : []),
  ]
}
