import type { FileStat } from '../local/file-system.ts'
import type { Entry } from './entry.ts'
import { FolderNames } from './folder-names.ts'
import { SpilledNames } from './spilled-names.ts'

/** The names of one folder in key order. Places are read forward: the current one, or the next. */
export interface SortedNames {
  readonly length: number
  /** Any place may be read at any time. */
  readonly inMemory: boolean
  /** The name in that place of the order; a folder's ends in `/`, and so sorts where the keys below it do (LST-3). */
  nameAt(place: number): string
  /** What is in that place, as an entry below `prefix`. */
  entryAt(place: number, prefix: string): Entry
  close(): void
}

/** The names of a folder as they come, in no order: in memory, and on disk where they are very many. */
export class GatheredNames {
  readonly #folder: string
  readonly #mostInMemory: number
  #names: FolderNames | SpilledNames = new FolderNames()

  /** @param folder its path, for people. */
  constructor(folder: string, mostInMemory: number) {
    this.#folder = folder
    this.#mostInMemory = mostInMemory
  }

  add(name: string, { kind, size, changed, dev, ino }: FileStat, modified: number): void {
    if (this.#names.inMemory && this.#names.length >= this.#mostInMemory) this.#spill(this.#names)
    const sorted = kind === 'folder' ? `${name}/` : name
    this.#names.add({ name: sorted, size, modified, changed, dev, ino })
  }

  /** Nothing is added after this. */
  sorted(): SortedNames {
    this.#names.sort()
    return this.#names
  }

  close(): void {
    this.#names.close()
  }

  #spill(held: FolderNames): void {
    this.#names = new SpilledNames(this.#folder)
    for (const named of held.all()) this.#names.add(named)
  }
}
