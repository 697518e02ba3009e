import { readFile } from 'node:fs/promises'
import { answerPage, isOfOrigin, type PageFiles } from '../page-files.ts'
import type { ElectronParts } from './electron-parts.ts'
import { pageOrigin, pageScheme } from './page-origin.ts'

/**
 * Leaves the page nothing but its own files: no permission, no device, no download, no network.
 *
 * @param devOrigin where the page comes from while it is developed; null for the built page
 */
export function guardSession(electron: ElectronParts, files: PageFiles, devOrigin: string | null): void {
  const session = electron.session.defaultSession
  session.setPermissionRequestHandler((_contents, _permission, done) => {
    done(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => {
    event.preventDefault()
  })
  session.protocol.handle(pageScheme, async (request) => {
    const { status, file, headers } = answerPage(files, pageOrigin, request.url, request.method)
    return new Response(file === null ? null : new Uint8Array(await readFile(file)), { status, headers })
  })
  session.webRequest.onBeforeRequest((details, done) => {
    done({ cancel: !mayRequest(details.url, devOrigin) })
  })
}

/** Pictures can stand in the page itself (`data:`); its developer's server also has a socket. */
function mayRequest(url: string, devOrigin: string | null): boolean {
  if (isOfOrigin(url, pageOrigin) || url.startsWith('data:')) return true
  if (devOrigin === null) return false
  return (
    isOfOrigin(url, devOrigin) ||
    isOfOrigin(url, devOrigin.replace(/^http/, 'ws')) ||
    url.startsWith('devtools:')
  )
}
