import type { World } from '../world.ts'
import { fsErrorCode } from './explain-fs-error.ts'

/** Milliseconds between two tries: who reads a new file (a scanner, an indexer) lets go of it within a second or so. */
const waits: readonly number[] = [50, 100, 200, 400, 800]

const never = new AbortController().signal

/**
 * Does something to a name that another program may hold (F60), and again for as long as it does, 1.55 s in all. What
 * must hold right before has to be a part of it.
 *
 * | the system says | on Windows | elsewhere |
 * |-----------------|------------|-----------|
 * | EBUSY           | again      | again     |
 * | EPERM, EACCES   | again      | fails     |
 * | anything else   | fails      | fails     |
 *
 * Windows answers EPERM and EACCES for what is open elsewhere; on other systems they are about permissions, which do
 * not change by waiting.
 */
export async function untilLetGo<T>(
  { clock, platform }: Pick<World, 'clock' | 'platform'>,
  act: () => Promise<T>,
): Promise<T> {
  const held = platform === 'win32' ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY']
  for (const wait of waits) {
    try {
      return await act()
    } catch (error) {
      if (!held.includes(fsErrorCode(error) ?? '')) throw error
      await clock.sleep(wait, never)
    }
  }
  return act()
}
