import { hash } from 'node:crypto'
import type { Clock } from '../world.ts'
import type { Answer, Batch, FromSender, SenderOptions, SentError, ToSender } from './sender-messages.ts'
import { RequestSigner } from './sign-request.ts'
import { WireCall } from './wire-call.ts'
import { nodeErrorCode, WireFault } from './wire-fault.ts'
import { WireHandler } from './wire-handler.ts'

/** The end of a channel that a sender has. */
export interface SenderPort {
  postMessage(message: FromSender): void
  on(event: 'message', listener: (message: ToSender) => void): unknown
}

/** Signs and sends what comes through the port, and answers; answers that are there together go together. */
export function serveSender(port: SenderPort, options: SenderOptions, clock: Clock): void {
  const wire = new WireHandler({ ...options, clock })
  const signer = new RequestSigner()
  const inFlight = new Map<number, AbortController>()
  let answers: Answer[] = []
  const answer = (one: Answer): void => {
    inFlight.delete(one.id)
    if (answers.push(one) > 1) return
    // eslint-disable-next-line no-restricted-globals -- no time: when all that is ready now has had its turn
    setImmediate(() => {
      port.postMessage({ answers })
      answers = []
    })
  }
  port.on('message', (message) => {
    if ('cancel' in message) {
      inFlight.get(message.cancel)?.abort(new Error('cancelled'))
      return
    }
    const { batch } = message
    let from = 0
    for (const request of batch.requests) {
      const body = batch.bodies.subarray(from, from + request.length)
      from += request.length
      const stop = new AbortController()
      inFlight.set(request.id, stop)
      sendOne(batch, request, body, stop.signal).then(answer, (error: unknown) => {
        answer({ id: request.id, ...told(error) })
      })
    }
  })
  port.postMessage({ ready: true })

  async function sendOne(
    { target, scope, credentials, now }: Batch,
    { id, method, path, query, headers, signsBody }: Batch['requests'][number],
    body: Uint8Array,
    signal: AbortSignal,
  ): Promise<Answer> {
    const payload = signsBody ? hash('sha256', body) : 'UNSIGNED-PAYLOAD'
    const signed = signer.sign({ method, path, query, headers, payload }, credentials, scope, now)
    const call = new WireCall(signal)
    call.keep = 'body'
    const refused = await wire.send(
      { ...target, method, path: query === '' ? path : `${path}?${query}`, headers: signed, body },
      call,
    )
    if (refused !== null) return { id, ...refused, body: Uint8Array.from(refused.body) }
    if (call.reply === null) throw new TypeError('A request ended well and left no reply.')
    const { status, headers: replied } = call.reply
    return { id, status, headers: replied, body: Uint8Array.from(call.body ?? []) }
  }
}

function told(error: unknown): { fault: WireFault['kind']; message: string } | { error: SentError } {
  if (error instanceof WireFault) return { fault: error.kind, message: error.message }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  return { error: { name, message, code: nodeErrorCode(error) } }
}
