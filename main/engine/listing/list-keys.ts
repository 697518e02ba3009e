import type { ListingProblem, SideName } from '../../../shared/job.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileStat } from '../local/file-system.ts'
import { keyToPath } from '../local/key-to-path.ts'
import type { RunContext } from '../running/run-context.ts'
import type { LocalSide, S3Side, Side } from '../side.ts'
import type { Entry } from './entry.ts'
import { listedTime } from './listed-time.ts'

type Looking = Pick<RunContext, 'world' | 'retry' | 'rules' | 'protectedNames' | 'unreadNames'>

/** Looked at side by side. */
const together = 32

/**
 * Some keys of a side, each looked at by itself (HEAD, lstat), as the side's own listing would have them: what is not
 * there, and what is no entry of a listing, is left out. A name that can't be looked at is not known, as in a listing.
 *
 * @throws SluiceError what the server says of a key
 */
export async function* listKeys(
  run: Looking,
  { side, name }: { readonly side: Side; readonly name: SideName },
  keys: readonly string[],
  onProblem: (problem: ListingProblem) => void,
  signal: AbortSignal,
): AsyncGenerator<Entry[], void> {
  for (let from = 0; from < keys.length; from += together) {
    signal.throwIfAborted()
    const looked = keys
      .slice(from, from + together)
      .map((key) =>
        side.kind === 's3'
          ? lookAtObject(run, side, key, signal)
          : lookAtFile(run, side, { key, name }, onProblem),
      )
    const found = (await Promise.all(looked)).filter((entry) => entry !== null)
    if (found.length > 0) yield found
  }
}

async function lookAtObject(
  { retry }: Looking,
  { store, bucket, prefix }: S3Side,
  key: string,
  signal: AbortSignal,
): Promise<Entry | null> {
  const head = await retry('head', (s) => store.head({ bucket, key: prefix + key }, s), signal)
  if (head === null) return null
  const { size, modified, etag, storageClass, restored } = head
  const entry = { key, size, modified, etag }
  if (storageClass === undefined) return entry
  return restored === undefined ? { ...entry, storageClass } : { ...entry, storageClass, restored }
}

/**
 * | the name                                | as a source          | as a destination             |
 * |-----------------------------------------|----------------------|------------------------------|
 * | leads out of the root, or is not there  | no entry             | no entry                     |
 * | a file                                  | an entry             | an entry                     |
 * | a link to a file                        | an entry, or none where links are left out | an entry |
 * | below a link                            | as what it leads to  | not known (D-4)              |
 * | a folder, a device                      | no entry             | no entry                     |
 * | can't be looked at                      | not known            | not known                    |
 */
async function lookAtFile(
  run: Looking,
  { root }: LocalSide,
  { key, name }: { readonly key: string; readonly name: SideName },
  onProblem: (problem: ListingProblem) => void,
): Promise<Entry | null> {
  const { fs, platform } = run.world
  const landing = keyToPath(root, key, platform)
  if (!landing.ok) return null
  const { path } = landing
  const notKnown = (kind: ListingProblem['kind'], message: string): null => {
    run.protectedNames.add(key)
    if (name === 'destination') run.unreadNames.add(key)
    onProblem({ side: name, key, path, kind, message })
    return null
  }
  try {
    if (name === 'destination') {
      const link = await linkAbove(run, root, key)
      if (link !== null) return notKnown('through-link', `${link} is a link, and leads out of the folder.`)
    }
    const now = await fs.lstat(path)
    if (now.kind === 'link' && name === 'source' && !run.rules.followLinks) return null
    const stat = now.kind === 'link' ? await fs.stat(path) : now
    return stat.kind === 'file' ? entryOf(key, stat) : null
  } catch (error) {
    const code = fsErrorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === undefined) throw error
    return notKnown('unreadable', explainFsError(error, path).message)
  }
}

/** The first folder of a key that is a link. */
async function linkAbove({ world }: Looking, root: string, key: string): Promise<string | null> {
  const parts = key.split('/')
  for (let depth = 1; depth < parts.length; depth++) {
    const landing = keyToPath(root, parts.slice(0, depth).join('/'), world.platform)
    if (landing.ok && (await world.fs.lstat(landing.path)).kind === 'link') return landing.path
  }
  return null
}

function entryOf(key: string, { size, modified, dev, ino, changed }: FileStat): Entry {
  return { key, size, modified: listedTime(modified), file: { dev, ino, changed } }
}
