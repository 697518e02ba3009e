import { openCopied, type Clock, type Side } from '../../engine/index.ts'
import type { Host } from '../../host/host.ts'
import type { Located, Places } from '../places/places.ts'
import type { OpenedPlan } from './opened-plan.ts'
import type { Plan } from './plan.ts'
import { noEndedMove } from './plan-errors.ts'
import { removalAt, removalRules } from './plan-rules.ts'

/**
 * Opens the source of a move, to remove there what it has copied.
 * @param rules of the move. @returns what is to be closed. @throws SluiceError `usage` for a plan that is no move, or has
 * not come to its end
 */
export async function openEndOfMove(
  { made, phase, planId }: Plan,
  rules: OpenedPlan['rules'] | null,
  { host, clock, places }: { readonly host: Host; readonly clock: Clock; readonly places: Places },
  openSide: (at: Located) => Promise<Side>,
): Promise<OpenedPlan> {
  const file = (await host.pastRuns()).find(({ runId }) => runId === planId)
  if (made.task !== 'move' || phase !== 'ended' || file === undefined) throw noEndedMove(planId)
  const at = places.locate(made.source.token)
  const destination = await openSide(at)
  const record = openCopied(file.storePath, clock)
  return {
    ...removalAt(at, record.copied, destination),
    rules: { ...removalRules(made.selection, made.options.filters), ignore: rules?.ignore ?? null },
    options: made.options,
    selection: made.selection,
    close: () => {
      record.close()
    },
  }
}
