import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { answerPage, isOfOrigin, type PageFiles } from '../page-files.ts'
import { pageOrigin } from './launch-browser.ts'

/**
 * Leaves the browser nothing but the page: its files are answered from the list, every other address is refused before
 * it reaches the network, and a window that opens beside ours is closed.
 */
export async function guardBrowser(context: BrowserContext, page: Page, files: PageFiles): Promise<void> {
  await context.route('**/*', async (route) => {
    const request = route.request()
    if (!isOfOrigin(request.url(), pageOrigin)) {
      await route.abort('blockedbyclient')
      return
    }
    const { status, headers, file } = answerPage(files, pageOrigin, request.url(), request.method())
    await route.fulfill({ status, headers: { ...headers }, body: file === null ? '' : await readFile(file) })
  })
  context.on('page', (other) => {
    if (other !== page) void other.close()
  })
  page.on('framenavigated', (frame) => {
    const isOurs = isOfOrigin(frame.url(), pageOrigin)
    // An address without network, such as `data:`, passes by the route.
    if (frame === page.mainFrame() && !isOurs) void page.goto(`${pageOrigin}/`).catch(() => undefined)
  })
  page.on('download', (download) => void download.cancel())
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
  page.on('filechooser', () => undefined)
}
