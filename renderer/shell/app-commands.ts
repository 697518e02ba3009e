import type { AppState } from '../state/app.svelte.ts'
import { deleteFrom, moveFrom } from '../state/delete-and-move.ts'
import { isRunning } from '../state/jobs.svelte.ts'
import { beginFolder } from '../state/make-folder.ts'
import { showProperties } from '../state/properties.svelte.ts'
import { beginRename } from '../state/rename.ts'
import type { Command } from './commands.ts'
import { jobName } from './job-words.ts'

/** Everything the palette offers now. @param help shows what there is to read */
export function appCommands(app: AppState, help: (topic: 'shortcuts' | 'about') => void): Command[] {
  const { active, screen } = app
  const browsing = screen === 'browse'
  const also = (theme: 'system' | 'light' | 'dark'): Command => ({
    id: `theme-${theme}`,
    label: theme === 'system' ? 'Colours of the system' : `${theme === 'light' ? 'Light' : 'Dark'} colours`,
    also: 'theme dark light mode',
    run: () => void app.changeTheme(theme),
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
    ...app.jobs.list.map((job) => ({
      id: `job-${job.planId}`,
      label: `Show ${jobName(job)}`,
      also: isRunning(job) ? 'job running' : 'job plan',
      run: () => app.show(job),
    })),
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      keys: 'F1',
      also: 'help keys',
      run: () => help('shortcuts'),
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
  ]
}
