import { dirname } from 'node:path'
import type { AsidePlace } from '../../../shared/aside.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { formatLocation } from '../../../shared/location.ts'
import type { LocalSide, S3Side, Side, Source } from '../side.ts'
import type { World } from '../world.ts'
import { findTrash } from './find-trash.ts'
import { isBelow, realPath } from './real-path.ts'

/**
 * Refuses a place that can't keep what a run would lose, before anything is listed. Nothing is made.
 *
 * | place  | destination | verdict                                                                                |
 * |--------|-------------|----------------------------------------------------------------------------------------|
 * | trash  | a folder    | refused where its disk has no trash                                                    |
 * | folder | a folder    | refused in it, or in the source's: it would be listed, and deleted or sent, next time  |
 * | prefix | a bucket    | refused below its prefix, or the source's, at the same server                          |
 * | any    | the other   | refused                                                                                |
 *
 * @throws SluiceError `usage`
 */
export async function checkAside(
  world: Pick<World, 'fs' | 'trash'>,
  place: AsidePlace,
  { source, destination }: { readonly source: Source; readonly destination: Side },
): Promise<void> {
  if (place.kind === 'prefix') {
    if (destination.kind !== 's3') throw otherKind('--backup-prefix', 'objects of a bucket')
    for (const side of [destination, source]) if (side.kind === 's3') checkPrefix(place, side, destination)
    return
  }
  if (destination.kind !== 'local')
    throw otherKind(place.kind === 'trash' ? '--trash' : '--backup-dir', 'files of this computer')
  if (place.kind === 'folder') {
    for (const side of [destination, source])
      if (side.kind === 'local') await checkFolder(world.fs, place.path, side)
  } else if (!(await hasTrash(world, destination))) throw noTrash(destination)
}

/** Whether files of a folder of this computer can go to a trash; for those of another disk below it `TrashAside` says. */
export async function hasTrash(
  { fs, trash }: Pick<World, 'fs' | 'trash'>,
  { root }: LocalSide,
): Promise<boolean> {
  if (trash === undefined) return false
  const folder = await realPath(fs, root)
  // Of a folder that is yet to be made: the one that it will be in.
  const { dev, path } = await existing(fs, folder)
  const found = await findTrash(fs, trash, { folder: path, dev })
  // What is in the folder would be a part of the next run.
  return found !== null && !isBelow(folder, await realPath(fs, found.path))
}

function checkPrefix(
  place: AsidePlace & { readonly kind: 'prefix' },
  side: S3Side,
  destination: S3Side,
): void {
  const isElsewhere =
    side.bucket !== place.bucket || side.store.endpoint.label !== destination.store.endpoint.label
  if (isElsewhere || !place.prefix.startsWith(side.prefix)) return
  throw inside('--backup-prefix', formatLocation({ ...place, kind: 's3' }), formatLocation(side))
}

async function checkFolder(fs: World['fs'], path: string, { root }: LocalSide): Promise<void> {
  const folder = await realPath(fs, path)
  const outer = await realPath(fs, root)
  if (isBelow(outer, folder)) throw inside('--backup-dir', path, root)
  // Names that differ may be one folder all the same: by case, or by another mount.
  const own = await fs.stat(outer).catch(() => null)
  for (let at = folder; own !== null && at !== dirname(at); at = dirname(at)) {
    const above = await fs.stat(at).catch(() => null)
    if (above !== null && above.dev === own.dev && above.ino === own.ino)
      throw inside('--backup-dir', path, root)
  }
}

async function existing(fs: World['fs'], path: string): Promise<{ dev: number; path: string }> {
  for (let at = path; ; at = dirname(at)) {
    const stat = await fs.stat(at).catch(() => null)
    if (stat !== null) return { dev: stat.dev, path: at }
    if (at === dirname(at)) return { dev: Number.NaN, path: at }
  }
}

const otherKind = (flag: string, what: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${flag} keeps ${what}, and the destination has none.`,
    subject: flag,
    advice: 'Nothing was done. For a folder: --backup-dir or --trash. For a bucket: --backup-prefix.',
  })

const inside = (flag: string, place: string, root: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${place} is inside ${root}: what is kept there would be a part of the next run.`,
    subject: place,
    advice: `Nothing was done. Name a place beside it with ${flag}.`,
  })

const noTrash = ({ root }: LocalSide): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `What is deleted in ${root} can't go to a trash: this system has none that files can be had back from, or none on that disk.`,
    subject: root,
    advice: 'Nothing was done. Keep it in a folder with --backup-dir.',
  })
