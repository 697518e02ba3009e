import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { envelopeSchema, type Envelope } from '../../../shared/bridge/envelope.ts'
import type { FromHost } from '../../../shared/bridge/page-script.ts'
import { isOfOrigin } from '../page-files.ts'
import { pageConnector, type OnPage } from '../page-connector.ts'
import { pageOrigin } from './launch-browser.ts'

/** What the script in the page sends: an envelope, or a wish for the paths of a drop. */
const fromScriptSchema = z.union([
  z.strictObject({ envelope: envelopeSchema }),
  z.strictObject({ drop: z.int().positive(), files: z.int().nonnegative().max(100_000) }),
])

/**
 * Joins the page to its host, again after each reload. A call counts only from the main frame, while that shows our own
 * page.
 *
 * @param script the built `preload/chromium-page-script.ts`
 */
export async function connectPage(page: Page, script: string, onPage: OnPage): Promise<() => void> {
  const browser = await page.context().newCDPSession(page)
  const send = sender(page)
  const connector = pageConnector(send, onPage)

  await page.exposeBinding('sluiceToHost', async ({ frame }, text: unknown) => {
    if (frame !== page.mainFrame() || !isOfOrigin(frame.url(), pageOrigin)) return null
    const parsed = fromScriptSchema.safeParse(parseJson(text))
    if (!parsed.success) return null
    if ('drop' in parsed.data) return await pathsOfDrop(browser, parsed.data.drop, parsed.data.files)
    connector.receive(parsed.data.envelope)
    return null
  })
  await page.addInitScript({ content: script })
  return connector.end
}

/**
 * Sends in order, what has gathered meanwhile at once; what a page that is going away does not take is dropped. It goes as
 * one text: of anything else each value is wrapped here, and unwrapped on the page's main thread.
 */
function sender(page: Page): (envelope: Envelope) => void {
  let queue: Envelope[] = []
  let sending = false

  const drain = async (): Promise<void> => {
    sending = true
    while (queue.length > 0) {
      const envelopes = queue
      queue = []
      await page
        .evaluate((sent) => {
          const envelopes = JSON.parse(sent) as Envelope[]
          ;(globalThis as { sluiceFromHost?: FromHost }).sluiceFromHost?.({ envelopes })
        }, JSON.stringify(envelopes))
        // The page was reloaded or closed: it will not miss them.
        .catch(() => undefined)
    }
    sending = false
  }
  return (envelope) => {
    queue.push(envelope)
    if (!sending) void drain()
  }
}

/** Asks the browser for the paths of dropped files and folders. Those that a script has made have none. */
async function pathsOfDrop(browser: CDPSession, drop: number, files: number): Promise<string[]> {
  const paths: string[] = []
  for (let file = 0; file < files; file++) {
    const { result } = await browser.send('Runtime.evaluate', {
      expression: `sluiceFromHost({drop: ${drop}, file: ${file}})`,
    })
    if (result.objectId === undefined) continue
    const info = await browser.send('DOM.getFileInfo', { objectId: result.objectId }).catch(() => null)
    if (info !== null && info.path !== '') paths.push(info.path)
    await browser.send('Runtime.releaseObject', { objectId: result.objectId })
  }
  return paths
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
