import type { FileSystem } from './local/file-system.ts'
import type { Platform } from './local/key-to-path.ts'
import type { SenderThreads } from './s3/sender-messages.ts'
import type { Hashing } from './transfer/hashing.ts'

/** Time as a parameter: no stage reads a clock or sets a timer by itself. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. No timer outlives either. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Calls back once after `ms`, unless the returned function is called first. */
  after(ms: number, callback: () => void): () => void
}

/** Uniform numbers in [0, 1). */
export type Random = () => number

export interface Log {
  /** One event as data, without secrets. `row` keys it to a plan row where there is one. */
  write(event: { readonly what: string; readonly row?: number; readonly [field: string]: unknown }): void
}

/** Where the trash of a person is, by the Trash specification of freedesktop.org. */
export interface TrashHome {
  /** For what is on the same disk; absolute, not necessarily there yet. */
  readonly folder: string
  /** The user's number, by which the trash of any other disk is called. */
  readonly uid: number
}

/** All that the engine takes from outside, apart from the object stores of its sides. */
export interface World {
  readonly fs: FileSystem
  /** Whose rules for names hold on that file system. */
  readonly platform: Platform
  /** Permission bits that new files do not get. */
  readonly umask: number
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** One for each run, which closes it. */
  readonly createHashing: () => Hashing
  /** Absent where the system has none that files can be put into, and had back from, by name: any but Linux and its like. */
  readonly trash?: TrashHome
  /** Threads for small requests, where there are any. */
  readonly senders?: SenderThreads
}
