import type { MenuItemConstructorOptions } from 'electron'
import type { WindowCommand } from '../window-host.ts'

export interface MenuActions {
  command(command: WindowCommand): void
  openFolder(): void
}

/**
 * The menu of the application. Keys that the page has by itself are shown and not registered, so that the page gets
 * them; only a Mac registers them all the same, and then the menu acts.
 *
 * | platform | menus                                          |
 * |----------|------------------------------------------------|
 * | macOS    | Sluice, File, Edit, View, Sync, Window, Help   |
 * | others   | File (with Quit), Edit, View, Sync, Help       |
 *
 * @param developer adds the developer's tools, which no packaged application has
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  actions: MenuActions,
  developer: boolean,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const item = (label: string, command: WindowCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
    click: () => {
      actions.command(command)
    },
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }

  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        {
          label: 'Open folder…',
          accelerator: 'CmdOrCtrl+O',
          click: () => {
            actions.openFolder()
          },
        },
        item('Go to address…', 'focus-path', 'CmdOrCtrl+L'),
        separator,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Refresh', 'refresh'),
        item('Commands…', 'palette', 'CmdOrCtrl+K'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(developer ? [separator, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    {
      label: '&Sync',
      submenu: [
        item('Preview', 'preview'),
        item('Swap sides', 'swap'),
        separator,
        item('History', 'history'),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      label: '&Help',
      submenu: [
        item('Keyboard shortcuts', 'shortcuts', 'F1'),
        item('Practice tour', 'tour'),
        item('About Sluice…', 'about'),
      ],
    },
  ]
}
