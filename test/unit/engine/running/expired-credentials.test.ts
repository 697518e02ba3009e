import { describe, expect, test, vi } from 'vitest'
import {
  ExpiredCredentials,
  type ExpiredAnswer,
  type OnExpired,
} from '../../../../main/engine/running/expired-credentials.ts'
import { PauseSwitch } from '../../../../main/engine/running/pause-switch.ts'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'
import { RecordingLog } from '../../../fakes/memory-world.ts'

const never = new AbortController().signal
const who = { identity: null, sides: ['source'] } as const
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A call that ends in these errors, one after the other, and then well. */
function failing(...codes: readonly ErrorCode[]) {
  const left = [...codes]
  return vi.fn(() => {
    const code = left.shift()
    return code === undefined
      ? Promise.resolve('done')
      : Promise.reject(new SluiceError({ code, message: code }))
  })
}

function setUp(ask?: OnExpired) {
  const pause = new PauseSwitch()
  const log = new RecordingLog()
  const expired = new ExpiredCredentials(pause, log, ask)
  return { pause, log, expired }
}

/** Asks, and is answered when the test says so. */
function setUpAsking() {
  const asked: PromiseWithResolvers<ExpiredAnswer>[] = []
  const ask = vi.fn<OnExpired>(() => {
    const question = Promise.withResolvers<ExpiredAnswer>()
    asked.push(question)
    return question.promise
  })
  return { ...setUp(ask), ask, answer: (n: number, with_: ExpiredAnswer) => asked[n]?.resolve(with_) }
}

describe('a call whose credentials have expired', () => {
  test('fails at once where nobody can be asked', async () => {
    const { expired, pause } = setUp()
    const make = failing('credentials-expired')
    await expect(expired.call(make, who, never)).rejects.toMatchObject({ code: 'credentials-expired' })
    expect([make.mock.calls.length, pause.isOn]).toEqual([1, false])
  })

  test('fails at once where nothing can bring new ones while the run waits', async () => {
    const { expired, ask } = setUpAsking()
    const identity = { name: 'the environment', renewal: null }
    await expect(
      expired.call(failing('credentials-expired'), { ...who, identity }, never),
    ).rejects.toMatchObject({ code: 'credentials-expired' })
    expect(ask).not.toHaveBeenCalled()
  })

  test('holds all work back until the answer, and is then made again', async () => {
    const { expired, pause, ask, answer, log } = setUpAsking()
    const make = failing('credentials-expired')
    const call = expired.call(make, who, never)
    await settled()
    expect([pause.isOn, make.mock.calls.length]).toEqual([true, 1])
    expect(ask.mock.calls[0]?.[0]).toMatchObject({ error: { code: 'credentials-expired' }, ...who })
    answer(0, 'go-on')
    expect(await call).toBe('done')
    expect([pause.isOn, make.mock.calls.length]).toEqual([false, 2])
    expect(log.events.map(({ what }) => what)).toEqual(['credentials-expired', 'credentials-answer'])
  })

  test('shares one question with all that failed meanwhile', async () => {
    const { expired, ask, answer } = setUpAsking()
    const calls = [1, 2, 3].map(() => expired.call(failing('credentials-expired'), who, never))
    await settled()
    answer(0, 'go-on')
    expect(await Promise.all(calls)).toEqual(['done', 'done', 'done'])
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('asks nothing when the answer came while it was on its way', async () => {
    const { expired, ask, answer } = setUpAsking()
    const slow = Promise.withResolvers<string>()
    const make = vi.fn(() => (make.mock.calls.length === 1 ? slow.promise : Promise.resolve('done')))
    const late = expired.call(make, who, never)
    const early = expired.call(failing('credentials-expired'), who, never)
    await settled()
    answer(0, 'go-on')
    await early
    slow.reject(new SluiceError({ code: 'credentials-expired', message: 'Old.' }))
    expect(await late).toBe('done')
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test.each(['credentials-expired', 'credentials-refused', 'no-credentials'] as const)(
    'is asked about again when the new ones are no better: %s',
    async (code) => {
      const { expired, ask, answer } = setUpAsking()
      const call = expired.call(failing('credentials-expired', code), who, never)
      await settled()
      answer(0, 'go-on')
      await settled()
      expect(ask).toHaveBeenCalledTimes(2)
      answer(1, 'go-on')
      expect(await call).toBe('done')
    },
  )

  test('fails, and so does every later one without a question, when the answer is to stop', async () => {
    const { expired, ask, answer, pause } = setUpAsking()
    const call = expired.call(failing('credentials-expired'), who, never)
    await settled()
    answer(0, 'stop')
    await expect(call).rejects.toMatchObject({ code: 'credentials-expired' })
    await expect(expired.call(failing('credentials-expired'), who, never)).rejects.toThrow()
    expect([ask.mock.calls.length, pause.isOn]).toEqual([1, false])
    expired.begin(never)
    void expired.call(failing('credentials-expired'), who, never)
    await settled()
    expect(ask).toHaveBeenCalledTimes(2)
  })

  test('fails when the run is stopped during the question, which is taken back', async () => {
    const { expired, ask, pause } = setUpAsking()
    const finish = new AbortController()
    expired.begin(finish.signal)
    const call = expired.call(failing('credentials-expired'), who, never)
    await settled()
    finish.abort(new Error('Cancelled.'))
    await expect(call).rejects.toMatchObject({ code: 'credentials-expired' })
    expect([ask.mock.calls[0]?.[1].aborted, pause.isOn]).toEqual([true, false])
  })

  test('does not wait any more when it is itself stopped, while others do', async () => {
    const { expired, pause } = setUpAsking()
    const own = new AbortController()
    const call = expired.call(failing('credentials-expired'), who, own.signal)
    await settled()
    own.abort(new Error('Left.'))
    await expect(call).rejects.toThrow('Left.')
    expect(pause.isOn).toBe(true)
  })

  test('fails with the error of a question that could not be asked', async () => {
    const { expired, pause } = setUp(() => Promise.reject(new TypeError('No window.')))
    const call = expired.call(failing('credentials-expired'), who, never)
    await expect(call).rejects.toThrow('No window.')
    expect(pause.isOn).toBe(false)
  })
})

test.each(['credentials-refused', 'no-credentials', 'access-denied', 'stalled'] as const)(
  'a call that fails with %s asks nothing',
  async (code) => {
    const { expired, ask } = setUpAsking()
    await expect(expired.call(failing(code), who, never)).rejects.toMatchObject({ code })
    expect(ask).not.toHaveBeenCalled()
  },
)
