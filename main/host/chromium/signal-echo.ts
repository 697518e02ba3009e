/** Milliseconds within which a signal is an echo of the last one. */
const together = 250

/**
 * Tells a signal from its echo: of one Ctrl-C the terminal tells every process that it started, and npm and
 * `build/start.ts` pass it on as well.
 *
 * | since the last signal that counted | is      |
 * |------------------------------------|---------|
 * | less than 250 ms                   | an echo |
 * | longer, or there was none          | new     |
 *
 * @param now milliseconds
 * @returns whether a signal that has just come is new.
 */
export function createSignalEcho(now: () => number): () => boolean {
  let last = -Infinity
  return () => {
    if (now() - last < together) return false
    last = now()
    return true
  }
}
