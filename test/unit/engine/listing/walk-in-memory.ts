import type { Entry } from '../../../../main/engine/listing/entry.ts'
import type { LocalListing } from '../../../../main/engine/listing/local-listing.ts'
import { listLocal } from '../../../../main/engine/listing/local-walk.ts'
import type { ListingProblem } from '../../../../shared/job.ts'
import { fsError, type FsErrorCode } from '../../../fakes/fs-error.ts'
import { MemoryFs, type FsOp } from '../../../fakes/memory-fs.ts'
import { plantTree, type TreeTable } from '../../../fakes/memory-tree.ts'

export const root = '/home/me/src'

/** What came of a listing: problems as `kind key`. */
export interface Listed {
  readonly keys: string[]
  readonly entries: Entry[]
  readonly problems: string[]
  readonly unknown: string[]
}

/** A disk with a tree at the root, seen by a user. */
export function planted(tree: TreeTable, uid = 0): MemoryFs {
  const fs = new MemoryFs({ uid })
  plantTree(fs, root, tree)
  return fs
}

/** A listing of the root as a source, with links followed. */
export function listingOf(fs: MemoryFs, options: Partial<LocalListing> = {}): LocalListing {
  const quiet = { onProblem: () => undefined, onUnknown: () => undefined }
  return { fs, root, followLinks: true, asDestination: false, mayBeMissing: false, ...quiet, ...options }
}

export async function list(
  fs: MemoryFs,
  options: Partial<LocalListing> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Listed> {
  const problems: ListingProblem[] = []
  const unknown: string[] = []
  const entries: Entry[] = []
  const onProblem = (problem: ListingProblem): number => problems.push(problem)
  const onUnknown = (key: string): number => unknown.push(key)
  for await (const page of listLocal(listingOf(fs, { onProblem, onUnknown, ...options }), signal))
    entries.push(...page)
  return {
    keys: entries.map((entry) => entry.key),
    entries,
    problems: problems.map(({ kind, key }) => `${kind} ${key}`),
    unknown,
  }
}

/** Makes one call on one path fail. */
export function failing(fs: MemoryFs, op: FsOp, path: string, code: FsErrorCode): void {
  fs.before = (called, on) => {
    if (called === op && on === path) throw fsError(code, { op, path })
  }
}
