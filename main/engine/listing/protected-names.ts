import { ownText } from './own-text.ts'

/**
 * Names at or below which nothing may be deleted, because what is there is not known (D-1): a name that could not be
 * read, or the place where a refused key would have landed. The empty name protects everything.
 */
export class ProtectedNames {
  readonly #names = new Set<string>()

  /** How many names were added. */
  get size(): number {
    return this.#names.size
  }

  add(name: string): void {
    this.#names.add(ownText(name))
  }

  /** Whether `key` is one of the names, or below one of them (`name/…`). */
  covers(key: string): boolean {
    if (this.#names.size === 0) return false
    if (this.#names.has('') || this.#names.has(key)) return true
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (this.#names.has(key.slice(0, slash))) return true
    }
    return false
  }
}
