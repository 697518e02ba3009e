import { z } from 'zod'
import { SluiceError } from '../../../shared/errors.ts'
import { defaultSyncOptions } from '../../../shared/sync-options.ts'
import { openUndone, readPastFacts, type Clock, type Side } from '../../engine/index.ts'
import type { PastRunFile } from '../../host/host.ts'
import type { Located, Places } from '../places/places.ts'
import type { OpenedPlan } from './opened-plan.ts'
import { removalRules } from './plan-rules.ts'

/** What a run keeps of where it went, read with care: the file may be anybody's. */
const factsSchema = z.object({
  destination: z.string(),
  destinationConnection: z.string().optional(),
  destinationEndpoint: z.string().optional(),
})

/** Where a run went, as far as it can be gone to again. */
export interface PlaceOfRun {
  readonly connectionId: string
  readonly text: string
  readonly endpoint: string | undefined
}

/** @throws SluiceError `usage` for a run of the command line, which keeps no connection, and for a record that says nothing. */
export function placeOfRun({ runId, storePath }: PastRunFile): PlaceOfRun {
  const facts = factsSchema.safeParse(readPastFacts(storePath)).data
  const local = facts?.destination.startsWith('s3://') === false
  const connectionId = local ? 'local' : facts?.destinationConnection
  if (facts !== undefined && connectionId !== undefined)
    return { connectionId, text: facts.destination, endpoint: facts.destinationEndpoint }
  throw new SluiceError({
    code: 'usage',
    message: 'This run was made on the command line: over which connection is not known here.',
    subject: runId,
    advice: `Undo it there, with the same connection: sluice undo ${runId} --dryrun`,
  })
}

/** @throws SluiceError `usage` where a connection leads to another server than it did. The practice server has a new port each time. */
export function checkServer(side: Side, connectionId: string, endpoint: string | undefined): void {
  if (side.kind === 'local' || connectionId === 'practice' || endpoint === undefined) return
  const { label } = side.store.endpoint
  if (label === endpoint) return
  throw new SluiceError({
    code: 'usage',
    message: `That run wrote to ${endpoint}, and its connection leads to ${label} now.`,
    subject: label,
    advice: 'Nothing was done. Give the connection the address it had.',
  })
}

/**
 * Opens what a run has done, and the place that it was done to, to put it back.
 * @returns what is to be closed. @throws SluiceError as `placeOfRun` and `checkServer` do
 */
export async function openUndo(
  file: PastRunFile,
  clock: Clock,
  places: Pick<Places, 'read'>,
  openSide: (at: Located) => Promise<Side>,
): Promise<OpenedPlan> {
  const { connectionId, text, endpoint } = placeOfRun(file)
  const at = { connectionId, address: places.read(text, null) }
  const destination = await openSide(at)
  checkServer(destination, connectionId, endpoint)
  const record = openUndone(file, clock)
  return {
    task: 'undo',
    from: at,
    to: at,
    source: record.past,
    destination,
    rules: removalRules(null),
    options: defaultSyncOptions,
    selection: null,
    close: () => {
      record.close()
    },
  }
}
