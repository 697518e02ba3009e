import type { Leave } from '../../host/window-host.ts'
import type { EngineLine } from './engine-line.ts'

export interface Leaving {
  readonly engine: Pick<EngineLine, 'ask'>
  /** Whether runs are going on, as far as this process has heard. */
  readonly isRunning: () => boolean
  readonly endEngine: () => void
  readonly close: () => Promise<void>
}

/** How long, in milliseconds, the engine gets to stop what is moving and to close its files. */
export const leaveLimit = 5000

/**
 * What happens when a person leaves, each time they say so:
 *
 * | said              | runs go on | what happens                                                     |
 * |-------------------|------------|------------------------------------------------------------------|
 * | `finish`          | yes        | the engine finishes what is moving, however long that takes      |
 * | `finish`          | no         | the engine closes what is open, within the limit                 |
 * | `stop`            |            | the engine stops what is moving, within the limit                |
 * | the same again    |            | nothing more                                                     |
 *
 * When the engine has answered, or the limit is over, its process ends and the host closes. Whether runs go on is
 * looked at when the limit is over, and not when it begins: the word of a run that has just begun is still on its way
 * then.
 */
export function createLeave({ engine, isRunning, endEngine, close }: Leaving): (how: Leave) => void {
  const said = new Set<Leave>()
  let timer: NodeJS.Timeout | undefined
  let over = false

  const end = (): void => {
    if (over) return
    over = true
    clearTimeout(timer)
    endEngine()
    void close()
  }
  const limit = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (isRunning() && !said.has('stop')) limit()
      else end()
    }, leaveLimit)
  }
  return (how) => {
    if (over || said.has(how) || said.has('stop')) return
    said.add(how)
    limit()
    engine.ask('engine.leave', { step: how }, end)
  }
}
