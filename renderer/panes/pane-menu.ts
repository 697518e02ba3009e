import { action, heading, line, type MenuItem } from '../controls/menu-items.ts'
import type { AppState } from '../state/app.svelte.ts'
import { invertMarks, markShown } from '../state/choose-names.ts'
import { beginFolder } from '../state/make-folder.ts'
import type { PaneState } from '../state/pane.svelte.ts'

const sorts = [
  { by: 'name', label: 'Name' },
  { by: 'size', label: 'Size' },
  { by: 'modified', label: 'Modified' },
  { by: 'class', label: 'Storage class' },
] as const

/** What can be done with a pane as a whole. */
export function paneMenu(
  app: AppState,
  pane: PaneState,
  acts: { readonly copyAddress: () => void; readonly aboutBucket: () => void },
): MenuItem[] {
  const sort = pane.view?.sort
  const kind = pane.place?.kind ?? 'local'
  const columns = sorts.flatMap(({ by, label }) =>
    by === 'name' || (by === 'class' && kind === 'local') ? [] : [{ column: by, label }],
  )
  return [
    action('Type a path', () => (pane.editing = true), { keys: 'Ctrl+L' }),
    action('Up', () => void pane.up(), { keys: 'Backspace', disabled: !pane.canGoUp }),
    action('New folder…', () => beginFolder(pane), { keys: 'F7', disabled: kind === 'buckets' }),
    action('Copy address', acts.copyAddress),
    ...(kind === 's3' ? [action('About this bucket', acts.aboutBucket)] : []),
    action('Refresh', () => void pane.refresh(), { keys: 'Ctrl+R' }),
    action('Stop listing', () => void pane.stop(), { disabled: !pane.isListing }),
    line,
    action('Select everything', () => void markShown(pane), { keys: 'Ctrl+A' }),
    action('Select by pattern…', () => (pane.marking = 'add'), { keys: '+' }),
    action('Take out by pattern…', () => (pane.marking = 'remove'), { keys: '-' }),
    action('Invert the selection', () => void invertMarks(pane), { keys: '*' }),
    action('Select nothing', () => pane.selection.clear(), { keys: 'Escape' }),
    line,
    action('Filter names…', () => pane.openFilter(), { keys: 'Ctrl+F' }),
    action('Show hidden names', () => void app.toggleDotNames(), {
      keys: 'Ctrl+H',
      checked: app.look.dotNames,
    }),
    line,
    heading('Columns'),
    ...columns.map(({ column, label }) =>
      action(label, () => app.look.toggleColumn(kind, column), {
        checked: !app.look.columnsOf(kind).hidden.includes(column),
      }),
    ),
    action('Set column widths', () => (pane.sizing = true), {
      disabled: app.look.shownColumns(kind).length === 0,
    }),
    line,
    heading('Sort by'),
    ...sorts.map(({ by, label }) =>
      action(label, () => void pane.sortBy(by), {
        checked: sort?.by === by,
        ...(sort?.by === by ? { detail: sort.descending ? 'descending' : 'ascending' } : {}),
      }),
    ),
  ]
}
