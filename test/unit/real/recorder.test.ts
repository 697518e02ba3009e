import { expect, test } from 'vitest'
import type { CallEnd } from '../../fakes/fault-proxy.ts'
import { readS3Request } from '../../fakes/fault-proxy-request.ts'
import { Recorder, type CallSeen } from '../../real/recorder.ts'

const list = readS3Request('GET', '/one?list-type=2', {})
const put = readS3Request('PUT', '/one/k', {})
const answered: CallEnd = { status: 200, struck: null }

function recording(
  react: (call: CallSeen) => Promise<{ drop?: boolean }> = () => Promise.resolve({}),
): Recorder {
  return new Recorder(new Map([['one', 'to']]), react)
}

/** A call that comes and ends. */
async function through(recorder: Recorder, request: typeof list, end: CallEnd): Promise<void> {
  const call = await recorder.watcher(request, [request.key])
  call.ended(end)
}

test('calls are written down with what came of them', async () => {
  const recorder = recording()
  await through(recorder, put, answered)
  await through(recorder, put, { status: 200, struck: 'dropreply' })
  await through(recorder, put, { status: null, struck: 'always500' })
  await through(recorder, put, { status: 412, struck: null })
  expect(recorder.effects).toMatchObject([
    { op: 'put', bucket: 'to', keys: ['k'], done: true },
    { done: true, failed: 'dropreply' },
    { done: false, failed: 'always500' },
    { done: false, failed: '412' },
  ])
  expect(recorder.effects[0]).not.toHaveProperty('failed')
})

test('a listing is over at its last true page, and where it was first', async () => {
  const recorder = recording()
  const page = (isTruncated: boolean): string => `<IsTruncated>${isTruncated}</IsTruncated>`
  await through(recorder, list, { ...answered, listing: page(true) })
  await through(recorder, list, { status: 200, struck: 'listcut', listing: page(false) })
  expect(recorder.listedBy('to')).toBeNull()
  await through(recorder, list, { ...answered, listing: page(false) })
  await through(recorder, put, answered)
  await through(recorder, list, { ...answered, listing: page(false) })
  expect(recorder.listedBy('to')).toBe(3)
})

test('one call at a time reacts, in the order in which they come', async () => {
  const order: string[] = []
  const recorder = recording(async ({ op, number, nth }) => {
    order.push(`${number} ${op} ${nth}`)
    await new Promise((resolve) => setImmediate(resolve))
    order.push(`${number} over`)
    return { drop: number === 2 }
  })
  const calls = await Promise.all([put, list, put].map((request) => recorder.watcher(request, [request.key])))
  expect(order).toEqual(['1 put 1', '1 over', '2 listPage 1', '2 over', '3 put 2', '3 over'])
  expect(calls.map(({ drop }) => drop)).toEqual([false, true, false])
  expect(recorder.idle).toBe(false)
  for (const { ended } of calls) ended(answered)
  expect(recorder.idle).toBe(true)
})
