import { SluiceError } from '../../../shared/errors.ts'
import type { KeptFile } from '../../../shared/aside.ts'
import type { Outcome, PlanRow, Seen } from '../../../shared/plan-row.ts'
import { StillAside } from '../aside/still-aside.ts'
import { removeFile } from '../local/remove-file.ts'
import { removeEmptyFolder } from '../local/remove-folder.ts'
import type { SafeFolders } from '../local/safe-folder.ts'
import type { LocalSide } from '../side.ts'
import type { Removed } from '../transfer/remove-objects.ts'
import { internalError } from './internal-error.ts'
import type { RunContext } from './run-context.ts'
import { landingPath } from './transfer-row.ts'

/**
 * Removes files, and empty folders, of this machine one after the other: put aside first, where the run does so. Each is
 * told as soon as it is gone, so that the journal soon knows where it is kept.
 * @param finish ends it between two. @param signal ends the copy to another disk that one may take.
 */
export async function* removeFiles(
  context: RunContext,
  side: LocalSide,
  rows: readonly PlanRow[],
  finish: AbortSignal,
  signal: AbortSignal,
): AsyncGenerator<Removed, void> {
  const folders = await context.folders()
  for (const row of rows) {
    if (finish.aborted || row.destination === null) return
    let removed: Removed
    try {
      if (row.key.endsWith('/')) {
        await removeFolder(folders, landingPath(context, side, row.key.slice(0, -1)))
        removed = { row, error: null }
      } else {
        const path = landingPath(context, side, row.key)
        const outcome = await removeOne(
          context,
          folders,
          { row, path, seen: row.destination },
          signal,
          (kept) => {
            context.store.intents.put(row, kept)
          },
        )
        removed = { row, error: null, outcome }
      }
    } catch (error) {
      if (signal.aborted && !(error instanceof StillAside)) return
      removed = { row, error: error instanceof SluiceError ? error : internalError(error, row.key) }
    }
    yield removed
  }
}

/** @param intend is told where it is about to be put. @returns what the row keeps of it. @throws SluiceError */
export async function removeOne(
  { aside }: Pick<RunContext, 'aside'>,
  folders: SafeFolders,
  {
    row,
    path,
    seen,
  }: { readonly row: Pick<PlanRow, 'key' | 'seq'>; readonly path: string; readonly seen: Seen },
  signal: AbortSignal,
  intend?: (kept: KeptFile) => void,
): Promise<Pick<Outcome, 'aside' | 'untouched'>> {
  if (aside === null || aside.kind === 'prefix')
    return (await removeFile(folders, path, seen)) ? {} : { untouched: true }
  let kept: KeptFile | undefined
  const { key, seq } = row
  const wasThere = await removeFile(folders, path, seen, async (workPath) => {
    const put = await aside.keep(
      { key, seq, path, workPath, mayMove: true, ...(intend === undefined ? {} : { intend }) },
      signal,
    )
    kept = put.kept
    return put
  })
  return wasThere && kept !== undefined ? { aside: kept } : { untouched: true }
}

/** @throws SluiceError `changed` for one that is not empty any more. */
async function removeFolder(folders: SafeFolders, path: string): Promise<void> {
  if ((await removeEmptyFolder(folders, path)) !== 'not-empty') return
  throw new SluiceError({
    code: 'changed',
    message: `${path} was empty when it was listed, and has something in it now.`,
    subject: path,
    advice: 'It was left as it is. Delete it again to see what is in it.',
  })
}
