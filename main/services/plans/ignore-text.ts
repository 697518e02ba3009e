import { join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { ignoreFileName } from '../../../shared/sync-rules.ts'
import { readIgnoreText, replaceText, type Source, type World } from '../../engine/index.ts'

/** The ignore file that belongs to a source: where it is, and what is in it; no path where the source is no folder. */
export async function ignoreTextOf(
  { fs }: Pick<World, 'fs'>,
  source: Source,
): Promise<{ path: string | null; text: string | null }> {
  if (source.kind !== 'local') return { path: null, text: null }
  const path = join(source.root, ignoreFileName)
  return { path, text: await readIgnoreText(fs, path) }
}

/**
 * Writes the ignore file of a source.
 * @param was what was in it when it was looked at; null for no file
 * @throws SluiceError `changed` where somebody else has written it since; `usage` where the source is no folder.
 */
export async function saveIgnoreText(
  world: World,
  source: Source,
  { text, was, planId }: { readonly text: string; readonly was: string | null; readonly planId: string },
): Promise<void> {
  const { path } = await ignoreTextOf(world, source)
  if (path === null) {
    throw new SluiceError({
      code: 'usage',
      message: 'Only a folder of this computer has an ignore file.',
      advice: 'Nothing was written. Use filters instead.',
    })
  }
  const check = async (): Promise<void> => {
    if ((await readIgnoreText(world.fs, path)) === was) return
    throw new SluiceError({
      code: 'changed',
      message: `${path} is not what it was when it was opened here.`,
      subject: path,
      advice: 'Nothing was written. Open the filters again to see it as it is now.',
    })
  }
  await check()
  await replaceText(world, path, text, { tempName: `.sluice-${planId}-0.part`, check })
}
