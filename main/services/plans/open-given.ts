import { openPlanFile, type Clock, type Side } from '../../engine/index.ts'
import type { Host } from '../../host/host.ts'
import type { Connections } from '../connections/connections.ts'
import type { Located } from '../places/places.ts'
import type { OpenedPlan } from './opened-plan.ts'
import { earlierApply, locateSide, optionsOf } from './plan-files.ts'

/**
 * Opens a plan file and the sides that it names, over connections that are known here.
 * @returns what is to be closed. @throws SluiceError `usage` for a file that is none, that no connection fits, or that was
 * applied already.
 */
export async function openGiven(
  path: string,
  {
    host,
    clock,
    connections,
  }: { readonly host: Host; readonly clock: Clock; readonly connections: Connections },
  openSide: (at: Located) => Promise<Side>,
): Promise<OpenedPlan> {
  const file = openPlanFile(path)
  let close = (): void => {
    file.close()
  }
  try {
    const { header, digest } = file
    const earlier = await earlierApply(digest, host, clock, null)
    close = () => {
      file.close()
      earlier?.past.close()
    }
    const from = await locateSide(header.source, connections, host.platform)
    const to = await locateSide(header.destination, connections, host.platform)
    const [source, destination] = await Promise.all([openSide(from), openSide(to)])
    return {
      task: 'sync',
      from,
      to,
      source,
      destination,
      rules: header.rules,
      options: optionsOf(header),
      selection: header.rules.selection,
      given: { file, before: earlier?.past.review ?? null, elsewhere: false },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
