import { SluiceError } from '../../../shared/errors.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import type { Replacing } from '../aside/replacing.ts'
import { changedSinceListed, isAsSeen, statAsListed } from '../local/as-seen.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileSystem } from '../local/file-system.ts'
import type { SafeFolders } from '../local/safe-folder.ts'
import { TempFile } from '../local/temp-file.ts'
import type { ObjectName, ObjectStore } from '../s3/object-store.ts'
import { download } from './download.ts'
import { pieceOf } from './fetch-ranges.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'

export interface DownloadToFile {
  readonly store: ObjectStore
  readonly source: ObjectName
  /** As listed. */
  readonly seen: Seen
  /** The final path, from `keyToPath`. */
  readonly path: string
  readonly folders: SafeFolders
  readonly tempName: string
  readonly expected: Expected
  /** Puts aside what stands at the final name; null where it is lost. */
  readonly replacing: Replacing | null
}

/**
 * Fetches an object to a temp file beside its final name, proves it, and only then gives it that name. Whatever goes
 * wrong before leaves what was there untouched. A small one holds a slot for all of it.
 */
export function downloadToFile(
  job: DownloadToFile,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { size } = job.seen
  return size >= tools.multipart.multipartThreshold
    ? fetchLarge(job, tools, signal)
    : tools.slots.use(() => fetchTo(job, null, tools, signal), signal, 0, size)
}

/** A large one goes on where a killed run left off. */
async function fetchLarge(job: DownloadToFile, tools: TransferTools, signal: AbortSignal): Promise<Done> {
  const { store, source, seen, path } = job
  const begun = { endpoint: store.endpoint.label, ...source, etag: seen.etag ?? '', path }
  const left = await tools.journal.tempNames(begun)
  tools.journal.downloadBegun(begun)
  try {
    return await fetchTo(job, left, tools, signal)
  } finally {
    tools.journal.downloadEnded()
  }
}

/** @param left names of temp files that may have a part of it; null where none is gone on with */
async function fetchTo(
  { store, source, seen, path, folders, tempName, expected, replacing }: DownloadToFile,
  left: readonly string[] | null,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { fs, umask, log } = tools.world
  const onNotNoted = (error: Error): void => {
    log.write({ what: 'bytes-not-noted', path, error: explainFsError(error, path).toData() })
  }
  const resumable =
    left === null ? {} : { resumable: { left, noteEvery: pieceOf(tools.multipart), onNotNoted } }
  const temp = await TempFile.create({ folders, path, name: tempName, umask, ...resumable })
  try {
    const { size, modified } = seen
    const object = { store, source, sourceEtag: seen.etag ?? '', size, into: temp }
    const done = await download(object, tools, signal)
    const check = (): Promise<void> => checkDestination(fs, path, expected)
    const before = replacing === null ? {} : { putAside: replacing.putAside(signal) }
    for (const notice of await temp.finish({ size, modified, check, ...before })) tools.onNotice(path, notice)
    return { ...done, ...replacing?.outcome }
  } catch (error) {
    const stays = await temp.discard()
    if (stays !== null) tools.onNotice(temp.path, stays.message)
    throw error
  }
}

/**
 * | expected | at the final name now             | verdict                                              |
 * |----------|-----------------------------------|------------------------------------------------------|
 * | any      | –                                 | fine                                                 |
 * | absent   | nothing                           | fine                                                 |
 * | absent   | a link                            | fine: it was no entry, and is itself replaced (SYM-6)|
 * | absent   | a file                            | `changed`: it appeared since, be it as a twin (F09)   |
 * | as seen  | the same file                     | fine                                                 |
 * | as seen  | another one, or nothing           | `changed`                                            |
 * | any of them | a folder or device             | left to the rename, which refuses it                 |
 */
export async function checkDestination(fs: FileSystem, path: string, expected: Expected): Promise<void> {
  if (expected.kind === 'any') return
  try {
    const own = await fs.lstat(path)
    if (own.kind === 'folder' || own.kind === 'special') return
    if (expected.kind === 'absent') {
      if (own.kind === 'file') throw appearedSinceListed(path)
      return
    }
    if (!isAsSeen(await statAsListed(fs, path), expected.seen)) throw changedSinceListed(path)
  } catch (error) {
    if (error instanceof SluiceError) throw error
    if (fsErrorCode(error) !== 'ENOENT') throw explainFsError(error, path)
    if (expected.kind === 'as-seen') throw changedSinceListed(path)
  }
}

const appearedSinceListed = (path: string): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${path} is there, and was not when the folder was listed: another program made it, or another key has a name that this disk takes for the same.`,
    subject: path,
    advice: 'It was left as it is. Rename one of the two keys, or run the sync again to see it as it is now.',
  })
