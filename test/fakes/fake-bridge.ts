import type { CallName, Params, ReplyOf } from '../../shared/bridge/calls.ts'
import type { EventName, EventValue } from '../../shared/bridge/events.ts'
import { SluiceError } from '../../shared/errors.ts'
import type { Bridge } from '../../renderer/state/bridge.ts'

/** What answers each call of a test; a call without an answer fails. */
export type Answers = {
  [Name in CallName]?: (params: Params<Name>, signal?: AbortSignal) => ReplyOf<Name> | Promise<ReplyOf<Name>>
}

export interface FakeBridge extends Bridge {
  /** Answers may be changed while a test goes on. */
  readonly answers: Answers
  /** The params of every call of a name so far, oldest first. */
  asked<Name extends CallName>(call: Name): Params<Name>[]
  emit<Name extends EventName>(event: Name, value: EventValue<Name>): void
}

/** A page's end of the bridge without a process behind it. */
export function createFakeBridge(answers: Answers, paths: readonly string[] = []): FakeBridge {
  const calls: { call: CallName; params: unknown }[] = []
  const listeners = new Map<EventName, Set<(value: never) => void>>()
  return {
    answers,
    async ask<Name extends CallName>(call: Name, params: Params<Name>, signal?: AbortSignal) {
      calls.push({ call, params: structuredClone(params) })
      const answer = answers[call] as
        ((params: Params<Name>, signal?: AbortSignal) => Promise<ReplyOf<Name>>) | undefined
      if (answer === undefined) throw new SluiceError({ code: 'internal', message: `No answer for ${call}.` })
      const reply = await answer(structuredClone(params), signal)
      signal?.throwIfAborted()
      return structuredClone(reply)
    },
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set()
      listeners.set(event, heard)
      heard.add(listener)
      return () => {
        heard.delete(listener)
      }
    },
    pathsOf: async () => [...paths],
    asked: <Name extends CallName>(name: Name) =>
      calls.filter(({ call }) => call === name).map(({ params }) => params as Params<Name>),
    emit(event, value) {
      for (const listener of listeners.get(event) ?? []) listener(structuredClone(value) as never)
    },
  }
}
