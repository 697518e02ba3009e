import type { z } from 'zod'
import type { EventName, EventValue, processEvents } from '../../../shared/bridge/events.ts'
import type { Port } from '../../../shared/bridge/messages.ts'
import type { Clock } from '../../engine/index.ts'

const most = 100

interface Kept {
  /** Asked for when it is sent, so that only what is sent is made. */
  value: (() => unknown) | null
}

/** Events to the other end of a port, at most ten a second of each kind and subject: the latest wins, the last is sent. */
export class Events {
  readonly #port: Port
  readonly #clock: Clock
  readonly #waiting = new Map<string, Kept>()
  readonly #ends = new Set<() => void>()

  constructor(port: Port, clock: Clock) {
    this.#port = port
    this.#clock = clock
  }

  /** @param subject what the event is about: events about different things do not replace each other. */
  say<Name extends EventName>(event: Name, subject: string, value: () => EventValue<Name>): void {
    this.#say(event, subject, value)
  }

  /** To the window's process alone. @param subject as `say` has it */
  sayToProcess<Name extends keyof typeof processEvents>(
    event: Name,
    value: () => z.output<(typeof processEvents)[Name]>,
    subject = '',
  ): void {
    this.#say(event, subject, value)
  }

  /** Nothing more is said. */
  close(): void {
    for (const end of this.#ends) end()
    this.#ends.clear()
    this.#waiting.clear()
  }

  #say(event: string, subject: string, value: () => unknown): void {
    const name = `${event} ${subject}`
    const kept = this.#waiting.get(name)
    if (kept !== undefined) {
      kept.value = value
      return
    }
    this.#port.post({ kind: 'event', event, value: value() })
    this.#hold(event, name)
  }

  /** Whatever comes within a tenth of a second waits for its end. */
  #hold(event: string, name: string): void {
    const kept: Kept = { value: null }
    this.#waiting.set(name, kept)
    const end = this.#clock.after(most, () => {
      this.#ends.delete(end)
      this.#waiting.delete(name)
      if (kept.value === null) return
      this.#port.post({ kind: 'event', event, value: kept.value() })
      this.#hold(event, name)
    })
    this.#ends.add(end)
  }
}
