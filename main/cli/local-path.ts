import { posix, win32 } from 'node:path'
import { SluiceError } from '../../shared/errors.ts'
import type { World } from '../engine/index.ts'
import type { Host } from '../host/host.ts'

/** What a typed path is relative to, and in whose notation. */
export type Here = Pick<Host, 'cwd' | 'platform'>

/** A typed path as the engine wants a root: absolute, normalised, no separator at its end (PTH-5). */
export function absolutePath(path: string, host: Here): string {
  return host.platform === 'win32' ? win32.resolve(host.cwd, path) : posix.resolve(host.cwd, path)
}

/** A typed path for the system: absolute, otherwise as it was typed. */
function asTyped(path: string, host: Here): string {
  const system = host.platform === 'win32' ? win32 : posix
  return system.isAbsolute(path) ? path : `${host.cwd}${system.sep}${path}`
}

/**
 * What stands at a typed path; null for nothing. The path goes to the system as it was typed, so that `gone/../d` is
 * not there when `gone` is not (PTH-7).
 * @throws SluiceError `folder-unreadable` when the system won't say.
 */
export function lookAt(path: string, host: Here, fs: World['fs']): Promise<Found | null> {
  return ask(() => fs.stat(asTyped(path, host)), path)
}

type Found = Awaited<ReturnType<World['fs']['stat']>>

async function ask(look: () => Promise<Found>, path: string): Promise<Found | null> {
  try {
    return await look()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new SluiceError(
      {
        code: 'folder-unreadable',
        message: `${path} can't be looked at: ${error instanceof Error ? error.message : String(error)}`,
        subject: path,
        advice: 'Nothing was done. Check the permissions of the folders above it.',
      },
      { cause: error },
    )
  }
}

/**
 * Checks a local side before anything is asked of a server:
 *
 * | there           | as source             | as destination                     |
 * |-----------------|-----------------------|------------------------------------|
 * | a folder        | fine                  | fine                               |
 * | nothing         | source-missing (PTH-7)| fine: made, unless it is a dry run |
 * | a file          | usage (D-9)           | usage (D-9)                        |
 * | a link to nothing | source-missing      | usage                              |
 * | nothing, below a file | source-missing  | usage                              |
 */
export async function checkFolder(
  path: string,
  role: 'source' | 'destination',
  host: Here,
  fs: World['fs'],
): Promise<void> {
  const found = await lookAt(path, host, fs)
  if (found === null && role === 'source') throw missing(path)
  if (found === null) await checkWayTo(path, host, fs)
  else if (found.kind !== 'folder') throw noFolder(path)
}

const noFolder = (path: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${path} is not a folder.`,
    subject: path,
    advice: 'A side of a sync is a folder or a prefix. One file is copied with: sluice cp',
  })

/** What stands nearest above a folder that is to be made must be a folder; in a dry run nothing else would tell. */
async function checkWayTo(path: string, host: Here, fs: World['fs']): Promise<void> {
  const system = host.platform === 'win32' ? win32 : posix
  let at = absolutePath(path, host)
  while ((await ask(() => fs.lstat(at), at)) === null) {
    if (system.dirname(at) === at) return
    at = system.dirname(at)
  }
  if ((await lookAt(at, host, fs))?.kind !== 'folder') throw noFolder(at)
}

/**
 * Makes a destination folder before anything is listed, along the path as it was typed, as aws does (PTH-9).
 * @throws SluiceError `folder-unreadable` when the system won't have it.
 */
export async function makeFolder(path: string, host: Here, fs: World['fs']): Promise<void> {
  try {
    await fs.makeFolder(asTyped(path, host))
  } catch (error) {
    throw new SluiceError(
      {
        code: 'folder-unreadable',
        message: `The folder ${path} can't be made: ${error instanceof Error ? error.message : String(error)}`,
        subject: path,
        advice:
          'Nothing was done. Choose another folder, or look at the permissions of the one it should be in.',
      },
      { cause: error },
    )
  }
}

export function missing(path: string): SluiceError {
  return new SluiceError({
    code: 'source-missing',
    message: `The user-provided path ${path} does not exist.`,
    subject: path,
    advice: 'Nothing was done, and nothing deleted. Check the path, and that its disk is mounted.',
  })
}
