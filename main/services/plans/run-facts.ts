import { isNoPlace, rootOf } from '../../engine/index.ts'
import type { OpenedPlan } from './opened-plan.ts'

/** What the history shall know of a run besides its rows: how its sides were typed, and over what. No secrets. */
export function factsOf(opened: OpenedPlan): Readonly<Record<string, unknown>> {
  const { task, from, to, source, destination, options, selection, given } = opened
  return {
    ...(given === undefined ? {} : { planFile: { digest: given.file.digest } }),
    from: 'window',
    task,
    source: rootOf(isNoPlace(source) ? destination : source),
    destination: rootOf(destination),
    sourceConnection: from.connectionId,
    destinationConnection: to.connectionId,
    options,
    selection,
  }
}
