import type { Envelope } from '../shared/bridge/envelope.ts'
import type { FromHost } from '../shared/bridge/page-script.ts'
import type { PageBridge } from '../shared/bridge/page-bridge.ts'
import { isBrowserShortcut } from './browser-shortcuts.ts'
import { createPageBridge } from './page-bridge.ts'

/*
 * Runs in the Chromium host's page before the page's own scripts. It turns one binding of the host, `sluiceToHost`, and
 * one function that the host calls, `sluiceFromHost`, into `window.sluice`, and takes the browser's own ways out of the
 * window.
 */

declare global {
  interface Window {
    sluiceToHost?: (text: string) => Promise<unknown>
    sluiceFromHost?: FromHost
    sluice?: PageBridge
  }
}

// A browser runs it in every document; there is one that is ours.
if (window.top === window && window.isSecureContext && window.sluiceToHost !== undefined)
  connect(window.sluiceToHost)

function connect(toHost: (text: string) => Promise<unknown>): void {
  const listeners = new Set<(envelope: Envelope) => void>()
  /** Dropped files, while the host asks the browser where they are. */
  const dropped = new Map<number, readonly unknown[]>()
  let drops = 0

  const fromHost: FromHost = (call) => {
    if ('file' in call) return dropped.get(call.drop)?.[call.file]
    for (const envelope of call.envelopes) for (const listener of listeners) listener(envelope)
    return undefined
  }
  const bridge = createPageBridge({
    page: crypto.randomUUID(),
    send(envelope) {
      void toHost(JSON.stringify({ envelope }))
    },
    receive(listener) {
      listeners.add(listener)
    },
    async pathsOf(files) {
      const drop = ++drops
      dropped.set(drop, files)
      try {
        return (await toHost(JSON.stringify({ drop, files: files.length }))) as string[]
      } finally {
        dropped.delete(drop)
      }
    },
  })
  Object.defineProperty(window, 'sluiceFromHost', { value: fromHost })
  Object.defineProperty(window, 'sluice', { value: bridge, enumerable: true })
  keepBrowserOut()
}

function keepBrowserOut(): void {
  const mac = navigator.userAgent.includes('Macintosh')
  window.addEventListener(
    'keydown',
    (event) => {
      if (isBrowserShortcut(event, mac)) event.preventDefault()
    },
    { capture: true },
  )
  window.addEventListener('contextmenu', (event) => {
    const target = event.target as Element | null
    if (target?.closest('input, textarea, [contenteditable]') == null) event.preventDefault()
  })
  // A file let go where nothing takes it would open in place of the page.
  for (const name of ['dragover', 'drop'] as const) {
    window.addEventListener(name, (event) => {
      if (event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
    })
  }
  // Buttons of a mouse that go back and forward, and the middle one, which opens links elsewhere.
  for (const name of ['mouseup', 'auxclick'] as const) {
    window.addEventListener(name, (event) => {
      if (event.button !== 0 && event.button !== 2) event.preventDefault()
    })
  }
}
