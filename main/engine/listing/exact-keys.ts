import type { ListingProblem, SideName } from '../../../shared/job.ts'
import { explainFsError, fsErrorCode } from '../local/explain-fs-error.ts'
import type { FileSystem } from '../local/file-system.ts'
import { keyToPath } from '../local/key-to-path.ts'
import type { RunContext } from '../running/run-context.ts'

type Looking = Pick<RunContext, 'world' | 'source' | 'destination'>

/** Looked at side by side. */
const together = 32

/**
 * Those of some keys that a disk does not take for another name. A disk to which names are one that differ in case alone,
 * or in Unicode normalisation, finds `A` under `a`, which a listing would not have: what is there is not what the key
 * means, so on neither side is anything to be done about it. It is said of each, once.
 *
 * | the folders of a key           |                                      |
 * |--------------------------------|--------------------------------------|
 * | have it by its name            | looked at                            |
 * | do not have it, by any name    | looked at: it is not there           |
 * | have it by another name        | left out, and said                   |
 * | can't be read                  | left out, and said                   |
 */
export async function exactKeys(
  run: Looking,
  keys: readonly string[],
  onProblem: (problem: ListingProblem) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let exact = keys
  for (const name of ['source', 'destination'] as const) {
    const side = run[name]
    if (side.kind !== 'local') continue
    const folders = new Folders(run.world.fs, keys)
    const found: string[] = []
    for (let from = 0; from < exact.length; from += together) {
      signal.throwIfAborted()
      const some = exact.slice(from, from + together)
      const problems = await Promise.all(
        some.map((key) => otherName(run, folders, { root: side.root, name, key })),
      )
      for (const [place, problem] of problems.entries()) {
        if (problem !== null) onProblem(problem)
        else found.push(some[place] ?? '')
      }
    }
    exact = found
  }
  return exact
}

/** What to say of a key that is there by another name, or may be; null for any other. */
async function otherName(
  { world: { fs, platform } }: Looking,
  folders: Folders,
  { root, name, key }: { readonly root: string; readonly name: SideName; readonly key: string },
): Promise<ListingProblem | null> {
  const landing = keyToPath(root, key, platform)
  if (!landing.ok) return null
  const { path } = landing
  try {
    await fs.lstat(path)
  } catch (error) {
    // Who looks at it next is told the same.
    if (fsErrorCode(error) === undefined) throw error
    return null
  }
  try {
    const parts = key.split('/')
    for (const [depth, part] of parts.entries()) {
      const above = depth === 0 ? null : keyToPath(root, parts.slice(0, depth).join('/'), platform)
      const folder = above?.ok === true ? above.path : root
      if (await folders.has(folder, part)) continue
      const message = `${folder} has no ${JSON.stringify(part)}: on this disk that is another spelling of a name it has.`
      return { side: name, key, path, kind: 'replaced', message }
    }
    return null
  } catch (error) {
    if (fsErrorCode(error) === undefined) throw error
    return { side: name, key, path, kind: 'unreadable', message: explainFsError(error, path).message }
  }
}

/** The names in folders, each read once; those that no key has are not kept. */
class Folders {
  readonly #fs: FileSystem
  readonly #wanted: ReadonlySet<string>
  readonly #read = new Map<string, Promise<ReadonlySet<string>>>()

  constructor(fs: FileSystem, keys: readonly string[]) {
    this.#fs = fs
    this.#wanted = new Set(keys.flatMap((key) => key.split('/')))
  }

  async has(folder: string, name: string): Promise<boolean> {
    let names = this.#read.get(folder)
    if (names === undefined) this.#read.set(folder, (names = this.#names(folder)))
    return (await names).has(name)
  }

  async #names(folder: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>()
    const batches = this.#fs.streamFolder?.(folder) ?? [await this.#fs.readFolder(folder)]
    for await (const batch of batches)
      for (const { name } of batch) if (name !== null && this.#wanted.has(name)) found.add(name)
    return found
  }
}
