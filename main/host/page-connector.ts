import type { Envelope } from '../../shared/bridge/envelope.ts'
import type { Message, Port } from '../../shared/bridge/messages.ts'

export type OnPage = (page: Port) => () => void

/** Tells the pages of one window apart: each begins with an envelope without a message, which ends the one before. */
export interface PageConnector {
  readonly receive: (envelope: Envelope) => void
  /** The window is gone, and its page with it. */
  readonly end: () => void
}

export function pageConnector(send: (envelope: Envelope) => void, onPage: OnPage): PageConnector {
  let current: { readonly page: string; readonly listeners: Set<(message: Message) => void> } | null = null
  let endPage: () => void = () => undefined

  const end = (): void => {
    current = null
    const ended = endPage
    endPage = () => undefined
    ended()
  }
  return {
    receive({ page, message }) {
      if (message === undefined) {
        end()
        const listeners = new Set<(message: Message) => void>()
        current = { page, listeners }
        endPage = onPage({
          post(sent) {
            send({ page, message: sent })
          },
          listen(listener) {
            listeners.add(listener)
            return () => {
              listeners.delete(listener)
            }
          },
        })
      } else if (current?.page === page) {
        for (const listener of [...current.listeners]) listener(message as Message)
      }
    },
    end,
  }
}
