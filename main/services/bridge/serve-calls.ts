import { z } from 'zod'
import type { Message, Port, Reply } from '../../../shared/bridge/messages.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'

/** A table of calls: what each is asked with, and what it is answered with. */
export type CallTable = Readonly<Record<string, { readonly params: z.ZodType; readonly reply: z.ZodType }>>

/** What answers each call of a table. The signal aborts when nobody waits for the answer any more. */
export type Answers<Table extends CallTable> = {
  readonly [Name in keyof Table]: (
    params: z.output<Table[Name]['params']>,
    signal: AbortSignal,
  ) => z.output<Table[Name]['reply']> | Promise<z.output<Table[Name]['reply']>>
}

/** Enough to reply to; what else comes is nothing that a reply could name. */
const receivedSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    id: z.number(),
    call: z.string().catch(''),
    params: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('cancel'), id: z.number() }),
])

/**
 * Answers calls that come over a port, each with a reply, whatever it is asked.
 * @param onFault is told of errors that are bugs of ours. @returns its end: what is being answered is cancelled.
 */
export function serveCalls<Table extends CallTable>(
  port: Port,
  table: Table,
  answers: Answers<Table>,
  onFault: (call: string, error: unknown) => void,
): () => void {
  const going = new Map<number, AbortController>()

  const take = async (call: string, params: unknown, signal: AbortSignal): Promise<Reply['result']> => {
    try {
      if (!Object.hasOwn(table, call))
        throw refusal(`There is no call ${JSON.stringify(call.slice(0, 100))}.`)
      const parsed = table[call]?.params.safeParse(params)
      if (parsed?.success !== true) throw refusal(firstIssue(call, parsed?.error))
      const answer = answers[call] as (params: unknown, signal: AbortSignal) => unknown
      return { ok: true, value: await answer(parsed.data, signal) }
    } catch (error) {
      if (!(error instanceof SluiceError) && !signal.aborted) onFault(call, error)
      return { ok: false, error: toData(call, error, signal) }
    }
  }

  const end = port.listen((received: Message) => {
    const message = receivedSchema.safeParse(received).data
    if (message?.kind === 'cancel') going.get(message.id)?.abort(new Error('Cancelled.'))
    if (message?.kind !== 'request') return
    const { id, call, params } = message
    const controller = new AbortController()
    going.set(id, controller)
    void take(call, params, controller.signal).then((result) => {
      going.delete(id)
      port.post({ kind: 'reply', id, result })
    })
  })
  return () => {
    end()
    for (const controller of going.values()) controller.abort(new Error('The line was closed.'))
  }
}

function toData(call: string, error: unknown, signal: AbortSignal): ErrorData {
  if (error instanceof SluiceError) return error.toData()
  if (signal.aborted) return { code: 'interrupted', message: `${call} was cancelled.` }
  return {
    code: 'internal',
    message: `Sluice met an error it does not know: ${error instanceof Error ? error.message : String(error)}`,
    subject: call,
    advice: 'Nothing more was done. Please report this.',
  }
}

const refusal = (message: string): SluiceError =>
  new SluiceError({ code: 'usage', message, advice: 'This is a bug in the window: please report it.' })

/** Where the params are wrong, and how; never what was in them, which may be a secret. */
function firstIssue(call: string, error: z.ZodError | undefined): string {
  const issue = error?.issues[0]
  const where = issue === undefined ? '' : issue.path.map(String).join('.')
  return `${call} was asked wrongly${where === '' ? '' : `: ${where}`}${issue === undefined ? '.' : ` (${issue.code}).`}`
}
