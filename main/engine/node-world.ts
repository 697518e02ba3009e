import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createNodeFs } from './local/node-fs.ts'
import { realClock } from './real-clock.ts'
import type { SenderThreads } from './s3/sender-messages.ts'
import { ThreadedHashing } from './transfer/hash-thread.ts'
import type { Log, World } from './world.ts'

export interface NodeWorldOptions {
  readonly log: Log
  /** The file of `sender-thread.ts`, as it is beside the program that runs; null for no such threads. */
  readonly senderEntry?: string | null
  /** The folder of the trash (`Folders.trash`); null for none. */
  readonly trash?: string | null
}

/** The world as it is: this machine's disk, clock and chance. */
export function createWorld({ log, senderEntry = null, trash = null }: NodeWorldOptions): World {
  const platform = process.platform
  const uid = process.getuid?.()
  return {
    fs: createNodeFs(() => performance.now()),
    platform: platform === 'win32' || platform === 'darwin' ? platform : 'posix',
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way to ask; it is asked once, before any thread is begun
    umask: process.umask(),
    clock: realClock,
    random: Math.random,
    log,
    createHashing: () => new ThreadedHashing(log),
    ...(trash === null || uid === undefined ? {} : { trash: { folder: trash, uid } }),
    ...(senderEntry === null ? {} : { senders: threadsOf(senderEntry) }),
  }
}

/** More than two have nothing to do: the thread that plans and reads keeps no more than that busy. */
const mostSenders = 2

const threadsOf = (entry: string): SenderThreads => ({
  most: Math.min(mostSenders, availableParallelism() - 1),
  after: 48,
  start: (options) => new Worker(entry, { name: 'sender', workerData: options }),
})
