import type { Message, Port } from '../../shared/bridge/messages.ts'

/** The two ends of a line over which only JSON goes, in order and never at once. */
export function createPortPair(): [Port, Port] {
  const listeners: [Set<(message: Message) => void>, Set<(message: Message) => void>] = [new Set(), new Set()]
  const end = (own: 0 | 1, other: 0 | 1): Port => ({
    post(message) {
      const text = JSON.stringify(message)
      queueMicrotask(() => {
        for (const listener of listeners[other]) listener(JSON.parse(text) as Message)
      })
    },
    listen(listener) {
      listeners[own].add(listener)
      return () => listeners[own].delete(listener)
    },
  })
  return [end(0, 1), end(1, 0)]
}
