import type { Envelope } from '../shared/bridge/envelope.ts'
import type { Message } from '../shared/bridge/messages.ts'
import type { PageBridge } from '../shared/bridge/page-bridge.ts'

/** The way from the page to its host, as one kind of window has it. */
export interface HostLine {
  /** Unguessable, and different for each page. */
  readonly page: string
  readonly send: (envelope: Envelope) => void
  readonly receive: (listener: (envelope: Envelope) => void) => void
  readonly pathsOf: (files: readonly unknown[]) => Promise<string[]>
}

/** Makes what the page gets, and makes the page known to its host. */
export function createPageBridge({ page, send, receive, pathsOf }: HostLine): PageBridge {
  const listeners = new Set<(message: Message) => void>()
  receive((envelope) => {
    if (envelope.page !== page || envelope.message === undefined) return
    for (const listener of [...listeners]) listener(envelope.message as Message)
  })
  send({ page })
  return Object.freeze({
    post(message: Message) {
      send({ page, message })
    },
    listen(listener: (message: Message) => void) {
      // Each call is a listener of its own, even where the function is the same.
      const own = (message: Message): void => {
        listener(message)
      }
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
    pathsOf: (files: ArrayLike<unknown>) => pathsOf(Array.from(files)),
  })
}
