import { basename, join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import type { KeptFile } from '../../../shared/aside.ts'
import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'
import { isStillKept } from '../aside/file-aside.ts'
import { StillAside } from '../aside/still-aside.ts'
import { placeFile } from '../aside/place-file.ts'
import { removeFromTrash } from '../aside/trash-aside.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { PutAside } from '../local/remove-file.ts'
import type { SafeFolder, SafeFolders } from '../local/safe-folder.ts'
import { tempName } from '../local/temp-file.ts'
import { keepObject, replacing } from '../running/keep-replaced.ts'
import type { RunContext } from '../running/run-context.ts'
import type { S3Side } from '../side.ts'
import { copyAsItIs } from '../transfer/copy-as-it-is.ts'
import { checkDestination } from '../transfer/download-to-file.ts'
import type { Done, Expected, TransferTools } from '../transfer/transfer.ts'
import { unplanned } from './restore.ts'
import { notKeptError } from './undo-errors.ts'

const expectedBy = ({ destination }: PlanRow): Expected =>
  destination === null ? { kind: 'absent' } : { kind: 'as-seen', seen: destination }

/**
 * Copies back over an object, or where there is none, what a run has put aside of it. What the run had put there is put
 * aside itself; the copy in the prefix stays.
 *
 * @throws SluiceError `changed` where somebody has written there since
 */
export async function restoreObject(
  context: RunContext,
  side: S3Side,
  row: PlanRow,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const undo = row.outcome?.undo
  if (undo?.how !== 'aside' || undo.kept?.kind !== 'object') throw unplanned(row)
  const { kept } = undo
  const expected = expectedBy(row)
  const target = { bucket: side.bucket, key: side.prefix + row.key }
  const replaced = await keepObject(context, side, row.key, expected, tools, signal)
  const storageClass = row.source?.storageClass
  const object = { ...kept, ...(storageClass === undefined ? {} : { storageClass }) }
  return { ...(await copyAsItIs(side.store, { object, target, expected }, tools, signal)), ...replaced }
}

/**
 * Gives a file that a run has put aside its name back, with its bytes, mode and time; it leaves the trash, or the folder
 * it was kept in. What the run had put there is put aside itself.
 *
 * @param path the final one, from `keyToPath`.
 * @throws SluiceError `changed` where somebody has written there since, `not-kept` where what was kept is gone
 */
export async function restoreFile(
  context: RunContext,
  row: PlanRow,
  path: string,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const undo = row.outcome?.undo
  if (undo?.how !== 'aside' || undo.kept?.kind === 'object') throw unplanned(row)
  const folders = await context.folders()
  if (undo.kept === null) return makeFolder(folders, path)
  const folder = await folders.make(path)
  try {
    const outcome = await putBack(context, { row, path, folder, folders, kept: undo.kept }, signal)
    await leaveAside(context, folder, undo.kept, tools)
    const size = row.source?.size ?? 0
    tools.onBytes(size)
    return { proof: 'hash', bytes: size, ...outcome }
  } catch (error) {
    throw explainFsError(error, path)
  } finally {
    await folder.close()
  }
}

async function putBack(
  context: RunContext,
  at: {
    readonly row: PlanRow
    readonly path: string
    readonly folder: SafeFolder
    readonly folders: SafeFolders
    readonly kept: KeptFile
  },
  signal: AbortSignal,
): Promise<Pick<Outcome, 'aside' | 'written'>> {
  const { row, path, folder, folders, kept } = at
  const { fs } = folders
  if (!(await isStillKept(fs, kept))) throw new SluiceError(notKeptError(context.destination, row.key))
  const temp = join(folder.workPath, tempName(context.runId, row.seq))
  const final = join(folder.workPath, basename(path))
  await placeFile(fs, { from: kept.path, to: temp, mayMove: false }, signal)
  const replaced = replacing(context, row, path)
  const aside: { put?: PutAside } = {}
  try {
    await folder.recheck()
    await folders.sameNames.alone(path, () =>
      folders.untilLetGo(async () => {
        await checkDestination(fs, final, expectedBy(row))
        if (replaced !== null) {
          aside.put ??= await replaced.putAside(signal)(final, await fs.lstat(temp))
          await checkDestination(fs, final, expectedBy(row))
          await aside.put.recheck()
        }
        await fs.rename(temp, final)
        delete aside.put
      }),
    )
    folder.markChanged()
    return replaced?.outcome ?? {}
  } catch (error) {
    const stays = (await aside.put?.drop()) ?? null
    const told = stays === null ? error : new StillAside(explainFsError(error, path), stays)
    // Where it stays, the next run takes it for the temp file that it is.
    await fs.unlink(temp).catch(() => undefined)
    throw told
  }
}

/** It is where it was before, and nothing is lost by what is left here. */
async function leaveAside(
  { world }: RunContext,
  folder: SafeFolder,
  kept: KeptFile,
  tools: TransferTools,
): Promise<void> {
  try {
    // Its new name is to be on disk before the old one goes.
    await world.fs.syncFolder(folder.workPath)
    await (kept.kind === 'trash' ? removeFromTrash(world.fs, kept.path) : world.fs.unlink(kept.path))
  } catch (error) {
    if (fsErrorCode(error) === 'ENOENT') return
    tools.onNotice(
      kept.path,
      `It was put back, and is still here too. ${explainFsError(error, kept.path).message}`,
    )
  }
}

/** The folder itself, without anything in it. */
async function makeFolder(folders: SafeFolders, path: string): Promise<Done> {
  const folder = await folders.make(join(path, 'x'))
  await folder.close()
  return { proof: 'hash', bytes: 0 }
}
