import { setTimeout as sleep } from 'node:timers/promises'
import { createNodeFs } from './local/node-fs.ts'
import { ThreadedHashing } from './transfer/hash-thread.ts'
import type { Clock, Log, World } from './world.ts'

/** The machine's own clock and timers: the only place where the engine has them from. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, { signal })
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    }
  },
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** The world as it is: this machine's disk, clock and chance. */
export function createWorld(options: { readonly log: Log }): World {
  const platform = process.platform
  return {
    fs: createNodeFs(() => performance.now()),
    platform: platform === 'win32' || platform === 'darwin' ? platform : 'posix',
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way to ask; it is asked once, before any thread is begun
    umask: process.umask(),
    clock: realClock,
    random: Math.random,
    log: options.log,
    createHashing: () => new ThreadedHashing(options.log),
  }
}
