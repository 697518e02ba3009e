import type { FileStat, FileSystem, OpenFolder } from './file-system.ts'

/**
 * Opens a folder to work in, never through a final link. Where the file system can't hold folders, the path stands for
 * the folder, and whoever uses it must look again whether it still does.
 *
 * @throws ENOENT; ELOOP or ENOTDIR for what is no folder.
 */
export async function holdFolder(fs: FileSystem, path: string): Promise<OpenFolder> {
  if (fs.openFolder !== undefined) return await fs.openFolder(path)
  const stat = await fs.lstat(path)
  if (stat.kind !== 'folder') throw notAFolder(stat, path)
  // `stat` answers what was held, not what the path leads to by now.
  return { path, stat: () => Promise.resolve(stat), close: () => Promise.resolve() }
}

/** As the system says it of O_DIRECTORY with O_NOFOLLOW. */
const notAFolder = ({ kind }: FileStat, path: string): Error =>
  Object.assign(new Error(`${kind === 'link' ? 'ELOOP' : 'ENOTDIR'}: open '${path}'`), {
    code: kind === 'link' ? 'ELOOP' : 'ENOTDIR',
  })
