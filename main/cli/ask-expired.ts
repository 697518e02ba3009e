import type { OnExpired } from '../engine/index.ts'
import type { CommandCall } from './command.ts'
import { expiredText } from './output/expired-text.ts'

/**
 * How a person is asked for new credentials, on a run that waits for them:
 *
 * | stdin, stderr  | --quiet, --only-show-errors, --json | asked        |
 * |----------------|-------------------------------------|--------------|
 * | both terminals | none of them                        | yes          |
 * | both terminals | one of them                         | no: it stops |
 * | anything else  | any                                 | no: it stops |
 */
export function askExpired({
  host,
  reporter,
  options: { show },
}: Pick<CommandCall, 'host' | 'reporter' | 'options'>): { onExpired?: OnExpired } {
  const isAlone = show.quiet || show.onlyErrors || show.json
  if (isAlone || !host.stdin.isTerminal || !host.stderr.isTerminal) return {}
  return {
    onExpired: async (expired, signal) => {
      const goOn = reporter.holdProgress()
      try {
        for (const line of expiredText(expired)) reporter.say(line)
        // Ctrl-C arrives as a signal, and ends the question; Ctrl-D, or a terminal that has gone, ends the input.
        return (await host.stdin.readLine(signal)) === null ? 'stop' : 'go-on'
      } finally {
        goOn()
      }
    },
  }
}
