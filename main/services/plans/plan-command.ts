import type { Connections } from '../connections/connections.ts'
import { asSourceFlag, commandOf, equivalentCommand } from './equivalent-command.ts'
import { noCommand, noCommandOfChange, noWords } from './plan-errors.ts'
import type { PlanMade } from './plan-parts.ts'
import { selectionFilters } from './selection-filters.ts'

/**
 * The command line that does the same as a plan: a sync, for one from a file its apply, and for one that undoes a run that.
 * @param more the run that it undoes, null for none; and whether what it loses goes to the trash
 * @throws SluiceError `usage` for a removal, and a change of one object, which no command makes.
 */
export async function commandFor(
  made: PlanMade,
  { undoes, trash }: { readonly undoes: string | null; readonly trash: boolean },
  connections: Pick<Connections, 'flags'>,
  platform: NodeJS.Platform,
): Promise<string> {
  if (made.task === 'remove') throw noCommand()
  if (made.task === 'change') throw noCommandOfChange()
  const [source, destination] = [made.source, made.destination]
  const [from = [], to = []] = await Promise.all(
    [source, destination].map(({ connectionId }) => connections.flags(connectionId)),
  )
  if (made.selection !== null && made.ignore !== null) throw noWords()
  if (undoes !== null) return commandOf(['sluice', 'undo', undoes, ...to], platform)
  const isCopy = source.kind === 's3' && destination.kind === 's3'
  const ofSource = isCopy && source.connectionId === destination.connectionId ? [] : from
  if (made.file !== null) {
    const flags = isCopy ? ofSource.map(asSourceFlag) : ofSource
    return commandOf(
      ['sluice', 'apply', made.file.path, ...(trash ? ['--trash'] : []), ...flags, ...to],
      platform,
    )
  }
  return equivalentCommand(
    {
      source: source.text,
      destination: destination.text,
      options: { ...made.options, ignoreFile: made.options.ignoreFile || source.kind === 's3' },
      filters: selectionFilters(made.selection, made.options.filters),
      sourceConnection: ofSource,
      connection: to,
      trash,
      isCopy,
    },
    platform,
  )
}
