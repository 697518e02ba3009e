import { SluiceError } from '../../../shared/errors.ts'
import type { Connections } from '../connections/connections.ts'
import { asSourceFlag, commandOf, equivalentCommand } from './equivalent-command.ts'
import type { PlanMade } from './plan.ts'
import { selectionFilters } from './selection-filters.ts'

/**
 * The command line that does the same as a plan: a sync, or for one from a file, its apply.
 * @throws SluiceError `usage` for a removal, which no command makes.
 */
export async function commandFor(
  made: PlanMade,
  connections: Pick<Connections, 'flags'>,
  platform: NodeJS.Platform,
): Promise<string> {
  if (made.task === 'remove') throw noCommand()
  const [source, destination] = [made.source, made.destination]
  const [from = [], to = []] = await Promise.all(
    [source, destination].map(({ connectionId }) => connections.flags(connectionId)),
  )
  const isCopy = source.kind === 's3' && destination.kind === 's3'
  const ofSource = isCopy && source.connectionId === destination.connectionId ? [] : from
  if (made.file !== null) {
    const flags = isCopy ? ofSource.map(asSourceFlag) : ofSource
    return commandOf(['sluice', 'apply', made.file.path, ...flags, ...to], platform)
  }
  return equivalentCommand(
    {
      source: source.text,
      destination: destination.text,
      options: made.options,
      filters: selectionFilters(made.selection, made.options.filters),
      sourceConnection: ofSource,
      connection: to,
      isCopy,
    },
    platform,
  )
}

const noCommand = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'No command of Sluice deletes by name.',
    advice: 'Apply it here, or use the tools of the system or of the store.',
  })
