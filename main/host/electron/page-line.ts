import type { IpcMainEvent, WebContents } from 'electron'
import { envelopeSchema } from '../../../shared/bridge/envelope.ts'
import { isOfOrigin } from '../page-files.ts'
import { pageConnector, type OnPage } from '../page-connector.ts'
import type { ElectronParts } from './electron-parts.ts'
import { pageOrigin } from './page-origin.ts'

/** The one channel between a page and its host. */
const channel = 'sluice'

/**
 * Joins the page of a window to its host, again after each reload. A message counts only from the main frame of that
 * window, while it shows our own page.
 *
 * @returns its end, when the page is gone; a page that comes after it is joined again.
 */
export function connectPage(
  ipcMain: ElectronParts['ipcMain'],
  contents: WebContents,
  devOrigin: string | null,
  onPage: OnPage,
): { readonly endPage: () => void; readonly disconnect: () => void } {
  const connector = pageConnector((envelope) => {
    if (!contents.isDestroyed()) contents.send(channel, envelope)
  }, onPage)

  const receive = (event: IpcMainEvent, raw: unknown): void => {
    // The frame is null once it has gone elsewhere.
    const frame = event.senderFrame
    if (event.sender !== contents || frame === null || frame.detached || frame.parent !== null) return
    if (!isOfOrigin(frame.url, pageOrigin) && (devOrigin === null || !isOfOrigin(frame.url, devOrigin)))
      return
    const envelope = envelopeSchema.safeParse(raw)
    if (envelope.success) connector.receive(envelope.data)
  }
  ipcMain.on(channel, receive)
  return {
    endPage: connector.end,
    disconnect() {
      ipcMain.off(channel, receive)
      connector.end()
    },
  }
}
