import { SluiceError } from '../../../shared/errors.ts'
import { fsErrorCode, explainFsError } from '../local/explain-fs-error.ts'
import type { RunContext } from '../running/run-context.ts'
import { isNoPlace, type Source } from '../side.ts'

/**
 * Both sides of a plan are there, and this identity may read them: asked once, before anything is done, where else every
 * row would fail for itself.
 * @throws SluiceError `source-missing` for a folder that is gone, and what a server says.
 */
export async function checkThere(
  { source, destination, world, retry }: Pick<RunContext, 'source' | 'destination' | 'world' | 'retry'>,
  signal: AbortSignal,
): Promise<void> {
  const check = async (side: Source): Promise<void> => {
    if (isNoPlace(side)) return
    if (side.kind === 's3') {
      const { store, bucket, prefix } = side
      await retry('look-for-bucket', (s) => store.listPage({ bucket, prefix, pageSize: 1 }, s), signal)
      return
    }
    const found = await world.fs.stat(side.root).catch((error: unknown) => {
      const code = fsErrorCode(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') return null
      throw explainFsError(error, side.root)
    })
    if (found?.kind !== 'folder') throw isGone(side.root)
  }
  await Promise.all([check(source), check(destination)])
}

const isGone = (root: string): SluiceError =>
  new SluiceError({
    code: 'source-missing',
    message: `The folder ${root} of the plan is not there.`,
    subject: root,
    advice:
      'Nothing was done. Check that its disk is mounted; or name where it is now: sluice apply FILE SOURCE DESTINATION',
  })
