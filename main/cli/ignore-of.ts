import { formatCounted } from '../../shared/formats.ts'
import type { IgnoreFile } from '../../shared/sync-rules.ts'
import type { Side, World } from '../engine/index.ts'
import type { CommandCall } from './command.ts'
import { absolutePath } from './local-path.ts'
import type { Engine } from './wiring.ts'

/**
 * The ignore file of a run, and says so:
 *
 * | flag               | source                    | rules of                     |
 * |--------------------|---------------------------|------------------------------|
 * | none               | a folder                  | its `.sluiceignore`, if any  |
 * | none               | a bucket, or one file     | none                         |
 * | --ignore-file FILE | any                       | FILE                         |
 * | --no-ignore-file   | any                       | none                         |
 *
 * @throws SluiceError where there is one that can't be read.
 */
export async function ignoreOf(
  { options, host, reporter }: Pick<CommandCall, 'options' | 'host' | 'reporter'>,
  engine: Engine,
  { fs }: Pick<World, 'fs'>,
  source: Side,
): Promise<IgnoreFile | null> {
  const { ignoreFile, show } = options
  if (ignoreFile === null) return null
  let found: IgnoreFile | null = null
  if (ignoreFile !== 'found') {
    found = await engine.readNamedIgnore(fs, absolutePath(ignoreFile.path, host), ignoreFile.path)
  } else if (source.kind === 'local' && source.one === undefined) {
    found = await engine.readFolderIgnore(fs, source.root)
  }
  if (found !== null && !show.onlyErrors) {
    reporter.say(`note: ${found.name} is read: ${formatCounted(found.rules.length, 'rule')}.`)
  }
  return found
}
