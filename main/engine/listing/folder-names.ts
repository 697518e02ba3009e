import type { Entry } from './entry.ts'
import { compareKeys } from './key-order.ts'
import type { NamedEntry } from './spilled-names.ts'

/** size, modified, changed, dev, ino */
const width = 5

/**
 * The names of one folder with what is known of each, in key order once sorted. Kept in columns: an object for each
 * would take several times the room.
 */
export class FolderNames {
  readonly inMemory = true
  readonly #names: string[] = []
  #numbers = new Float64Array(64 * width)
  #order: number[] = []

  get length(): number {
    return this.#names.length
  }

  add({ name, size, modified, changed, dev, ino }: NamedEntry): void {
    const at = this.#names.length * width
    if (at === this.#numbers.length) {
      const larger = new Float64Array(at * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    const numbers = this.#numbers
    numbers[at] = size
    numbers[at + 1] = modified
    numbers[at + 2] = changed
    numbers[at + 3] = dev
    numbers[at + 4] = ino
    this.#names.push(name)
  }

  sort(): void {
    this.#order = Array.from(this.#names.keys()).sort((a, b) => compareKeys(this.#name(a), this.#name(b)))
  }

  /** All as they were added. */
  *all(): Generator<NamedEntry> {
    for (const [index, name] of this.#names.entries()) {
      const [size = NaN, modified = NaN, changed = NaN, dev = NaN, ino = NaN] = this.#numbers.subarray(
        index * width,
        (index + 1) * width,
      )
      yield { name, size, modified, changed, dev, ino }
    }
  }

  close(): void {
    this.#names.length = 0
  }

  /** The name in that place of the order. */
  nameAt(place: number): string {
    return this.#name(this.#at(place))
  }

  /** What is in that place, as an entry below `prefix`. */
  entryAt(place: number, prefix: string): Entry {
    return {
      key: prefix + this.nameAt(place),
      size: this.#number(place, 0),
      modified: this.#number(place, 1),
      file: { changed: this.#number(place, 2), dev: this.#number(place, 3), ino: this.#number(place, 4) },
    }
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
