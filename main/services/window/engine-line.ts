import { type EngineCallName, type Params, type ProcessCallName } from '../../../shared/bridge/calls.ts'
import { processEvents } from '../../../shared/bridge/events.ts'
import type { Event, Reply } from '../../../shared/bridge/messages.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { nothingRuns, type Activity, type EngineProcess, type RunEnded } from '../../host/window-host.ts'

type Result = Reply['result']

/** The line to the engine's process, shared by all who ask it. */
export interface EngineLine {
  /** Asks the engine; `answer` is called once, also when the engine dies. @returns cancels what was asked. */
  ask<Name extends EngineCallName | ProcessCallName>(
    call: Name,
    params: Params<Name>,
    answer: (result: Result) => void,
  ): () => void
  /** Events for pages. @returns its end. */
  onEvent(listener: (event: Event) => void): () => void
  /** Why there is no engine any more; null while there is. */
  readonly death: ErrorData | null
}

/**
 * @param onActivity is told what runs, and that nothing does when the engine has died.
 * @param onRunEnded is told of each run that has ended.
 * @param onDeath is called once, when the engine ends before it was asked to.
 */
export function createEngineLine(
  engine: EngineProcess,
  onActivity: (activity: Activity) => void,
  onRunEnded: (ended: RunEnded) => void,
  onDeath: (error: ErrorData) => void,
): EngineLine {
  const waiting = new Map<number, (result: Result) => void>()
  const listeners = new Set<(event: Event) => void>()
  let lastId = 0
  let death: ErrorData | null = null

  engine.port.listen((message) => {
    if (message.kind === 'reply') {
      const answer = waiting.get(message.id)
      waiting.delete(message.id)
      answer?.(message.result)
    } else if (message.kind === 'event') {
      if (message.event === 'engine.runEnded') {
        onRunEnded(processEvents['engine.runEnded'].parse(message.value))
      } else if (message.event === 'engine.activity') {
        onActivity(processEvents['engine.activity'].parse(message.value))
      } else {
        for (const listener of [...listeners]) listener(message)
      }
    }
  })
  void engine.ended.then((reason) => {
    death = toDeath(reason)
    onActivity(nothingRuns)
    const left = [...waiting.values()]
    waiting.clear()
    for (const answer of left) answer({ ok: false, error: death })
    onDeath(death)
  })

  return {
    ask(call, params, answer) {
      if (death !== null) {
        answer({ ok: false, error: death })
        return () => undefined
      }
      const id = ++lastId
      waiting.set(id, answer)
      engine.port.post({ kind: 'request', id, call, params })
      return () => {
        if (waiting.has(id)) engine.port.post({ kind: 'cancel', id })
      }
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    get death() {
      return death
    },
  }
}

function toDeath(reason: Error | null): ErrorData {
  const error =
    reason instanceof SluiceError
      ? reason
      : new SluiceError({
          code: 'internal',
          message: `The part of Sluice that lists and transfers has stopped${reason === null ? '' : `: ${reason.message}`}`,
          advice:
            'Close the window and start Sluice again. What was running stands in the history; the same sync goes on where it was.',
        })
  return error.toData()
}
