import { escapeName } from '../../shared/formats.ts'
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
import { copied, rowMenu as words } from '../words/panes/menus.ts'

/** What can be done with the row that has the cursor, and with all that are marked. */
export function rowMenu(app: AppState, pane: PaneState): MenuItem[] {
  const entry = pane.at(pane.cursor)
  const to = app.otherThan(pane).place
  const { marked } = pane
  const what = marked > 1 ? words.items(marked) : entry === undefined ? '' : escapeName(entry.name)
  const canCopy = entry !== undefined && entry.kind !== 'bucket' && to !== null && to.kind !== 'buckets'
  const where = to === null ? words.otherSide : escapeName(to.text)
  const opens = entry?.kind === 'folder' || entry?.kind === 'bucket'
  const items: MenuItem[] = []
  if (entry !== undefined && opens)
    items.push(
      action(words.open, () => void pane.enter(pane.cursor), { keys: 'Enter' }),
      line,
    )
  items.push(
    action(words.copy(what, where), () => void app.copyFrom(pane), { keys: 'F5', disabled: !canCopy }),
  )
  items.push(
    action(words.move(what, where), () => void moveFrom(app, pane), { keys: 'F6', disabled: !canCopy }),
  )
  if (entry?.kind === 'folder' && marked <= 1) {
    items.push(
      action(words.copyContents(where), () => void copyContents(app, pane, entry.name), {
        disabled: !canCopy,
      }),
    )
  }
  if (opens || marked > 1) {
    items.push(
      action(marked > 1 ? words.countSelected : words.count, () => void countFolders(app.bridge, pane)),
    )
  }
  items.push(
    line,
    action(words.newFolder, () => beginFolder(pane), {
      keys: 'F7',
      disabled: pane.place?.kind === 'buckets',
    }),
    action(words.rename, () => beginRename(pane), {
      keys: 'F2',
      disabled: entry === undefined || marked > 1,
    }),
    action(words.delete(what), () => void deleteFrom(app, pane), {
      keys: 'F8',
      danger: true,
      disabled: entry === undefined || entry.kind === 'bucket',
    }),
    line,
  )
  if (entry !== undefined) {
    const label = entry.kind === 'folder' && pane.place?.kind === 's3' ? words.aboutBucket : words.properties
    items.push(
      action(
        entry.kind === 'bucket' ? words.aboutBucket : label,
        () => showProperties(app.properties, pane),
        {
          keys: 'Alt+Enter',
        },
      ),
    )
    items.push(action(words.copyAddress, () => void copyAddress(app, pane, entry.name)))
  }
  items.push(
    action(words.all, () => void markShown(pane), { keys: 'Ctrl+A' }),
    action(words.refresh, () => void pane.refresh(), { keys: 'Ctrl+R' }),
  )
  return items
}

async function copyAddress(app: AppState, pane: PaneState, name: string): Promise<void> {
  const text = addressOf(pane, name)
  await pane.attempt(async () => {
    await app.bridge.ask('window.copyText', { text })
    app.say(copied(escapeName(text)))
  })
}

/** The address of a row, as it is typed. */
function addressOf(pane: PaneState, name: string): string {
  const base = pane.place?.text ?? ''
  const separator = pane.place?.kind === 'local' && base.includes('\\') ? '\\' : '/'
  return base === '' || base.endsWith(separator) ? `${base}${name}` : `${base}${separator}${name}`
}
