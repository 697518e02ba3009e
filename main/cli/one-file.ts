import { posix, win32 } from 'node:path'
import { SluiceError } from '../../shared/errors.ts'
import type { S3Location } from '../../shared/location.ts'
import type { World } from '../engine/index.ts'
import type { TypedSides } from './open-sides.ts'
import { absolutePath, lookAt, missing, type Here } from './local-path.ts'

/** Where one file or object is: a root of the engine's, and a name directly below it. */
export type OneName =
  | { readonly kind: 'local'; readonly root: string; readonly name: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string; readonly name: string }

/**
 * What `cp` without `--recursive` copies, and to which name, as `aws s3 cp` has it:
 *
 * | source           | is                                                                      |
 * |------------------|-------------------------------------------------------------------------|
 * | a file           | that file                                                               |
 * | a folder         | usage: it takes --recursive                                             |
 * | nothing          | source-missing                                                          |
 * | s3://b/d/k       | that object                                                             |
 * | s3://b, s3://b/d/| usage: it names no object                                               |
 *
 * | destination                                       | is                                     |
 * |---------------------------------------------------|----------------------------------------|
 * | s3://b/d/k                                        | that key                               |
 * | s3://b, s3://b/d/                                 | the source's name there                |
 * | a folder, or a path that ends in a separator      | the source's name there                |
 * | any other path                                    | that file                              |
 *
 * @param typed the two arguments; a location lost whether its prefix ended in a slash.
 */
export async function findOneFile(
  { source, destination }: TypedSides,
  typed: { readonly source: string; readonly destination: string },
  here: Here,
  fs: World['fs'],
): Promise<{ readonly from: OneName; readonly to: OneName }> {
  const from =
    source.kind === 's3' ? nameObject(source, typed.source) : await nameFile(typed.source, here, fs)
  if (destination.kind === 's3') {
    const to = cutKey(destination, typed.destination)
    return { from, to: { ...to, name: to.name || from.name } }
  }
  const { sep } = pathsOf(here)
  const endsOpen = typed.destination.endsWith('/') || typed.destination.endsWith(sep)
  const found = endsOpen ? null : await lookAt(typed.destination, here, fs)
  if (endsOpen || found?.kind === 'folder') {
    return { from, to: { kind: 'local', root: absolutePath(typed.destination, here), name: from.name } }
  }
  return { from, to: cutPath(typed.destination, here) }
}

async function nameFile(path: string, here: Here, fs: World['fs']): Promise<OneName> {
  const found = await lookAt(path, here, fs)
  if (found === null) throw missing(path)
  if (found.kind === 'folder') throw noFile(path, `${path} is a folder.`)
  return cutPath(path, here)
}

function nameObject(location: S3Location, typed: string): OneName {
  const found = cutKey(location, typed)
  if (found.name === '') throw noFile(typed, `${typed} names no object.`)
  return found
}

const noFile = (subject: string, message: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message,
    subject,
    advice: 'To copy everything below it, add --recursive.',
  })

function cutPath(path: string, here: Here): OneName {
  const { dir, base } = pathsOf(here).parse(absolutePath(path, here))
  return { kind: 'local', root: dir, name: base }
}

/** `typed` says whether the key ends in a slash; the location's prefix always does (PTH-4). */
function cutKey({ bucket, prefix }: S3Location, typed: string): OneName & { readonly kind: 's3' } {
  const key = typed.endsWith('/') ? prefix : prefix.slice(0, -1)
  const cut = key.lastIndexOf('/') + 1
  return { kind: 's3', bucket, prefix: key.slice(0, cut), name: key.slice(cut) }
}

const pathsOf = ({ platform }: Here): typeof posix => (platform === 'win32' ? win32 : posix)
