import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { SenderOptions, Signing } from '../../../../main/engine/s3/sender-messages.ts'
import { Senders } from '../../../../main/engine/s3/senders.ts'
import { put as putObject } from '../../../../main/engine/s3/write-objects.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { senderThreads } from '../../../fakes/sender-threads.ts'
import { connect, serve, unstopped } from './scripted-server.ts'

const options: SenderOptions = { stallAfter: 1, connectWithin: 1, maxSockets: 8, verifyCertificates: true }

const signing: Signing = {
  target: { protocol: 'http:', hostname: 'h' },
  scope: { region: 'us-east-1', service: 's3' },
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  now: 0,
}

function senders(most: number, canStart = most) {
  const given: SenderOptions[] = []
  const threads: EventEmitter[] = []
  const logged: unknown[] = []
  const all = new Senders(
    {
      most,
      after: 2,
      start: (how) => {
        if (threads.length === canStart) throw new Error('no threads left')
        given.push(how)
        const events = new EventEmitter()
        threads.push(events)
        return Object.assign(events, {
          postMessage: () => undefined,
          ref: () => undefined,
          unref: () => undefined,
          terminate: () => Promise.resolve(1),
        })
      },
    },
    options,
    { write: (event) => logged.push(event) },
  )
  return { all, threads, logged, given }
}

test('threads are begun when there have been enough requests, and used from when they are up', () => {
  const { all, threads } = senders(1)
  expect([all.next(), all.next()]).toEqual([null, null])
  expect(threads).toHaveLength(0)
  expect(all.next()).toBeNull()
  expect(threads).toHaveLength(1)
  threads[0]?.emit('message', { ready: true })
  expect(all.next()).not.toBeNull()
})

test('the one with the least to do is next', () => {
  const { all, threads } = senders(2)
  for (let n = 0; n < 3; n++) all.next()
  for (const thread of threads) thread.emit('message', { ready: true })
  const first = all.next()
  const request = {
    method: 'PUT',
    path: '/',
    query: '',
    headers: {},
    body: new Uint8Array(0),
    signsBody: true,
  }
  void first?.send(request, signing, unstopped)
  expect(all.next()).not.toBe(first)
})

test('a thread that is lost is told of, and is not begun again', () => {
  const { all, threads, logged } = senders(1)
  for (let n = 0; n < 3; n++) all.next()
  threads[0]?.emit('message', { ready: true })
  threads[0]?.emit('error', new Error('out of memory'))
  expect(logged).toEqual([{ what: 'sender-thread-lost', error: 'Error: out of memory' }])
  expect(all.next()).toBeNull()
  expect(threads).toHaveLength(1)
})

test('threads that can not be begun leave all to those that could', () => {
  const { all, logged, threads } = senders(2, 1)
  for (let n = 0; n < 4; n++) expect(all.next()).toBeNull()
  expect(logged).toEqual([{ what: 'sender-thread-lost', error: 'Error: no threads left' }])
  threads[0]?.emit('message', { ready: true })
  expect(all.next()).not.toBeNull()
})

test('the sockets of all threads together are as many as were asked for', () => {
  const { all, given } = senders(2)
  for (let n = 0; n < 3; n++) all.next()
  expect(given.map(({ maxSockets }) => maxSockets)).toEqual([4, 4])
})

test('many small objects all arrive, most of them by the thread', async () => {
  const server = await serve(({ body }, reply) => reply.setHeader('etag', `"${body.toString()}"`).end())
  const threads = senderThreads(3)
  let handedOver = 0
  const { connection } = connect({
    endpoint: server.endpoint,
    senders: {
      ...threads,
      start: (how) => {
        const thread = threads.start(how)
        const post = thread.postMessage.bind(thread)
        thread.postMessage = (message, transfer) => {
          if ('batch' in message) handedOver += message.batch.requests.length
          post(message, transfer)
        }
        return thread
      },
    },
  })
  let sent = 0
  const send = async (): Promise<void> => {
    const n = sent++
    const body = Buffer.from(`body ${n}`)
    const { etag } = await putObject(
      connection,
      { bucket: 'b', key: `k${n}`, body, md5: md5(body) },
      unstopped,
    )
    expect(etag).toBe(`body ${n}`)
  }
  while (handedOver < 300) await Promise.all([send(), send(), send()])
  const bodies = new Map(server.asked.map(({ url, body }) => [url, body.toString()]))
  for (let n = 0; n < sent; n++) expect(bodies.get(`/b/k${n}`)).toBe(`body ${n}`)
  expect(server.asked).toHaveLength(sent)
})
