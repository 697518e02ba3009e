import type { FolderName } from '../local/file-system.ts'
import { checkNames, failureOf, type CheckedNames } from './check-names.ts'
import { sameFolder } from './folder-names.ts'
import { sayFinding, type LocalListing, type WalkedFolder } from './local-listing.ts'

/** A folder with the names in it that can be listed or entered. */
export interface ReadFolder extends WalkedFolder, CheckedNames {}

/** Something else stands under the name: what was read may be of either. Shaped like what a disk says. */
export class FolderReplaced extends Error {
  readonly code = 'ESTALE'

  constructor() {
    super('It was replaced while it was being read.')
  }
}

/** A folder whose own size is above this has very many names: they are read some at a time. */
const largeFolder = 1024 * 1024

/**
 * Reads a folder and looks at every name in it; says nothing of what is wrong with them yet.
 *
 * @param above the folders the walk came through, the root first.
 * @throws FolderReplaced, and what the disk says of the folder.
 */
export async function readNames(
  listing: LocalListing,
  above: readonly WalkedFolder[],
  folder: WalkedFolder,
  signal: AbortSignal,
): Promise<ReadFolder> {
  const { fs } = listing
  const mustBeTheSame = async (): Promise<void> => {
    if (!sameFolder(await fs.stat(folder.path), folder)) throw new FolderReplaced()
  }
  if (folder.size > largeFolder && fs.streamFolder !== undefined) {
    const checked = await checkNames(listing, above, folder, fs.streamFolder(folder.path), signal)
    await mustBeTheSame().catch((error: unknown) => {
      checked.names.close()
      throw error
    })
    return { ...folder, ...checked }
  }
  const found: readonly FolderName[] = await fs.readFolder(folder.path)
  await mustBeTheSame()
  return { ...folder, ...(await checkNames(listing, above, folder, [found], signal)) }
}

/** Says what was found wrong in a folder, when the walk comes to it. */
export function sayFindings(listing: LocalListing, { findings }: CheckedNames): void {
  for (const finding of findings) sayFinding(listing, finding)
}

/** Says that a folder below the root can't be read any more. @throws what no file system says. */
export function sayUnread(listing: LocalListing, folder: WalkedFolder, error: unknown): void {
  const key = folder.prefix.slice(0, -1)
  const kind = error instanceof FolderReplaced ? 'replaced' : failureOf(error)
  sayFinding(listing, { kind, key, path: folder.path, folder: true })
}
