import { escapeName, formatCounted } from '../../shared/formats.ts'
import { action, line, type MenuItem } from '../controls/menu-items.ts'
import type { AppState } from '../state/app.svelte.ts'
import { copyContents } from '../state/drop.ts'
import { markShown } from '../state/choose-names.ts'
import { countFolders } from '../state/count-folders.ts'
import { deleteFrom, moveFrom } from '../state/delete-and-move.ts'
import { beginFolder } from '../state/make-folder.ts'
import type { PaneState } from '../state/pane.svelte.ts'
import { showProperties } from '../state/properties.svelte.ts'
import { beginRename } from '../state/rename.ts'

/** What can be done with the row that has the cursor, and with all that are marked. */
export function rowMenu(app: AppState, pane: PaneState): MenuItem[] {
  const entry = pane.at(pane.cursor)
  const to = app.otherThan(pane).place
  const { marked } = pane
  const what = marked > 1 ? formatCounted(marked, 'item') : entry === undefined ? '' : escapeName(entry.name)
  const canCopy = entry !== undefined && entry.kind !== 'bucket' && to !== null && to.kind !== 'buckets'
  const where = to === null ? 'the other side' : escapeName(to.text)
  const opens = entry?.kind === 'folder' || entry?.kind === 'bucket'
  const items: MenuItem[] = []
  if (entry !== undefined && opens)
    items.push(
      action('Open', () => void pane.enter(pane.cursor), { keys: 'Enter' }),
      line,
    )
  items.push(
    action(`Copy ${what} to ${where}…`, () => void app.copyFrom(pane), { keys: 'F5', disabled: !canCopy }),
  )
  items.push(
    action(`Move ${what} to ${where}…`, () => void moveFrom(app, pane), { keys: 'F6', disabled: !canCopy }),
  )
  if (entry?.kind === 'folder' && marked <= 1) {
    items.push(
      action(`Copy its contents to ${where}…`, () => void copyContents(app, pane, entry.name), {
        disabled: !canCopy,
      }),
    )
  }
  if (opens || marked > 1) {
    items.push(
      action(
        marked > 1 ? 'Count what is in the selected folders' : 'Count what is in it',
        () => void countFolders(app.bridge, pane),
      ),
    )
  }
  items.push(
    line,
    action('New folder…', () => beginFolder(pane), { keys: 'F7', disabled: pane.place?.kind === 'buckets' }),
    action('Rename…', () => beginRename(pane), { keys: 'F2', disabled: entry === undefined || marked > 1 }),
    action(`Delete ${what}…`, () => void deleteFrom(app, pane), {
      keys: 'F8',
      danger: true,
      disabled: entry === undefined || entry.kind === 'bucket',
    }),
    line,
  )
  if (entry !== undefined) {
    const label = entry.kind === 'folder' && pane.place?.kind === 's3' ? 'About this bucket' : 'Properties'
    items.push(
      action(
        entry.kind === 'bucket' ? 'About this bucket' : label,
        () => showProperties(app.properties, pane),
        {
          keys: 'Alt+Enter',
        },
      ),
    )
    items.push(action('Copy address', () => void copyAddress(app, pane, entry.name)))
  }
  items.push(
    action('Select everything', () => void markShown(pane), { keys: 'Ctrl+A' }),
    action('Refresh', () => void pane.refresh(), { keys: 'Ctrl+R' }),
  )
  return items
}

async function copyAddress(app: AppState, pane: PaneState, name: string): Promise<void> {
  const text = addressOf(pane, name)
  await pane.attempt(async () => {
    await app.bridge.ask('window.copyText', { text })
    app.say(`Copied ${escapeName(text)}`)
  })
}

/** The address of a row, as it is typed. */
function addressOf(pane: PaneState, name: string): string {
  const base = pane.place?.text ?? ''
  const separator = pane.place?.kind === 'local' && base.includes('\\') ? '\\' : '/'
  return base === '' || base.endsWith(separator) ? `${base}${name}` : `${base}${separator}${name}`
}
