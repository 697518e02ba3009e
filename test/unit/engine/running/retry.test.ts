import { describe, expect, it } from 'vitest'
import { createRetry, defaultRetryPolicy } from '../../../../main/engine/running/retry.ts'
import type { Log } from '../../../../main/engine/world.ts'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const never = new AbortController().signal
const quiet: Log = { write: () => undefined }
const failure = (code: ErrorCode): SluiceError => new SluiceError({ code, message: code })

/** Runs an attempt that fails with the given codes, one after the other, and then succeeds. */
async function run(
  codes: readonly ErrorCode[],
  random = 1,
): Promise<{ attempts: number; waited: number; code: string }> {
  const clock = new FakeClock(0)
  const retry = createRetry({ clock, random: () => random, log: quiet })
  let attempts = 0
  const work = retry(
    'test',
    () => {
      const code = codes[attempts++]
      return code === undefined ? Promise.resolve('done') : Promise.reject(failure(code))
    },
    never,
  )
  const code = await clock.run(work.catch((error: unknown) => (error as SluiceError).code))
  return { attempts, waited: clock.now(), code }
}

describe('createRetry', () => {
  it('does not wait when the first attempt succeeds', async () => {
    expect(await run([])).toEqual({ attempts: 1, waited: 0, code: 'done' })
  })

  it('tries again what may pass, with ceilings that double', async () => {
    expect(await run(['server-failed', 'stalled'])).toEqual({ attempts: 3, waited: 200 + 400, code: 'done' })
  })

  it('waits anything from nothing to the ceiling', async () => {
    expect((await run(['server-failed', 'server-failed'], 0)).waited).toBe(0)
    expect((await run(['server-failed', 'server-failed'], 0.5)).waited).toBe(100 + 200)
  })

  it('waits longer when the server asks for it', async () => {
    expect((await run(['slow-down'])).waited).toBe(800)
  })

  it('tells each time that it is asked for patience, and of nothing else', async () => {
    const clock = new FakeClock(0)
    let told = 0
    const retry = createRetry({ clock, random: () => 1, log: quiet }, { onThrottle: () => told++ })
    const codes: ErrorCode[] = ['slow-down', 'server-failed', 'slow-down']
    const work = retry(
      'test',
      () => {
        const code = codes.shift()
        return code === undefined ? Promise.resolve('done') : Promise.reject(failure(code))
      },
      never,
    )
    expect(await clock.run(work)).toBe('done')
    expect(told).toBe(2)
  })

  it('gives up after as many attempts as the policy has, with the last error', async () => {
    const codes = Array.from({ length: 9 }, () => 'server-failed' as const)
    expect(await run(codes)).toMatchObject({ attempts: defaultRetryPolicy.attempts, code: 'server-failed' })
  })

  it('has more patience with a server that asks for it', async () => {
    const codes = Array.from({ length: 99 }, () => 'slow-down' as const)
    expect(await run(codes)).toMatchObject({
      attempts: defaultRetryPolicy.throttledAttempts,
      code: 'slow-down',
    })
  })

  it.each(['access-denied', 'no-such-bucket', 'changed', 'listing-not-proved'] as const)(
    'does not repeat %s',
    async (code) => {
      expect(await run([code])).toMatchObject({ attempts: 1, code })
    },
  )

  it('stops waiting when it is aborted, and leaves no timer', async () => {
    const clock = new FakeClock(0)
    const abort = new AbortController()
    const retry = createRetry({ clock, random: () => 1, log: quiet })
    const work = retry('test', () => Promise.reject(failure('server-failed')), abort.signal)
    const seen = work.catch((error: unknown) => error)
    await new Promise((resolve) => setImmediate(resolve))
    abort.abort(new Error('enough'))
    expect(await seen).toMatchObject({ message: 'enough' })
    expect(clock.pending).toBe(0)
  })
})
