const window = 60_000
const most = 2

/**
 * Says whether a page that has crashed may be loaded again: twice within a minute, and then no more, because what
 * crashes at once would do so for ever.
 *
 * @param now milliseconds
 */
export function createReloadLimit(now: () => number): () => boolean {
  let times: number[] = []
  return () => {
    times = times.filter((time) => time > now() - window)
    if (times.length >= most) return false
    times.push(now())
    return true
  }
}
