import type { CallName, Params, ReplyOf } from '../../shared/bridge/calls.ts'
import type { EventName, EventValue } from '../../shared/bridge/events.ts'
import type { Message } from '../../shared/bridge/messages.ts'
import type { PageBridge } from '../../shared/bridge/page-bridge.ts'
import { SluiceError, type ErrorData } from '../../shared/errors.ts'
import { errors } from '../words/shell/window.ts'

/** The page's end of the bridge: calls with their replies, and events. */
export interface Bridge {
  /**
   * Asks, and waits for the reply. When the signal aborts, the other end is told, and the promise rejects at once with
   * the signal's reason.
   * @throws SluiceError as the other end had it.
   */
  ask<Name extends CallName>(call: Name, params: Params<Name>, signal?: AbortSignal): Promise<ReplyOf<Name>>
  /** @returns its end. */
  on<Name extends EventName>(event: Name, listener: (value: EventValue<Name>) => void): () => void
  /** The paths of what was dropped onto the page. */
  pathsOf(files: ArrayLike<unknown>): Promise<string[]>
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** @param line `window.sluice`, or one end of a pair in a test. */
export function createBridge(line: PageBridge): Bridge {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, Set<(value: never) => void>>()
  let lastId = 0

  /** What has come since a reply was handed on, in the same turn: whoever asked goes on first, and may listen by then. */
  let held: Message[] | null = null
  const turn = new MessageChannel()
  turn.port1.onmessage = () => {
    const messages = held ?? []
    held = null
    for (const message of messages) take(message)
  }

  function take(message: Message): void {
    if (held !== null) {
      held.push(message)
      return
    }
    handOn(message)
    if (message.kind !== 'reply') return
    held = []
    turn.port2.postMessage(null)
  }

  function handOn(message: Message): void {
    if (message.kind === 'reply') {
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.result.ok) asked?.resolve(message.result.value)
      else asked?.reject(new SluiceError(message.result.error))
    } else if (message.kind === 'event') {
      for (const listener of listeners.get(message.event) ?? []) listener(message.value as never)
    }
  }

  line.listen(take)

  return {
    ask<Name extends CallName>(call: Name, params: Params<Name>, signal?: AbortSignal) {
      return new Promise<ReplyOf<Name>>((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error)
          return
        }
        const id = ++lastId
        const abort = (): void => {
          waiting.delete(id)
          line.post({ kind: 'cancel', id })
          reject(signal?.reason as Error)
        }
        const end = (): void => {
          signal?.removeEventListener('abort', abort)
        }
        signal?.addEventListener('abort', abort, { once: true })
        waiting.set(id, {
          resolve: (value) => {
            end()
            resolve(value as ReplyOf<Name>)
          },
          reject: (error) => {
            end()
            reject(error)
          },
        })
        line.post({ kind: 'request', id, call, params })
      })
    },
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set()
      listeners.set(event, heard)
      heard.add(listener)
      return () => {
        heard.delete(listener)
      }
    },
    // A list of files does not cross every bridge; an array of them does.
    pathsOf: (files) => line.pathsOf(Array.from(files)),
  }
}

/** What was thrown, as data to show. */
export function errorOf(error: unknown): ErrorData {
  if (error instanceof SluiceError) return error.toData()
  return {
    code: 'internal',
    ...errors.unknown(error instanceof Error ? error.message : String(error)),
  }
}
