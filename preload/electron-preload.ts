import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Envelope } from '../shared/bridge/envelope.ts'
import { createPageBridge } from './page-bridge.ts'

/*
 * Electron's way to the page. It sees no event of Electron's, and no channel but this one.
 */

const channel = 'sluice'

contextBridge.exposeInMainWorld(
  'sluice',
  createPageBridge({
    page: crypto.randomUUID(),
    send(envelope) {
      ipcRenderer.send(channel, envelope)
    },
    receive(listener) {
      ipcRenderer.on(channel, (_event, envelope: Envelope) => {
        listener(envelope)
      })
    },
    async pathsOf(files) {
      return files
        .filter((file) => file instanceof File)
        .map((file) => webUtils.getPathForFile(file))
        .filter((path) => path !== '')
    },
  }),
)
