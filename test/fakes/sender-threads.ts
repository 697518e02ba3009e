import { Worker } from 'node:worker_threads'
import type { SenderThreads } from '../../main/engine/s3/sender-messages.ts'

const entry = new URL('../../main/engine/s3/sender-thread.ts', import.meta.url)

/** One real thread, from the source. @param after see `SenderThreads` */
export const senderThreads = (after: number): SenderThreads => ({
  most: 1,
  after,
  start: (options) => new Worker(entry, { workerData: options }),
})
