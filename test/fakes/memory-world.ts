import { hashInline } from '../../main/engine/transfer/hashing.ts'
import type { Log, Random, World } from '../../main/engine/world.ts'
import { FakeClock } from './fake-clock.ts'
import { MemoryFs, type MemoryFsOptions } from './memory-fs.ts'
import { seededRandom } from './seeded-random.ts'

export type LogEvent = Parameters<Log['write']>[0]

/** Keeps what was logged. */
export class RecordingLog implements Log {
  readonly events: LogEvent[] = []

  write(event: LogEvent): void {
    this.events.push(event)
  }
}

/** A world of which everything can be seen and set. */
export interface MemoryWorld extends World {
  readonly fs: MemoryFs
  readonly clock: FakeClock
  readonly random: Random
  readonly log: RecordingLog
}

/** A world in memory: the same seed gives the same trace. Its disk's time is the clock's. */
export function createMemoryWorld(
  options: { seed?: number; start?: number; fs?: MemoryFsOptions } = {},
): MemoryWorld {
  const clock = new FakeClock(options.start)
  return {
    platform: 'posix',
    umask: 0o022,
    fs: new MemoryFs({ now: () => clock.now(), ...options.fs }),
    clock,
    random: seededRandom(options.seed ?? 1),
    log: new RecordingLog(),
    createHashing: () => hashInline,
  }
}
