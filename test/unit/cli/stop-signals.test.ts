import { describe, expect, it } from 'vitest'
import { watchStopSignals } from '../../../main/cli/stop-signals.ts'
import { FakeHost } from './fake-host.ts'

describe('Ctrl-C in steps (D-20)', () => {
  // One row of the table above watchStopSignals each.
  it.each([
    [0, false, false, null],
    [1, true, false, null],
    [2, true, true, null],
    [3, true, true, 130],
  ])('%d times: finish %s, stop %s, exit %s', (times, finish, stop, exited) => {
    const host = new FakeHost()
    const watch = watchStopSignals(host, () => undefined)
    for (let pressed = 0; pressed < times; pressed++) host.signal('SIGINT')
    expect(watch.finish.aborted).toBe(finish)
    expect(watch.stop.aborted).toBe(stop)
    expect(host.exited).toBe(exited)
  })

  it('is said as aws says it, and what comes next', () => {
    const said: string[] = []
    const host = new FakeHost()
    watchStopSignals(host, (line) => said.push(line))
    host.signal('SIGINT')
    expect(said).toEqual([
      'cancelled: ctrl-c received. Finishing what is in flight; once more to stop that too.',
    ])
    host.signal('SIGTERM')
    expect(said).toHaveLength(2)
  })

  it('gives the signals back', () => {
    const host = new FakeHost()
    const watch = watchStopSignals(host, () => undefined)
    expect(host.listeners).toBe(1)
    watch.end()
    expect(host.listeners).toBe(0)
  })
})
