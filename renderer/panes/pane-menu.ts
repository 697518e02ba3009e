import { action, heading, line, type MenuItem } from '../controls/menu-items.ts'
import type { AppState } from '../state/app.svelte.ts'
import { invertMarks, markShown } from '../state/choose-names.ts'
import { beginFolder } from '../state/make-folder.ts'
import type { PaneState } from '../state/pane.svelte.ts'
import { paneMenu as words } from '../words/panes/menus.ts'

const sorts = ['name', 'size', 'modified', 'class'] as const

/** What can be done with a pane as a whole. */
export function paneMenu(
  app: AppState,
  pane: PaneState,
  acts: { readonly copyAddress: () => void; readonly aboutBucket: () => void },
): MenuItem[] {
  const sort = pane.view?.sort
  const kind = pane.place?.kind ?? 'local'
  const columns = sorts.flatMap((by) => (by === 'name' || (by === 'class' && kind === 'local') ? [] : [by]))
  return [
    action(words.path, () => (pane.editing = true), { keys: 'Ctrl+L' }),
    action(words.up, () => void pane.up(), { keys: 'Backspace', disabled: !pane.canGoUp }),
    action(words.newFolder, () => beginFolder(pane), { keys: 'F7', disabled: kind === 'buckets' }),
    action(words.copyAddress, acts.copyAddress),
    ...(kind === 's3' ? [action(words.aboutBucket, acts.aboutBucket)] : []),
    action(words.refresh, () => void pane.refresh(), { keys: 'Ctrl+R' }),
    action(words.stop, () => void pane.stop(), { disabled: !pane.isListing }),
    line,
    action(words.all, () => void markShown(pane), { keys: 'Ctrl+A' }),
    action(words.like, () => (pane.marking = 'add'), { keys: '+' }),
    action(words.notLike, () => (pane.marking = 'remove'), { keys: '-' }),
    action(words.invert, () => void invertMarks(pane), { keys: '*' }),
    action(words.none, () => pane.selection.clear(), { keys: 'Escape' }),
    line,
    action(words.filter, () => pane.openFilter(), { keys: 'Ctrl+F' }),
    action(words.dotNames, () => void app.toggleDotNames(), {
      keys: 'Ctrl+H',
      checked: app.look.dotNames,
    }),
    line,
    heading(words.columns),
    ...columns.map((column) =>
      action(words.sorts[column], () => app.look.toggleColumn(kind, column), {
        checked: !app.look.columnsOf(kind).hidden.includes(column),
      }),
    ),
    action(words.widths, () => (pane.sizing = true), {
      disabled: app.look.shownColumns(kind).length === 0,
    }),
    line,
    heading(words.sortBy),
    ...sorts.map((by) =>
      action(words.sorts[by], () => void pane.sortBy(by), {
        checked: sort?.by === by,
        ...(sort?.by === by ? { detail: sort.descending ? words.descending : words.ascending } : {}),
      }),
    ),
  ]
}
