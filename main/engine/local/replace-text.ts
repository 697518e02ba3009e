import { dirname } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { fsErrorCode, explainFsError } from './explain-fs-error.ts'
import type { World } from '../world.ts'
import { SafeFolders } from './safe-folder.ts'
import { TempFile } from './temp-file.ts'
import { untilLetGo } from './until-let-go.ts'

/**
 * Writes a small text in the place of a file, or makes it: at every moment there is the whole old one or the whole new
 * one.
 *
 * @param tempName of the file beside it that is filled first
 * @param check throws where the file must be left as it is; asked just before it is replaced
 * @throws SluiceError `through-link` where the name is a link, and what a disk may answer.
 */
export async function replaceText(
  world: Pick<World, 'fs' | 'clock' | 'umask' | 'platform'>,
  path: string,
  text: string,
  { tempName, check }: { readonly tempName: string; readonly check: () => Promise<void> },
): Promise<void> {
  await refuseLink(world, path)
  const bytes = new TextEncoder().encode(text)
  const folders = await SafeFolders.below(world.fs, dirname(path), (act) => untilLetGo(world, act))
  const file = await TempFile.create({ folders, path, name: tempName, umask: world.umask })
  try {
    await file.write(bytes, 0)
    await file.finish({ size: bytes.length, modified: world.clock.now(), check })
  } catch (error) {
    await file.discard()
    throw error
  }
  await folders.sync()
}

async function refuseLink({ fs }: Pick<World, 'fs'>, path: string): Promise<void> {
  const kind = await fs.lstat(path).then(
    (stat) => stat.kind,
    (error: unknown) => {
      if (fsErrorCode(error) === 'ENOENT') return null
      throw explainFsError(error, path)
    },
  )
  if (kind !== 'link') return
  throw new SluiceError({
    code: 'through-link',
    message: `${path} is a link, and what it leads to is somewhere else.`,
    subject: path,
    advice: 'Nothing was written. Edit the file that it leads to.',
  })
}
