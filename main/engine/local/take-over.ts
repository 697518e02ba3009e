import { join } from 'node:path'
import { fsErrorCode } from './explain-fs-error.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { isOurs, rangesName, readRangesFile, type RangesFile } from './ranges-file.ts'
import type { SafeFolder } from './safe-folder.ts'
import type { ByteRange } from './written-ranges.ts'

/** A temp file that this run goes on with. */
export interface TakenOver {
  readonly file: OpenFile
  /** What is in it, not proved. */
  readonly kept: readonly ByteRange[]
}

/**
 * Gives what an ended run left the name of this run's temp file: whoever is first has it. A name that leads to no file,
 * or to one that has other names too, was not made by us. What is noted of it is noted under the new name before, so that
 * a kill in between loses neither; the old note goes with what else ended runs have left.
 */
export async function takeOver(
  fs: FileSystem,
  { workPath }: SafeFolder,
  { name, left }: { readonly name: string; readonly left: readonly string[] },
  ranges: RangesFile,
): Promise<TakenOver | null> {
  for (const before of left) {
    let kept: readonly ByteRange[]
    try {
      const there = await fs.lstat(join(workPath, before))
      if (!isOurs(there)) continue
      kept = await readRangesFile(fs, join(workPath, rangesName(before)), there.size)
      await ranges.replace(kept)
      await fs.rename(join(workPath, before), join(workPath, name))
    } catch (error) {
      if (fsErrorCode(error) === undefined) throw error
      continue
    }
    const file = await fs.reopen(join(workPath, name))
    if (isOurs(await file.stat())) return { file, kept }
    await file.close()
    await fs.unlink(join(workPath, name))
  }
  await ranges.replace([])
  return null
}
