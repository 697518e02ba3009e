import type * as electron from 'electron'

/**
 * What is used of Electron. It comes as a parameter: importing `electron` in plain Node would download it, and a test
 * brings a fake.
 */
export type ElectronParts = Pick<
  typeof electron,
  | 'app'
  | 'BrowserWindow'
  | 'clipboard'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'Notification'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'session'
  | 'shell'
  | 'utilityProcess'
>
