import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { serveCalls, type Answers } from '../../../../main/services/bridge/serve-calls.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { FakePort } from '../window/fake-window.ts'

const table = {
  'sum.of': { params: z.strictObject({ a: z.number(), b: z.number() }), reply: z.number() },
  'secret.keep': { params: z.strictObject({ secret: z.string().max(3) }), reply: z.strictObject({}) },
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

function serve(answers: Partial<Answers<typeof table>> = {}) {
  const port = new FakePort()
  const onFault = vi.fn()
  const all: Answers<typeof table> = { 'sum.of': ({ a, b }) => a + b, 'secret.keep': () => ({}), ...answers }
  const end = serveCalls(port, table, all, onFault)
  const ask = async (call: string, params: unknown, id = 1) => {
    port.receive({ kind: 'request', id, call, params })
    await settled()
    return port.replies.at(-1)?.result
  }
  return { port, ask, end, onFault }
}

describe('a call', () => {
  test('is answered under its own id', async () => {
    const { port, ask } = serve()
    expect(await ask('sum.of', { a: 1, b: 2 }, 7)).toEqual({ ok: true, value: 3 })
    expect(port.replies.map(({ id }) => id)).toEqual([7])
  })

  test.each(['nothing.of', 'toString', '__proto__', ''])(
    'that is in no table is refused: %j',
    async (call) => {
      expect(await serve().ask(call, {})).toMatchObject({ ok: false, error: { code: 'usage' } })
    },
  )

  test.each([
    ['a wrong part', { a: 1, b: 'x' }, 'sum.of was asked wrongly: b (invalid_type).'],
    ['a part too many', { a: 1, b: 2, c: 3 }, 'sum.of was asked wrongly (unrecognized_keys).'],
    ['nothing', undefined, 'sum.of was asked wrongly (invalid_type).'],
  ])('with %s is refused, and says where', async (_, params, message) => {
    expect(await serve().ask('sum.of', params)).toMatchObject({
      ok: false,
      error: { code: 'usage', message },
    })
  })

  test('that is refused does not repeat what was in it', async () => {
    const result = await serve().ask('secret.keep', { secret: 'CANARY', CANARY: 1 })
    expect(JSON.stringify(result)).not.toContain('CANARY')
  })
})

describe('an error', () => {
  test('of ours crosses as data', async () => {
    const data = { code: 'gone', message: 'It is gone.', subject: 'x', advice: 'Look elsewhere.' } as const
    const { ask, onFault } = serve({
      'sum.of': () => {
        throw new SluiceError(data)
      },
    })
    expect(await ask('sum.of', { a: 1, b: 2 })).toEqual({ ok: false, error: data })
    expect(onFault).not.toHaveBeenCalled()
  })

  test('of anything else is a bug: it is reported, and crosses without its stack', async () => {
    const bug = new TypeError('x is not a function')
    const { ask, onFault } = serve({ 'sum.of': () => Promise.reject(bug) })
    const result = await ask('sum.of', { a: 1, b: 2 })
    expect(result).toMatchObject({ ok: false, error: { code: 'internal', subject: 'sum.of' } })
    expect(JSON.stringify(result)).not.toContain('serve-calls')
    expect(onFault).toHaveBeenCalledWith('sum.of', bug)
  })
})

describe('a call that goes on', () => {
  const waiting = () =>
    serve({
      'sum.of': (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error)
          })
        }),
    })

  test('is cancelled by its id, and no other is', async () => {
    const { port, ask, onFault } = waiting()
    await ask('sum.of', { a: 1, b: 2 }, 1)
    await ask('sum.of', { a: 1, b: 2 }, 2)
    port.receive({ kind: 'cancel', id: 2 })
    await settled()
    expect(port.replies).toMatchObject([{ id: 2, result: { ok: false, error: { code: 'interrupted' } } }])
    expect(onFault).not.toHaveBeenCalled()
  })

  test('is cancelled at the end of the line', async () => {
    const { port, ask, end } = waiting()
    await ask('sum.of', { a: 1, b: 2 })
    end()
    await settled()
    expect(port.replies).toHaveLength(1)
    expect(await ask('sum.of', { a: 1, b: 2 }, 2)).toEqual(port.replies[0]?.result)
  })
})

test.each([
  null,
  7,
  'text',
  [],
  {},
  { kind: 'reply', id: 1 },
  { kind: 'request' },
  { kind: 'cancel', id: 'x' },
])('what is no message is let go by: %j', async (message) => {
  const { port, ask } = serve()
  port.receive(message)
  expect(await ask('sum.of', { a: 1, b: 2 })).toEqual({ ok: true, value: 3 })
  expect(port.replies).toHaveLength(1)
})

test('a request without a name is refused, and not left waiting', async () => {
  const { port } = serve()
  port.receive({ kind: 'request', id: 3, more: true })
  await settled()
  expect(port.replies).toMatchObject([{ id: 3, result: { ok: false, error: { code: 'usage' } } }])
})
