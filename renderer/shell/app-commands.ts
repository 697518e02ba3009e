import type { AppState } from '../state/app.svelte.ts'
import { invertMarks, markShown } from '../state/choose-names.ts'
import { countFolders } from '../state/count-folders.ts'
import { deleteFrom, moveFrom } from '../state/delete-and-move.ts'
import { beginFolder } from '../state/make-folder.ts'
import { showProperties } from '../state/properties.svelte.ts'
import { beginRename } from '../state/rename.ts'
import type { Command } from './commands.ts'
import { runCommands } from './run-commands.ts'

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
  const also = (theme: 'system' | 'light' | 'dark'): Command => ({
    id: `theme-${theme}`,
    label: theme === 'system' ? 'Colours of the system' : `${theme === 'light' ? 'Light' : 'Dark'} colours`,
    also: 'theme dark light mode',
    run: () => void app.changeTheme(theme),
  })
  const density = (density: 'compact' | 'comfortable'): Command => ({
    id: `density-${density}`,
    label: density === 'compact' ? 'Compact rows' : 'Comfortable rows',
    also: 'density height appearance',
    run: () => app.look.setDensity(density),
  })
  const inPanes: Command[] = [
    {
      id: 'preview',
      label: 'Preview',
      keys: 'Ctrl+Enter',
      also: 'plan sync dry run',
      run: () => void app.preview(),
    },
    {
      id: 'copy',
      label: 'Copy the selection to the other side',
      keys: 'F5',
      run: () => void app.copyFrom(active),
    },
    {
      id: 'move',
      label: 'Move the selection to the other side',
      keys: 'F6',
      run: () => void moveFrom(app, active),
    },
    {
      id: 'rename',
      label: 'Rename the row with the cursor',
      keys: 'F2',
      also: 'name',
      run: () => beginRename(active),
    },
    {
      id: 'new-folder',
      label: 'New folder…',
      keys: 'F7',
      also: 'make directory mkdir',
      run: () => beginFolder(active),
    },
    {
      id: 'properties',
      label: 'Properties of the row with the cursor',
      keys: 'Alt+Enter',
      also: 'headers metadata tags versions link presign bucket lifecycle',
      run: () => showProperties(app.properties, active),
    },
    {
      id: 'delete',
      label: 'Delete the selection',
      keys: 'F8',
      also: 'remove erase',
      run: () => void deleteFrom(app, active),
    },
    {
      id: 'path',
      label: 'Go to a path',
      keys: 'Ctrl+L',
      also: 'open address location',
      run: () => (active.editing = true),
    },
    { id: 'up', label: 'Go up', keys: 'Backspace', run: () => void active.up() },
    { id: 'swap', label: 'Swap the sides', also: 'exchange left right', run: () => app.swap() },
    { id: 'flip', label: 'Turn the direction around', also: 'arrow', run: () => app.flip() },
    {
      id: 'refresh',
      label: 'Refresh both sides',
      keys: 'Ctrl+R',
      also: 'reload',
      run: () => void app.refresh(),
    },
    ...viewCommands(app),
    {
      id: 'connect',
      label: 'Connect to another S3…',
      also: 'connection endpoint keys credentials',
      run: () => (active.connecting = true),
    },
    ...app.connections.list.map((connection) => ({
      id: `open-${connection.id}`,
      label: `Open ${connection.label}`,
      also: `connection ${connection.detail}`,
      run: () => void active.attempt(async () => active.open(await app.connections.root(connection))),
    })),
    ...app.recentElsewhere.map(({ connectionId, text }) => ({
      id: `recent-${connectionId}-${text}`,
      label: `Go to ${text}`,
      also: 'recent place',
      run: () => void active.attempt(() => active.openText(text, connectionId)),
    })),
  ]
  return [
    ...(browsing
      ? inPanes
      : [{ id: 'back', label: 'Back to the panes', keys: 'Alt+←', run: () => void app.back() }]),
    ...(screen === 'history'
      ? []
      : [{ id: 'history', label: 'History', also: 'past runs', run: () => app.showHistory() }]),
    { id: 'open-plan', label: 'Open plan…', also: 'file sluice load', run: () => (app.openingPlan = true) },
    ...runCommands(app, showJobs),
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      keys: 'F1',
      also: 'help keys',
      run: () => help('shortcuts'),
    },
    {
      id: 'tour',
      label: 'Practice tour',
      also: 'help first steps sample learn',
      run: () => help('tour'),
    },
    {
      id: 'about',
      label: 'About Sluice…',
      also: 'help version diagnostic report',
      run: () => help('about'),
    },
    also('system'),
    also('light'),
    also('dark'),
    density('compact'),
    density('comfortable'),
  ]
}

/** What the active pane shows, and what is marked in it. */
function viewCommands(app: AppState): Command[] {
  const { active, look } = app
  return [
    {
      id: 'filter',
      label: 'Filter names',
      keys: 'Ctrl+F',
      also: 'find search show only',
      run: () => active.openFilter(),
    },
    {
      id: 'dot-names',
      label: look.dotNames ? 'Leave hidden names out of the view' : 'Show hidden names',
      keys: 'Ctrl+H',
      also: 'dot files',
      run: () => void app.toggleDotNames(),
    },
    { id: 'mark-all', label: 'Select everything', keys: 'Ctrl+A', run: () => void markShown(active) },
    {
      id: 'mark-like',
      label: 'Select by pattern…',
      keys: '+',
      also: 'mark glob',
      run: () => (active.marking = 'add'),
    },
    {
      id: 'unmark-like',
      label: 'Take out of the selection by pattern…',
      keys: '-',
      also: 'unmark glob',
      run: () => (active.marking = 'remove'),
    },
    { id: 'invert', label: 'Invert the selection', keys: '*', run: () => void invertMarks(active) },
    {
      id: 'count-folders',
      label: 'Count what is in the selected folders',
      also: 'size bytes total',
      run: () => void countFolders(app.bridge, active),
    },
    ...(look.shownColumns(active.place?.kind ?? 'local').length === 0
      ? []
      : [
          {
            id: 'column-widths',
            label: 'Set column widths',
            also: 'wider narrower',
            run: () => (active.sizing = true),
          },
        ]),
    ...(active.isListing
      ? [{ id: 'stop-listing', label: 'Stop listing', also: 'cancel', run: () => void active.stop() }]
      : []),
  ]
}
