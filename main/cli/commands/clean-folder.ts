import { SluiceError, type ExitCode } from '../../../shared/errors.ts'
import { formatBytes, formatCounted } from '../../../shared/formats.ts'
import { absolutePath, lookAt } from '../local-path.ts'
import { errorLine } from '../output/error-text.ts'
import type { Cleaning } from './cleaning.ts'

/**
 * Removes the temp files that ended runs of ours have left in a folder and below. Those of a run that goes on are left,
 * and so are those of runs that no record of ours names: a name alone does not make a file ours (D-24).
 *
 * @throws SluiceError `usage` for what is no folder.
 */
export async function cleanFolder(cleaning: Cleaning, typed: string): Promise<ExitCode> {
  const { call, engine, world, stateOfRun, signal } = cleaning
  const { host, options, screen, reporter } = call
  if ((await lookAt(typed, host, world.fs))?.kind !== 'folder') throw noFolder(typed)
  const folders = await engine.SafeFolders.below(world.fs, absolutePath(typed, host))
  const { dryRun } = options.rules
  const done = { count: 0, bytes: 0 }
  let unknown = 0
  let failed = 0
  const complain = (what: string, error: SluiceError): void => {
    failed++
    void screen.err(`${what} ${errorLine(error.toData())}`)
  }
  const found = engine.findTempFiles(
    world.fs,
    absolutePath(typed, host),
    stateOfRun,
    (error) => {
      complain('search failed:', error)
    },
    signal,
  )
  for await (const { path, size, whose } of found) {
    const line = `${path}  ${formatBytes(size)}, of ${whose}`
    if (whose !== 'an ended run') {
      if (whose === 'nobody we know') unknown++
      await screen.out(`left: ${line}`)
      continue
    }
    const stays = dryRun ? null : await engine.removeLeftover(folders, path)
    if (stays !== null) {
      complain(`remove failed: ${line}`, stays)
      continue
    }
    done.count++
    done.bytes += size
    await screen.out(`${dryRun ? '(dryrun) ' : ''}remove: ${line}`)
  }
  await folders.sync()
  const verb = dryRun ? 'would be removed' : 'removed'
  reporter.say(`${formatCounted(done.count, 'temp file')} ${verb}, ${formatBytes(done.bytes)}.`)
  if (unknown > 0)
    reporter.say(
      `${formatCounted(unknown, 'file')} of a temp file's name left: no record on this machine says whose they are. Look at them, and remove them by hand.`,
    )
  return failed > 0 ? 1 : 0
}

const noFolder = (path: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${path} is not a folder.`,
    subject: path,
    advice: 'Clean up a folder, or a bucket: sluice cleanup s3://BUCKET[/PREFIX]',
  })
