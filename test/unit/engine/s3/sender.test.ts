import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { Sender } from '../../../../main/engine/s3/sender.ts'
import type {
  Answer,
  Batch,
  SenderThread,
  Signing,
  ToSender,
} from '../../../../main/engine/s3/sender-messages.ts'
import { WireFault } from '../../../../main/engine/s3/wire-fault.ts'
import { failure, unstopped } from './scripted-server.ts'

const signing: Signing = {
  target: { protocol: 'http:', hostname: 'h' },
  scope: { region: 'us-east-1', service: 's3' },
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  now: 1000,
}

/** A thread whose answers the test gives. */
function thread() {
  const events = new EventEmitter()
  const told: ToSender[] = []
  const state = { refs: 1, isOver: false }
  const one: SenderThread = {
    postMessage: (message) => {
      told.push(structuredClone(message))
    },
    on: (event: string, listener: (value: never) => void) => events.on(event, listener as () => void),
    ref: () => {
      state.refs = 1
    },
    unref: () => {
      state.refs = 0
    },
    terminate: () => {
      state.isOver = true
      return Promise.resolve(1)
    },
  }
  const lost: unknown[] = []
  const sender = new Sender(one, (error) => lost.push(error))
  const batches = (): Batch[] => told.flatMap((message) => ('batch' in message ? [message.batch] : []))
  const answer = (...answers: Answer[]) => events.emit('message', { answers })
  return { sender, events, told, state, lost, batches, answer }
}

const put = (body: string) => ({
  method: 'PUT',
  path: '/b/k',
  query: '',
  headers: {},
  body: Buffer.from(body),
  signsBody: true,
})
const good = (id: number): Answer => ({ id, status: 200, headers: { etag: '"e"' }, body: new Uint8Array(0) })
const turn = () => new Promise(setImmediate)

describe('a sender', () => {
  test('is up when its thread says so', () => {
    const { sender, events } = thread()
    expect(sender.isUp).toBe(false)
    events.emit('message', { ready: true })
    expect(sender.isUp).toBe(true)
  })

  test('sends together what is asked for together, the bodies one after the other', async () => {
    const { sender, batches, answer } = thread()
    const replies = [
      sender.send(put('one'), signing, unstopped),
      sender.send(put('three'), signing, unstopped),
    ]
    expect(sender.inFlight).toBe(2)
    await turn()
    expect(batches()).toMatchObject([
      {
        ...signing,
        requests: [
          { id: 1, length: 3 },
          { id: 2, length: 5 },
        ],
      },
    ])
    expect(Buffer.from(batches()[0]?.bodies ?? []).toString()).toBe('onethree')
    answer(good(2), good(1))
    expect(await Promise.all(replies)).toMatchObject([{ status: 200 }, { headers: { etag: '"e"' } }])
    expect(sender.inFlight).toBe(0)
  })

  test('does not wait for more than eight', () => {
    const { sender, batches } = thread()
    for (let n = 0; n < 9; n++) void sender.send(put('x'), signing, unstopped)
    expect(batches().map(({ requests }) => requests.length)).toEqual([8])
  })

  test.each([
    ['another second', { ...signing, now: 2000 }],
    ['other credentials', { ...signing, credentials: { accessKeyId: 'c', secretAccessKey: 'd' } }],
    ['another address', { ...signing, target: { protocol: 'http:', hostname: 'i' } }],
  ])('does not put together what is signed with %s', async (_, other) => {
    const { sender, batches } = thread()
    void sender.send(put('one'), signing, unstopped)
    void sender.send(put('two'), other, unstopped)
    await turn()
    expect(batches()).toMatchObject([signing, other])
  })

  test('rejects with what went wrong on the wire', async () => {
    const { sender, answer } = thread()
    const silent = sender.send(put('x'), signing, unstopped)
    const refused = sender.send(put('x'), signing, unstopped)
    answer(
      { id: 1, fault: 'stalled', message: 'No byte moved.' },
      { id: 2, error: { name: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' } },
    )
    expect(await failure(silent)).toEqual(new WireFault('stalled', 'No byte moved.'))
    expect(await failure(refused)).toMatchObject({ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' })
  })

  test('keeps the process alive only while an answer is due', () => {
    const { sender, state, answer } = thread()
    expect(state.refs).toBe(0)
    void sender.send(put('x'), signing, unstopped)
    expect(state.refs).toBe(1)
    answer(good(1))
    expect(state.refs).toBe(0)
  })
})

describe('a request that is cancelled', () => {
  test('is never sent where it had not gone to the thread', async () => {
    const { sender, batches } = thread()
    const stop = new AbortController()
    const sent = sender.send(put('x'), signing, stop.signal)
    void sender.send(put('y'), signing, unstopped)
    stop.abort(new Error('stop'))
    expect(await failure(sent)).toEqual(new Error('stop'))
    await turn()
    expect(batches()).toMatchObject([{ requests: [{ id: 2 }] }])
    expect(Buffer.from(batches()[0]?.bodies ?? []).toString()).toBe('y')
  })

  test('is ended where it had, and a late answer is nobody’s', async () => {
    const { sender, told, answer } = thread()
    const stop = new AbortController()
    const sent = sender.send(put('x'), signing, stop.signal)
    await turn()
    stop.abort(new Error('stop'))
    expect(await failure(sent)).toEqual(new Error('stop'))
    expect(told.at(-1)).toEqual({ cancel: 1 })
    answer(good(1))
    expect(sender.inFlight).toBe(0)
  })

  test('is not taken where the signal has aborted before', async () => {
    const { sender } = thread()
    expect(await failure(sender.send(put('x'), signing, AbortSignal.abort(new Error('stop'))))).toEqual(
      new Error('stop'),
    )
    expect(sender.inFlight).toBe(0)
  })
})

describe('a thread that is lost', () => {
  test.each([
    ['an error', ['error', new Error('out of memory')]],
    ['its end', ['exit', 1]],
  ] as const)('by %s fails what it had as a broken connection', async (_, [event, value]) => {
    const { sender, events, lost } = thread()
    events.emit('message', { ready: true })
    const sent = sender.send(put('x'), signing, unstopped)
    events.emit(event, value)
    expect(await failure(sent)).toMatchObject({ code: 'ECONNRESET' })
    expect(sender).toMatchObject({ isUp: false, inFlight: 0 })
    expect(lost).toHaveLength(1)
  })

  test('takes nothing any more', async () => {
    const { sender, events, told } = thread()
    events.emit('exit', 1)
    expect(await failure(sender.send(put('x'), signing, unstopped))).toMatchObject({ code: 'ECONNRESET' })
    await turn()
    expect(sender.inFlight).toBe(0)
    expect(told).toEqual([])
  })

  test('because it is wanted no more is no loss', async () => {
    const { sender, state, lost, events } = thread()
    const sent = sender.send(put('x'), signing, unstopped)
    sender.close()
    events.emit('exit', 1)
    expect(await failure(sent)).toMatchObject({ code: 'ECONNRESET' })
    expect(state.isOver).toBe(true)
    expect(lost).toEqual([])
  })
})
