import type { FileStat, FileSystem } from '../local/file-system.ts'

/** How much is asked of a disk side by side. */
const lanes = 32

/** What each path is, without following a link, or why it could not be looked at. */
export async function lookAtAll(
  fs: FileSystem,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly (FileStat | Error)[]> {
  signal.throwIfAborted()
  if (fs.lstatAll !== undefined) return fs.lstatAll(paths)
  const seen: (FileStat | Error)[] = []
  const looks = paths.map((path, i) => async (): Promise<void> => {
    seen[i] = await fs.lstat(path).catch(asError)
  })
  await sideBySide(looks, signal)
  return seen
}

/** Calls all, a bounded number at a time. */
export async function sideBySide(
  calls: readonly (() => Promise<void>)[],
  signal: AbortSignal,
): Promise<void> {
  if (calls.length === 0) return
  const queue = calls.values()
  const lane = async (): Promise<void> => {
    for (const call of queue) {
      signal.throwIfAborted()
      await call()
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, calls.length) }, lane))
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
