/**
 * Work on names, one after the other where some disk may take two of them for one: names that differ in case or in
 * Unicode normalisation only (F09, F10). What is looked at in one step then still holds in the next.
 */
export class SameNames {
  readonly #last = new Map<string, Promise<unknown>>()

  async alone<T>(path: string, work: () => Promise<T>): Promise<T> {
    const name = path.normalize('NFC').toUpperCase()
    const before = this.#last.get(name) ?? Promise.resolve()
    const turn = before.then(work, work)
    this.#last.set(name, turn)
    try {
      return await turn
    } finally {
      if (this.#last.get(name) === turn) this.#last.delete(name)
    }
  }
}
