import type { Host, StopSignal } from '../host/host.ts'

export interface Stop {
  /** Aborts at the first signal: begin nothing more, let what is in flight finish. */
  readonly finish: AbortSignal
  /** Aborts at the second: stop what is in flight too. */
  readonly stop: AbortSignal
  /** Gives the signals back to the system. */
  end(): void
}

/**
 * Ctrl-C in two steps, SIGTERM and SIGHUP like it (D-20); a third one leaves at once.
 *
 * | signal | what                                       | exit |
 * |--------|--------------------------------------------|------|
 * | first  | `finish` aborts                            | 130  |
 * | second | `stop` aborts                              | 130  |
 * | third  | the process ends, whatever it was doing    | 130  |
 */
export function watchStopSignals(
  host: Pick<Host, 'onStopSignal' | 'exit'>,
  say: (line: string) => void,
): Stop {
  const finish = new AbortController()
  const stop = new AbortController()
  const end = host.onStopSignal((signal) => {
    if (!finish.signal.aborted) {
      say(
        `cancelled: ${signalName(signal)} received. Finishing what is in flight; once more to stop that too.`,
      )
      finish.abort()
    } else if (!stop.signal.aborted) {
      say('Stopping what is in flight.')
      stop.abort()
    } else {
      host.exit(130)
    }
  })
  return { finish: finish.signal, stop: stop.signal, end }
}

const signalName = (signal: StopSignal): string => (signal === 'SIGINT' ? 'ctrl-c' : signal)
