import type { FileStat } from '../local/file-system.ts'
import type { Entry } from './entry.ts'
import { compareKeys } from './key-order.ts'

/** size, modified, changed, dev, ino */
const width = 5

/**
 * The names of one folder with what is known of each, in key order once sorted. Kept in columns: a folder may have a
 * million names, and an object for each would take several times the room.
 */
export class FolderNames {
  /** A folder's name ends in `/`, and so sorts where the keys below it do (LST-3). */
  readonly #names: string[] = []
  readonly #numbers: Float64Array
  #order: number[] = []

  /** @param most how many names there can be. */
  constructor(most: number) {
    this.#numbers = new Float64Array(most * width)
  }

  get length(): number {
    return this.#names.length
  }

  add(name: string, stat: FileStat, modified: number): void {
    this.#numbers.set([stat.size, modified, stat.changed, stat.dev, stat.ino], this.#names.length * width)
    this.#names.push(stat.kind === 'folder' ? `${name}/` : name)
  }

  sort(): void {
    this.#order = Array.from(this.#names.keys()).sort((a, b) => compareKeys(this.#name(a), this.#name(b)))
  }

  /** The name in that place of the order; a folder's ends in `/`. */
  nameAt(place: number): string {
    return this.#name(this.#at(place))
  }

  isFolder(place: number): boolean {
    return this.nameAt(place).endsWith('/')
  }

  /** The file in that place, as an entry below `prefix`. */
  entryAt(place: number, prefix: string): Entry {
    return {
      key: prefix + this.nameAt(place),
      size: this.#number(place, 0),
      modified: this.#number(place, 1),
      file: { changed: this.#number(place, 2), dev: this.#number(place, 3), ino: this.#number(place, 4) },
    }
  }

  /** Which folder it is, by device and inode. */
  identityAt(place: number): FolderIdentity {
    return { dev: this.#number(place, 3), ino: this.#number(place, 4) }
  }

  #at(place: number): number {
    return this.#order[place] ?? -1
  }

  #name(index: number): string {
    return this.#names[index] ?? ''
  }

  #number(place: number, column: number): number {
    return this.#numbers[this.#at(place) * width + column] ?? NaN
  }
}

export interface FolderIdentity {
  readonly dev: number
  readonly ino: number
}

export const sameFolder = (a: FolderIdentity, b: FolderIdentity): boolean =>
  a.dev === b.dev && a.ino === b.ino
