import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { Answer, Batch, FromSender, ToSender } from '../../../../main/engine/s3/sender-messages.ts'
import { serveSender } from '../../../../main/engine/s3/serve-sender.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { deaf } from './wire-client.ts'
import { serve } from './scripted-server.ts'

/** A sender on this thread, and what it says. */
function sender() {
  const toSender = new EventEmitter<{ message: [ToSender] }>()
  const said = new EventEmitter<{ answers: [] }>()
  const answers: Answer[] = []
  const messages: FromSender[] = []
  const clock = new FakeClock()
  serveSender(
    {
      on: (event, listener) => toSender.on(event, listener),
      postMessage: (message) => {
        messages.push(message)
        if ('answers' in message) answers.push(...message.answers)
        said.emit('answers')
      },
    },
    { stallAfter: 1000, connectWithin: 1000, maxSockets: 4, verifyCertificates: true },
    clock,
  )
  const answered = async (count: number): Promise<Answer[]> => {
    while (answers.length < count) await once(said, 'answers')
    return answers
  }
  return { clock, messages, answered, tell: (message: ToSender) => toSender.emit('message', message) }
}

function batchTo(endpoint: string, bodies: readonly string[], headers: Record<string, string> = {}): Batch {
  const { hostname, port, host } = new URL(endpoint)
  return {
    target: { protocol: 'http:', hostname, port: Number(port) },
    scope: { region: 'us-east-1', service: 's3' },
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    now: Date.UTC(2026, 0, 2, 3, 4, 5),
    bodies: Buffer.from(bodies.join('')),
    requests: bodies.map((body, n) => ({
      id: n + 1,
      method: 'PUT',
      path: `/b/${n}`,
      query: n === 1 ? 'partNumber=1' : '',
      headers: { host, 'content-length': String(body.length), ...headers },
      length: body.length,
      signsBody: true,
    })),
  }
}

describe('a sender', () => {
  test('says that it is there', () => {
    expect(sender().messages).toEqual([{ ready: true }])
  })

  test('signs each request of a batch and sends it with its own body', async () => {
    const server = await serve(({ url }, reply) => reply.writeHead(200, { etag: `"${url}"` }).end())
    const { tell, answered, clock } = sender()
    tell({ batch: batchTo(server.endpoint, ['one', '', 'three']) })
    const answers = await answered(3)
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2, 3])
    const etag = (id: number) => answers.find((one) => one.id === id)
    expect(etag(2)).toMatchObject({ status: 200, headers: { etag: '"/b/1?partNumber=1"' } })
    const bodies = Object.fromEntries(server.asked.map(({ url, body }) => [url, body.toString()]))
    expect(bodies).toEqual({ '/b/0': 'one', '/b/1?partNumber=1': '', '/b/2': 'three' })
    for (const { headers } of server.asked) {
      expect(headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/20260102\/us-east-1\/s3\//)
      expect(headers['x-amz-date']).toBe('20260102T030405Z')
    }
    expect(clock.pending).toBe(0)
  })

  test('leaves a body out of the signature where it is told to', async () => {
    const server = await serve((_, reply) => reply.end())
    const { tell, answered } = sender()
    const batch = batchTo(server.endpoint, ['one'])
    tell({ batch: { ...batch, requests: batch.requests.map((one) => ({ ...one, signsBody: false })) } })
    await answered(1)
    expect(server.asked[0]?.headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD')
  })

  test('hands on a refusal with its document', async () => {
    const server = await serve((_, reply) => reply.writeHead(503, { 'x-a': '1' }).end('<Error/>'))
    const { tell, answered } = sender()
    tell({ batch: batchTo(server.endpoint, ['one']) })
    const [answer] = await answered(1)
    expect(answer).toMatchObject({ id: 1, status: 503, headers: { 'x-a': '1' } })
    expect(answer !== undefined && 'body' in answer && Buffer.from(answer.body).toString()).toBe('<Error/>')
  })

  test('says of a server that falls silent that nothing moved', async () => {
    const server = await deaf()
    const { tell, answered, clock } = sender()
    tell({ batch: batchTo(server.endpoint, ['one']) })
    while (clock.pending === 0 || server.open.size === 0) await new Promise(setImmediate)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await clock.advance(1000)
    expect(await answered(1)).toMatchObject([{ id: 1, fault: 'stalled' }])
  })

  test('says Node’s code of a server that is not there', async () => {
    const { tell, answered } = sender()
    tell({ batch: batchTo('http://127.0.0.1:1', ['one']) })
    expect(await answered(1)).toMatchObject([{ id: 1, error: { code: 'ECONNREFUSED' } }])
  })

  test('ends the connection of a request that is cancelled', async () => {
    const server = await deaf()
    const { tell, answered } = sender()
    tell({ batch: batchTo(server.endpoint, ['one']) })
    while (server.open.size === 0) await new Promise(setImmediate)
    tell({ cancel: 1 })
    tell({ cancel: 7 })
    expect(await answered(1)).toMatchObject([{ id: 1, error: { message: 'cancelled' } }])
  })
})
