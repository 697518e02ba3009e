import type { ListingProblem } from '../../../shared/job.ts'
import type { FileSystem } from '../local/file-system.ts'
import type { KeyFilter } from './filters.ts'
import type { FolderIdentity } from './folder-names.ts'

/** What to list of this machine, and whom to tell. */
export interface LocalListing {
  readonly fs: FileSystem
  /** Absolute and normalised, without a separator at its end (except `/`). */
  readonly root: string
  /** False leaves links out, silently (SYM-2). */
  readonly followLinks: boolean
  /** At a destination, folders behind links are left alone (D-4), and the root is trusted, link or not. */
  readonly asDestination: boolean
  /** A root that isn't there lists as empty instead of failing. */
  readonly mayBeMissing: boolean
  /**
   * It is listed to be removed: a folder with nothing in it is an entry, of no bytes and a key that ends in `/`, and a
   * linked folder is a problem, for it stays.
   */
  readonly toRemove?: boolean
  /** What it excludes is listed but never a problem; a folder it excludes as a whole is not walked (D-7). */
  readonly filter?: KeyFilter
  /** True for temp files that a journal of ours names: they are left out (D-24). */
  readonly isOwnTemp?: (path: string) => boolean
  /** Of a folder with more names than this they are sorted on disk; 100,000 if absent. */
  readonly namesInMemory?: number
  /** A name that is not as it should be: a warning. */
  readonly onProblem: (problem: ListingProblem) => void
  /** A key at or below which it isn't known what there is: nothing there may be deleted, on either side (D-1). */
  readonly onUnknown: (key: string, kind: ListingProblem['kind']) => void
}

/** A folder on the walk. */
export interface WalkedFolder extends FolderIdentity {
  readonly path: string
  /** What the keys below it start with: empty, or ending in `/`. */
  readonly prefix: string
  /** Bytes that its names take on their disk, where that says so: it grows with them. */
  readonly size: number
}

type Kind = Exclude<
  ListingProblem['kind'],
  'unsafe-name' | 'archived' | 'too-large' | 'unverified' | 'properties-unknown' | 'case-conflict'
>

/** Where aws has words for it, they are aws's (SKP-1 to SKP-6). */
const messages: Readonly<Record<Kind, string>> = {
  missing: 'File does not exist.',
  special: 'File is character special device, block special device, FIFO, or socket.',
  unreadable: 'File/Directory is not readable.',
  'through-link': 'It is a link to a folder: neither the link nor what is behind it is deleted.',
  replaced: 'It was replaced while it was being read.',
  'link-loop': 'The link leads back to a folder that it is in.',
  'bad-time': 'File has an invalid timestamp. Passing epoch time as timestamp.',
  'not-utf8': 'Its name is not UTF-8.',
}

/** Something found wrong with a name, not said yet. */
export interface Finding {
  readonly kind: Kind
  readonly key: string
  readonly path: string
  /** It is a folder, so the filters have to exclude all that may be below it for this to be nobody's concern. */
  readonly folder?: true
}

/**
 * Says a finding, unless filters exclude what it is about (D-7), or it is a linked folder that is left alone (D-4), of
 * which there is nothing to say before something is to be written or removed behind it. Its key is unknown either way.
 */
export function sayFinding(listing: LocalListing, { kind, key, path, folder }: Finding): void {
  const { filter, asDestination } = listing
  if (kind !== 'bad-time') listing.onUnknown(key, kind)
  if (kind === 'through-link' && listing.toRemove !== true) return
  const excluded = filter !== undefined && (folder ? filter.canSkipFolder(key) : !filter.includes(key))
  if (excluded) return
  const side = asDestination ? 'destination' : 'source'
  listing.onProblem({ side, key, path, kind, message: messages[kind] })
}
