import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { bootElectron } from '../../../../main/host/electron/boot.ts'
import { createElectronHost } from '../../../../main/host/electron/electron-host.ts'
import type { Leave } from '../../../../main/host/window-host.ts'
import type { Message, Port } from '../../../../shared/bridge/messages.ts'
import { defaultSettings } from '../../../../shared/settings.ts'
import { FakeElectron, FakeFrame } from '../../../fakes/electron.ts'

/** Boots on a fake of Electron, and opens the window. */
export async function openOnFake(platform: NodeJS.Platform = 'linux', packaged = true) {
  const electron = new FakeElectron()
  electron.app.isPackaged = packaged
  const boot = bootElectron(electron.parts, { argv: [], cwd: '/' }, null)
  if (boot === null) throw new Error('it is the only one')
  let settings = defaultSettings
  let time = 0
  const logged: string[] = []
  const host = await createElectronHost(electron.parts, boot, {
    platform,
    settings: { read: () => settings, change: (changes) => (settings = { ...settings, ...changes }) },
    built: { page: builtPage(), preload: '/out/preload.cjs', engine: '/out/engine.js' },
    devUrl: null,
    now: () => time,
    log: (text) => logged.push(text),
  })
  const left: Leave[] = []
  host.onLeave((how) => left.push(how))
  const pages: { port: Port; heard: Message[]; gone: boolean }[] = []
  await host.openWindow((port) => {
    const opened = { port, heard: [] as Message[], gone: false }
    pages.push(opened)
    port.listen((message) => opened.heard.push(message))
    return () => (opened.gone = true)
  })
  const [window] = electron.windows
  if (window === undefined) throw new Error('no window')
  const send = (
    envelope: unknown,
    frame: FakeFrame | null = new FakeFrame(),
    sender: object = window.webContents,
  ) => electron.ipcMain.emit('sluice', { senderFrame: frame, sender }, envelope)
  const crash = (at: number) => {
    time = at
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }
  return { electron, host, window, left, pages, send, crash, logged }
}

/** Waits for what has been begun. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A folder like that of the built page. */
function builtPage(): string {
  const built = mkdtempSync(path.join(tmpdir(), 'sluice-electron-'))
  writeFileSync(path.join(built, 'index.html'), '<!doctype html>')
  onTestFinished(() => {
    rmSync(built, { recursive: true })
  })
  return built
}
