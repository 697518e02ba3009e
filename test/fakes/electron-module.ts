import process from 'node:process'
import { FakeElectron } from './electron.ts'

/*
 * Stands for the module `electron` in a process of plain Node, and writes down on stdout what it is asked for. It is for
 * the bundle that the build leaves.
 */

const fake = new FakeElectron()
const { parts } = fake

export const {
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerSaveBlocker,
  protocol,
  session,
  shell,
  utilityProcess,
} = parts

export const app = Object.assign(parts.app, {
  whenReady: async () => {
    // As Electron: only when the entry has been run through.
    await new Promise(setImmediate)
    fake.calls.push('ready')
  },
  exit: (code: number) => process.exit(code),
  getPath: () => '/',
  getVersion: () => '0',
})

export const BrowserWindow = function (options: Readonly<Record<string, unknown>>): object {
  const window = new parts.BrowserWindow(options)
  window.loadURL = async (url: string) => {
    fake.calls.push(`load ${url}`)
    process.stdout.write(`${JSON.stringify(fake.calls)}\n`, () => process.exit(0))
  }
  return window
}

export default { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, nativeTheme }
