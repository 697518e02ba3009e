import { join } from 'node:path'
import { explainFsError } from '../local/explain-fs-error.ts'
import type { FileSystem } from '../local/file-system.ts'
import { runOfTempName } from '../local/temp-file.ts'

/** A file whose name is that of a temp file of a run. */
export interface FoundTempFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Whose it is, as our records have it: those of a run that nobody knows may be anyone's (D-24). */
  readonly whose: 'an ended run' | 'a run that goes on' | 'nobody we know'
}

/** What could not be looked into. */
export type OnUnread = (error: ReturnType<typeof explainFsError>) => void

/** The temp files in a folder and below, never through a link. A folder that can't be read is told, and passed over. */
export async function* findTempFiles(
  fs: FileSystem,
  folder: string,
  stateOfRun: (runId: string) => 'unknown' | 'running' | 'over',
  onUnread: OnUnread,
  signal: AbortSignal,
): AsyncGenerator<FoundTempFile> {
  signal.throwIfAborted()
  const names = await fs.readFolder(folder).catch((error: unknown) => {
    onUnread(explainFsError(error, folder))
    return []
  })
  for (const { name, kind } of names) {
    const runId = name === null ? null : runOfTempName(name)
    // Most names need no look at what is behind them.
    if (name === null || (runId === null && kind !== 'folder' && kind !== 'unknown')) continue
    const path = join(folder, name)
    const stat = await fs.lstat(path).catch((error: unknown) => {
      onUnread(explainFsError(error, path))
      return null
    })
    if (stat?.kind === 'folder') yield* findTempFiles(fs, path, stateOfRun, onUnread, signal)
    else if (stat?.kind === 'file' && runId !== null)
      yield { path, size: stat.size, whose: owners[stateOfRun(runId)] }
  }
}

const owners = {
  over: 'an ended run',
  running: 'a run that goes on',
  unknown: 'nobody we know',
} as const
