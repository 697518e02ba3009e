import {
  calls,
  engineCalls,
  type CallName,
  type EngineCallName,
  type WindowCallName,
} from '../../../shared/bridge/calls.ts'
import { windowCalls } from '../../../shared/bridge/window-calls.ts'
import { fromPageSchema, type Port, type Reply } from '../../../shared/bridge/messages.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import type { EngineLine } from './engine-line.ts'
import type { WindowAnswers } from './window-calls.ts'

/**
 * Answers one page until it is gone:
 *
 * | what the page sends                       | what happens                                         |
 * |-------------------------------------------|------------------------------------------------------|
 * | no request and no cancel                  | it is dropped                                        |
 * | a request whose id is still open          | it is dropped: whose reply it is could not be told   |
 * | a call that is not in the tables, or a    | `usage`                                              |
 * | call between processes                    |                                                      |
 * | params that the call's schema refuses     | `usage`, naming the field and not its value          |
 * | a call of the window                      | answered here                                        |
 * | a call of the engine                      | asked under an id of this process, answer relayed    |
 * | a cancel                                  | relayed, where the engine was asked                  |
 *
 * @param onStart is called when the page has been told its start (`window.start`): from then on it hears events.
 * @returns its end: what is still asked is cancelled, and its answers are dropped.
 */
export function servePage(
  page: Port,
  engine: EngineLine,
  answers: WindowAnswers,
  onStart: () => void,
): () => void {
  /** By the page's ids: cancels what was asked. */
  const open = new Map<number, () => void>()
  let gone = false

  const reply = (id: number, result: Reply['result']): void => {
    open.delete(id)
    if (!gone) page.post({ kind: 'reply', id, result })
  }

  const endListening = page.listen((message) => {
    const parsed = fromPageSchema.safeParse(message)
    if (!parsed.success) return
    if (parsed.data.kind === 'cancel') {
      open.get(parsed.data.id)?.()
      return
    }
    const { id, call, params } = parsed.data
    if (open.has(id)) return
    const checked = checkCall(call, params)
    if ('error' in checked) {
      reply(id, { ok: false, error: checked.error })
    } else if (isWindowCall(checked.call)) {
      open.set(id, () => undefined)
      void answerHere(answers, checked.call, checked.params).then((result) => {
        reply(id, result)
        if (checked.call === 'window.start' && !gone) onStart()
      })
    } else {
      open.set(id, () => undefined)
      const cancel = engine.ask(checked.call as EngineCallName, checked.params as never, (result) => {
        reply(id, result)
      })
      if (open.has(id)) open.set(id, cancel)
    }
  })
  const endEvents = engine.onEvent((event) => {
    page.post(event)
  })

  return () => {
    gone = true
    endListening()
    endEvents()
    for (const cancel of open.values()) cancel()
    open.clear()
  }
}

const isWindowCall = (call: CallName): call is WindowCallName => Object.hasOwn(windowCalls, call)

function checkCall(
  call: string,
  params: unknown,
): { readonly call: CallName; readonly params: unknown } | { readonly error: ErrorData } {
  if (!Object.hasOwn(windowCalls, call) && !Object.hasOwn(engineCalls, call)) {
    return { error: usage(`The page asked for ${JSON.stringify(call)}, which it can't ask for.`) }
  }
  const name = call as CallName
  const parsed = calls[name].params.safeParse(params)
  if (parsed.success) return { call: name, params: parsed.data }
  const [issue] = parsed.error.issues
  const field = issue === undefined || issue.path.length === 0 ? 'its params' : issue.path.join('.')
  return { error: usage(`The page called ${name} wrongly: ${field} is not as it should be.`) }
}

const usage = (message: string): ErrorData => ({
  code: 'usage',
  message,
  advice: 'Reload the window. If it happens again, please report it.',
})

async function answerHere(
  answers: WindowAnswers,
  call: WindowCallName,
  params: unknown,
): Promise<Reply['result']> {
  try {
    return { ok: true, value: await answers[call](params as never) }
  } catch (error) {
    if (error instanceof SluiceError) return { ok: false, error: error.toData() }
    const reason = error instanceof Error ? error.message : String(error)
    return {
      ok: false,
      error: {
        code: 'internal',
        message: `The window can't do that: ${reason}`,
        advice: 'Please report this. Nothing was changed by it.',
      },
    }
  }
}
