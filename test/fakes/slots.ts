import { Pace } from '../../main/engine/running/pace.ts'
import type { PauseSwitch } from '../../main/engine/running/pause-switch.ts'
import { Slots } from '../../main/engine/running/slots.ts'
import { FakeClock } from './fake-clock.ts'

/** So many slots, no more and no fewer. @param budget bytes */
export const slotsOf = (
  count: number,
  { pause, budget }: { pause?: PauseSwitch; budget?: number } = {},
): Slots =>
  new Slots({
    pace: new Pace(count),
    clock: new FakeClock(),
    ...(pause === undefined ? {} : { pause }),
    ...(budget === undefined ? {} : { budget }),
  })
