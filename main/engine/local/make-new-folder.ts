import { join } from 'node:path'
import { badName, checkNewName, nameTaken } from '../../../shared/new-name.ts'
import type { World } from '../world.ts'
import { explainFsError, fsErrorCode } from './explain-fs-error.ts'
import { holdFolder } from './hold-folder.ts'
import { keyToPath } from './key-to-path.ts'

/**
 * Makes a new folder in one that is there.
 * @param folder absolute
 * @throws SluiceError `usage` for a name that can't be given here, `conflict` for one that is there
 */
export async function makeNewFolder(
  { fs, platform }: Pick<World, 'fs' | 'platform'>,
  folder: string,
  name: string,
): Promise<void> {
  checkNewName(name)
  const landing = keyToPath(folder, name, platform)
  if (!landing.ok) throw badName(landing.why)
  try {
    const held = await holdFolder(fs, await fs.realpath(folder))
    try {
      const path = join(held.path, name)
      const isThere = await fs.lstat(path).then(
        () => true,
        (error: unknown) => {
          if (fsErrorCode(error) !== 'ENOENT') throw error
          return false
        },
      )
      if (isThere) throw nameTaken(landing.path, 'new-folder')
      await fs.makeFolder(path)
    } finally {
      await held.close()
    }
  } catch (error) {
    throw explainFsError(error, landing.path)
  }
}
