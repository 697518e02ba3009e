import { expect, test } from 'vitest'
import { NetworkPatience } from '../../../../main/engine/running/network-patience.ts'
import type { Retry, RetryWait } from '../../../../main/engine/running/retry.ts'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const failure = (code: ErrorCode): SluiceError =>
  new SluiceError({
    code,
    message: code,
    ...(code === 'access-denied' ? { s3: { operation: 'PutObject', status: 403 } } : {}),
  })

/** Two attempts at once, without waits between them. */
const twice: Retry = async (_what, attempt, signal) => attempt(signal, 1).catch(() => attempt(signal, 2))

function setUp() {
  const clock = new FakeClock(0)
  const network = new NetworkPatience(clock)
  network.isOn = true
  const retry = network.over(twice)
  const { signal } = new AbortController()
  const waits: RetryWait[] = []
  const numbers: number[] = []
  /** Fails with these codes, one after the other, and then succeeds. */
  const run = (codes: readonly ErrorCode[], meanwhile: () => unknown = () => undefined, on = signal) => {
    let calls = 0
    return retry(
      'test',
      async (_signal, number) => {
        numbers.push(number)
        const code = codes[calls++]
        if (code === undefined) return 'done'
        await meanwhile()
        throw failure(code)
      },
      on,
      (wait) => waits.push(wait),
    ).catch((error: unknown) => (error instanceof SluiceError ? error.code : 'aborted'))
  }
  return { clock, network, run, waits, numbers }
}

const gone = Array<ErrorCode>(6).fill('unreachable')

test('a network that has gone is waited for, longer each time, and each attempt is counted', async () => {
  const { clock, run, waits, numbers } = setUp()
  await run([])
  expect(await clock.run(run([...gone, 'stalled', 'stalled']))).toBe('done')
  expect(waits.map(({ wait, error }) => [wait, error.code])).toEqual([
    [2000, 'unreachable'],
    [4000, 'unreachable'],
    [8000, 'unreachable'],
    [10_000, 'stalled'],
  ])
  expect(numbers.slice(1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('it is not waited for where nobody watches, or where no server has ever answered', async () => {
  const { network, run, waits } = setUp()
  expect(await run(gone)).toBe('unreachable')
  await run([])
  network.isOn = false
  expect(await run(gone)).toBe('unreachable')
  expect(waits).toEqual([])
})

test('what fails while others are answered has one more round, and then fails by itself; a refusal is an answer too', async () => {
  const { run, waits, numbers } = setUp()
  await run([])
  expect(await run(gone, () => run([]))).toBe('unreachable')
  expect(Math.max(...numbers)).toBe(4)
  expect(await run(gone, () => run(['access-denied', 'access-denied']))).toBe('unreachable')
  expect(waits).toEqual([])
})

test('what began its last attempt before the network came back is tried once more after', async () => {
  const { clock, run, waits } = setUp()
  await run([])
  let calls = 0
  const whenBack = () => (++calls === 4 ? run([]) : undefined)
  expect(await clock.run(run(['stalled', 'stalled', 'stalled', 'stalled'], whenBack))).toBe('done')
  expect(waits).toHaveLength(1)
})

test('what the server answers each time, and breaks off each time, does not go on for ever', async () => {
  const { network, run, waits } = setUp()
  await run([])
  const endless = Array<ErrorCode>(99).fill('unreachable')
  expect(await run(endless, () => network.heard())).toBe('unreachable')
  expect(waits).toEqual([])
})

test('after one more round, a network that has gone again is waited for again', async () => {
  const { clock, network, run, waits } = setUp()
  await run([])
  let calls = 0
  const once = () => (++calls === 2 ? network.heard() : undefined)
  expect(await clock.run(run(gone, once))).toBe('done')
  expect(waits).toHaveLength(2)
})

test('another error is not waited for', async () => {
  const { run } = setUp()
  await run([])
  expect(await run(['disk-full', 'disk-full'])).toBe('disk-full')
})

test('a stop ends the wait, and who no longer watches has the next failure', async () => {
  const { clock, network, run } = setUp()
  await run([])
  const stop = new AbortController()
  const stopped = run(gone, undefined, stop.signal)
  await clock.advance(100)
  stop.abort(new Error('Stopped.'))
  expect(await stopped).toBe('aborted')
  const finishing = run(gone)
  await clock.advance(100)
  network.isOn = false
  await clock.advance(2000)
  expect(await finishing).toBe('unreachable')
})
